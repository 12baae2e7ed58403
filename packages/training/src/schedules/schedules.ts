import type { ScheduleKind } from './schedule-kind.ts';

/** The full rate to the end. */
export const constant: ScheduleKind = {
  describe: 'the full rate to the end',
  settings: {},
  factor: () => 1,
};

/** Half a cosine from the full rate to zero (Loshchilov and Hutter 2017, one cycle). */
export const cosine: ScheduleKind = {
  describe: 'half a cosine from the full rate to zero',
  settings: {},
  factor: ({ step, steps, warmupSteps }) =>
    (1 + Math.cos((Math.PI * (step - warmupSteps)) / (steps - warmupSteps))) / 2,
};

interface StepSettings extends Readonly<Record<string, readonly number[]>> {
  /** Parts of the run after which the rate drops to a tenth, such as [0.5, 0.75]. */
  readonly milestones: readonly number[];
}

/** A tenth after each milestone. */
export const step: ScheduleKind<StepSettings> = {
  describe: 'a tenth after each of its milestones',
  settings: { milestones: { default: [], from: 0, to: 1 } },
  factor: ({ step, steps, settings: { milestones } }) =>
    10 ** -milestones.filter((part) => step >= part * steps).length,
};
