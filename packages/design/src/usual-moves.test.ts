import type { Diagnosis } from '@axiswise/diagnose';
import { expect, it } from 'vitest';
import { diagnosisOf } from './diagnosis.fixture.ts';
import type { OwnDataKind } from './own-data-kinds.ts';
import { movingReason, subsamplingReason } from './reasons.ts';
import { withUsualMoves } from './usual-moves.ts';

const above = {
  name: 'best-above-chance',
  what: '',
  estimate: { value: 0, low: -0.069, high: 0.069 },
  baseline: 0,
};
const open = { verdict: 'not shown', because: 'Long. Very long.' } as const;
const axes = ['time', 'embedding'].map((axis) => ({
  axis,
  length: 30,
  slide: { ...open, evidence: [above] },
  subsample: { ...open, evidence: [] },
  declared: { patternsRecur: false, subsamplable: false },
}));
const chance: Diagnosis = diagnosisOf(axes, { time: 'span', embedding: 'slide' });

it('does what is usual where nothing was learned, and says so', () => {
  const { recommendation } = withUsualMoves(chance, {
    usuallySlide: ['time'],
  } as unknown as OwnDataKind);
  expect(recommendation).toMatchObject({ move: { time: 'slide', embedding: 'span' }, pool: [] });
  const because =
    'not shown: no small classifier is shown to be right more often than the most frequent class (95 % interval ' +
    '[−6.9, +6.9])';
  expect(movingReason(axes[0], true)).toBe(`a guess, ${because}`);
  expect(movingReason(axes[1], false)).toBe(because);
  expect(subsamplingReason(axes[0])).toBe(because);
});

it('refuses where nothing was learned and nothing is usual', () => {
  expect(() => withUsualMoves(chance, {} as OwnDataKind)).toThrow(
    /^nothing was learned from 1,000 training examples: .+ so add examples, or check that labels belong/,
  );
});

it('leaves a diagnosis alone that shows anything', () => {
  const shown = diagnosisOf([{ ...axes[0], slide: { ...open, evidence: [] } }], { time: 'span' });
  expect(withUsualMoves(shown, {} as OwnDataKind)).toBe(shown);
});
