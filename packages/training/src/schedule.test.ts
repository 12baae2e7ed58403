import { expect, it } from 'vitest';
import { type LearningRateSchedule, scheduleFactor } from './schedule.ts';

const at = (schedule: LearningRateSchedule, ...steps: number[]): number[] =>
  steps.map((step) => Number(scheduleFactor(schedule, step, 100).toFixed(4)));

it.each([
  [{ kind: 'constant' }, [0, 50, 99], [1, 1, 1]],
  [{ kind: 'cosine' }, [0, 50, 99], [1, 0.5, 0.0002]],
  [{ kind: 'cosine', warmup: 0.1 }, [0, 4, 9, 10, 55], [0.1, 0.5, 1, 1, 0.5]],
  [{ kind: 'step', milestones: [0.5, 0.75] }, [0, 49, 50, 74, 75], [1, 1, 0.1, 0.1, 0.01]],
] as const)('%j at steps %j of 100 is %j', (schedule, steps, factors) => {
  expect(at(schedule, ...steps)).toEqual(factors);
});
