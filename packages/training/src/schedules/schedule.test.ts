import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type LearningRateSchedule, scheduleOf } from './schedule.ts';
import type { ScheduleKind } from './schedule-kind.ts';

const at = (schedule: LearningRateSchedule, ...steps: number[]): number[] =>
  steps.map((step) => Number(scheduleOf(schedule).factor(step, 100).toFixed(4)));

it.each([
  [{ kind: 'constant' }, [0, 50, 99], [1, 1, 1]],
  [{ kind: 'cosine' }, [0, 50, 99], [1, 0.5, 0.0002]],
  [{ kind: 'cosine', warmup: 0.1 }, [0, 4, 9, 10, 55], [0.1, 0.5, 1, 1, 0.5]],
  [{ kind: 'step', milestones: [0.5, 0.75] }, [0, 49, 50, 74, 75], [1, 1, 0.1, 0.1, 0.01]],
  [{ kind: 'step', milestones: 0.5 }, [0, 49, 50, 99], [1, 1, 0.1, 0.1]],
] as const)('%j at steps %j of 100 is %j', (schedule, steps, factors) => {
  expect(at(schedule, ...steps)).toEqual(factors);
});

interface Golden {
  steps: number;
  cases: Record<string, { schedule: LearningRateSchedule; factors: number[]; momenta?: number[] }>;
}

// What PyTorch's schedulers do; the script that asked them stands beside the file.
const golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/schedules.json', import.meta.url), 'utf8'),
) as Golden;

it.each(Object.entries(golden.cases))('%s is as in PyTorch', (_, { schedule, ...expected }) => {
  const course = scheduleOf(schedule);
  expected.factors.forEach((factor, step) =>
    expect(course.factor(step, golden.steps), `step ${step}`).toBeCloseTo(factor, 7),
  );
  for (let step = 0; step < golden.steps; step++) {
    const momentum = course.momentum(step, golden.steps);
    if (!expected.momenta) expect(momentum).toBeUndefined();
    else expect(momentum).toBeCloseTo(expected.momenta[step], 7);
  }
});

it('cycles behind a warmup, whose momentum is that of the beginning', () => {
  const restarts = scheduleOf({ kind: 'warmRestarts', cycles: 2, multiplier: 1, warmup: 0.2 });
  const factors = [0, 19, 20, 40, 60, 80].map((step) => restarts.factor(step, 100).toFixed(3));
  expect(factors).toEqual(['0.050', '1.000', '1.000', '0.500', '1.000', '0.500']);
  const cycle = scheduleOf({ kind: 'oneCycle', warmup: 0.2 });
  expect([0, 20].map((step) => cycle.momentum(step, 100))).toEqual([0.95, 0.95]);
  // Shorter than a cycle has phases.
  expect([1, 2, 3].map((steps) => cycle.factor(steps - 1, steps) < 1e-4)).toEqual([
    true,
    true,
    true,
  ]);
});

it('knows the schedules that an experiment declares', () => {
  const linear: ScheduleKind = {
    describe: 'falls evenly to a floor',
    settings: { floor: { default: 0.1, from: 0, to: 1 } },
    factor: ({ step, steps, settings }) => Math.max(Number(settings['floor']), 1 - step / steps),
  };
  const own = scheduleOf({ kind: 'linear', floor: 0.2, warmup: 0.5 }, { linear });
  expect([0, 49, 50, 75, 99].map((step) => own.factor(step, 100))).toEqual([
    0.02, 1, 0.5, 0.25, 0.2,
  ]);
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
  [
    { kind: 'warmRestarts', cycles: 1.5 },
    'cycles of the schedule "warmRestarts" must be an integer from 1, got 1.5',
  ],
  [{ kind: 'step', milestones: [2] }, 'must be a list of numbers from 0 to 1, got [2]'],
])('refuses %j', (schedule, message) => {
  expect(() => scheduleOf(schedule)).toThrow(message);
});
