import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { diagnoseSample } from '../diagnose-sample.ts';
import { drawKnownAnswer, knownAnswers } from './known-answers.ts';

// One case with so few examples that other questions stay open. All questions of all cases:
// known-answers.long.test.ts, and with twenty seeds benchmarks/diagnose-known-answers.ts.
describe('diagnoseSample', () => {
  beforeAll(() => useBackend(testBackend()));

  it('finds that nothing recurs where position is everything', async () => {
    const known = knownAnswers.find(({ name }) => name === 'position is everything')!;
    const { axes } = await diagnoseSample(
      drawKnownAnswer(
        { ...known, noise: 0.5 * known.noise },
        { trainExamples: 100, testExamples: 200, seed: 0 },
      ),
      // Untuned, which takes half the time.
      { seeds: 3, epochs: 5, margin: 0.05, seed: 0, tune: 0 },
    );
    expect(axes).toHaveLength(2);
    for (const { axis, slide } of axes) {
      const expected = known.axes[axis].expected.slide;
      expect.soft(expected, `${axis}: ${slide.because}`).toContain(slide.verdict);
    }
  });
});
