import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { diagnoseSample } from '../diagnose-sample.ts';
import { drawKnownAnswer, knownAnswers } from './known-answers.ts';

// The question that each case is about, with so few examples that others stay open. All questions of all
// cases: known-answers.long.test.ts, and with twenty seeds benchmarks/diagnose-known-answers.ts.
describe('diagnoseSample', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each([
    ['slide', 'position is everything'],
    ['subsample', 'destroyed by dropping rows'],
  ] as const)('is right on %s, where the data is %s', async (question, name) => {
    const known = knownAnswers.find((each) => each.name === name)!;
    const { axes } = await diagnoseSample(
      drawKnownAnswer(
        { ...known, noise: 0.5 * known.noise },
        { trainExamples: 100, testExamples: 200, seed: 0 },
      ),
      { seeds: 3, epochs: 5, margin: 0.05, seed: 0 },
    );
    expect(axes).toHaveLength(2);
    for (const { axis, [question]: found } of axes) {
      const expected = known.expected[axis as 'row' | 'column'][question];
      expect.soft(expected, `${axis}: ${found.because}`).toContain(found.verdict);
    }
  });
});
