import { InputError, pickByName } from '@axiswise/messages';
import { type Settings, settingsOf } from '../kinds/settings.ts';
import type { ScheduleKind } from './schedule-kind.ts';
import { constant, cosine, step } from './schedules.ts';

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
export const schedules: Readonly<Record<string, ScheduleKind>> = { constant, cosine, step };

/**
 * The course of the learning rate that a configuration describes.
 *
 * @param own the schedules that an experiment declares.
 * @returns the factor at a step, counted from 0, of so many in the whole run.
 * @throws InputError for an unknown kind or setting, or a value outside its range.
 */
export function scheduleOf(
  { kind: name, ...given }: LearningRateSchedule,
  own: Readonly<Record<string, ScheduleKind>> = {},
): (step: number, steps: number) => number {
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
  return (step, steps) => {
    const warmupSteps = Math.floor(warmup * steps);
    if (step < warmupSteps) return (step + 1) / warmupSteps;
    return kind.factor({ step, steps, warmupSteps, settings });
  };
}
