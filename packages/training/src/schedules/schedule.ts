import { InputError, pickByName } from '@axiswise/messages';
import { type Settings, settingsOf } from '../kinds/settings.ts';
import type { ScheduleKind } from './schedule-kind.ts';
import { constant, cosine, oneCycle, step, warmRestarts } from './schedules.ts';

/**
 * How the learning rate changes over a run: plain data that goes into the run record, with the settings
 * of its kind: `{ kind: 'step', milestones: [0.5, 0.75] }`.
 */
export interface LearningRateSchedule {
  /** One of ours, or one that the experiment declares. */
  readonly kind: string;
  /** Rises linearly over this part of the run first, from 0 to below 1. */
  readonly warmup?: number;
  readonly [setting: string]: unknown;
}

/** Our schedules by name; an experiment declares more. */
export const schedules: Readonly<Record<string, ScheduleKind>> = {
  constant,
  cosine,
  step,
  warmRestarts,
  oneCycle,
};

/** The course of a run. */
export interface Course {
  /** The factor on the full learning rate at a step, counted from 0, of so many in the whole run. */
  factor(step: number, steps: number): number;
  /** The momentum; undefined where it is as configured. */
  momentum(step: number, steps: number): number | undefined;
}

/**
 * The course of the learning rate that a configuration describes.
 *
 * @param own the schedules that an experiment declares.
 * @throws InputError for an unknown kind or setting, or a value outside its range.
 */
export function scheduleOf(
  { kind: name, ...given }: LearningRateSchedule,
  own: Readonly<Record<string, ScheduleKind>> = {},
): Course {
  const kind = pickByName(
    'schedule',
    name,
    new Map(Object.entries({ ...schedules, ...own })),
    (message) => new InputError('run', message),
  );
  const { warmup, ...settings } = settingsOf<Settings & { readonly warmup: number }>(
    { ...kind.settings, warmup: { default: 0, from: 0, below: 1 } },
    given,
    `the schedule "${name}"`,
  );
  const warmupStepsOf = (steps: number): number => Math.floor(warmup * steps);
  return {
    factor(step, steps) {
      const warmupSteps = warmupStepsOf(steps);
      if (step < warmupSteps) return (step + 1) / warmupSteps;
      return kind.factor({ step, steps, warmupSteps, settings });
    },
    momentum(step, steps) {
      const warmupSteps = warmupStepsOf(steps);
      return kind.momentum?.({ step: Math.max(step, warmupSteps), steps, warmupSteps, settings });
    },
  };
}
