import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { diagnoseSample } from './diagnose-sample.ts';
import { knownAnswers, sampleOf } from './known-answers.ts';

// One seed of each case, smaller than in benchmarks/diagnose-known-answers.ts, where each has twenty.
describe('diagnoseSample', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each(knownAnswers.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    const seed = 7;
    const { axes } = await diagnoseSample(
      sampleOf(known, { trainExamples: 320, testExamples: 600, seed }),
      { seeds: 4, epochs: 10, margin: 0.02, seed },
    );
    for (const { axis, slide, subsample } of axes) {
      const expected = known.answers[axis as 'row' | 'column'];
      expect(expected.slide, `${axis}: ${slide.because}`).toContain(slide.verdict);
      expect(expected.subsample, `${axis}: ${subsample.because}`).toContain(subsample.verdict);
    }
  });
});
