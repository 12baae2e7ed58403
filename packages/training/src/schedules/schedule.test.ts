import { expect, it } from 'vitest';
import { type LearningRateSchedule, scheduleOf } from './schedule.ts';
import type { ScheduleKind } from './schedule-kind.ts';

const at = (schedule: LearningRateSchedule, ...steps: number[]): number[] =>
  steps.map((step) => Number(scheduleOf(schedule)(step, 100).toFixed(4)));

it.each([
  [{ kind: 'constant' }, [0, 50, 99], [1, 1, 1]],
  [{ kind: 'cosine' }, [0, 50, 99], [1, 0.5, 0.0002]],
  [{ kind: 'cosine', warmup: 0.1 }, [0, 4, 9, 10, 55], [0.1, 0.5, 1, 1, 0.5]],
  [{ kind: 'step', milestones: [0.5, 0.75] }, [0, 49, 50, 74, 75], [1, 1, 0.1, 0.1, 0.01]],
  [{ kind: 'step', milestones: 0.5 }, [0, 49, 50, 99], [1, 1, 0.1, 0.1]],
] as const)('%j at steps %j of 100 is %j', (schedule, steps, factors) => {
  expect(at(schedule, ...steps)).toEqual(factors);
});

it('knows the schedules that an experiment declares', () => {
  const linear: ScheduleKind = {
    describe: 'falls evenly to a floor',
    settings: { floor: { default: 0.1, from: 0, to: 1 } },
    factor: ({ step, steps, settings }) => Math.max(Number(settings['floor']), 1 - step / steps),
  };
  const own = scheduleOf({ kind: 'linear', floor: 0.2, warmup: 0.5 }, { linear });
  expect([0, 49, 50, 75, 99].map((step) => own(step, 100))).toEqual([0.02, 1, 0.5, 0.25, 0.2]);
});

it.each<[LearningRateSchedule, string]>([
  [{ kind: 'cosin' }, 'there is no schedule "cosin"; did you mean "cosine"?'],
  [
    { kind: 'cosine', warmup: 1 },
    'warmup of the schedule "cosine" must be a number from 0 to below 1, got 1',
  ],
  [
    { kind: 'step', milestone: [1] },
    'there is no setting of the schedule "step" "milestone"; did you mean "milestones"?',
  ],
  [{ kind: 'step', milestones: [2] }, 'must be a list of numbers from 0 to 1, got [2]'],
])('refuses %j', (schedule, message) => {
  expect(() => scheduleOf(schedule)).toThrow(message);
});
