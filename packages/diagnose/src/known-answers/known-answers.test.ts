import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { diagnoseSample } from '../diagnose-sample.ts';
import { drawKnownAnswer, knownAnswers } from './known-answers.ts';

// Two cases, which together need yes and no to both questions, with little noise. All cases:
// known-answers.long.test.ts, and with twenty seeds benchmarks/diagnose-known-answers.ts.
describe('diagnoseSample', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each([
    ['position is everything', { trainExamples: 100, testExamples: 200 }, 0.5],
    ['destroyed by dropping rows', { trainExamples: 160, testExamples: 300 }, 0.75],
  ])('%s', async (name, size, noise) => {
    const known = knownAnswers.find((each) => each.name === name)!;
    const { axes } = await diagnoseSample(
      drawKnownAnswer({ ...known, noise: noise * known.noise }, { ...size, seed: 0 }),
      { seeds: 3, epochs: 6, margin: 0.05, seed: 0 },
    );
    for (const { axis, slide, subsample } of axes) {
      const expected = known.expected[axis as 'row' | 'column'];
      expect.soft(expected.slide, `${axis}: ${slide.because}`).toContain(slide.verdict);
      expect.soft(expected.subsample, `${axis}: ${subsample.because}`).toContain(subsample.verdict);
    }
  });
});
