import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { diagnoseSample } from '../diagnose-sample.ts';
import { drawKnownAnswer, knownAnswers } from './known-answers.ts';

// Every case once, with fewer examples and less noise than in benchmarks/diagnose-known-answers.ts,
// where each has twenty seeds.
const smaller = { noise: 0.75, trainExamples: 240, testExamples: 600 };

describe('diagnoseSample', () => {
  beforeAll(() => useBackend(testBackend()));

  it.each(knownAnswers.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    const seed = 0;
    const { noise, ...sizes } = smaller;
    const { axes } = await diagnoseSample(
      drawKnownAnswer({ ...known, noise: noise * known.noise }, { ...sizes, seed }),
      { seeds: 5, epochs: 10, margin: 0.02, seed },
    );
    for (const { axis, slide, subsample } of axes) {
      const { expected } = known.axes[axis];
      expect.soft(expected.slide, `${axis}: ${slide.because}`).toContain(slide.verdict);
      expect.soft(expected.subsample, `${axis}: ${subsample.because}`).toContain(subsample.verdict);
    }
  });
});
