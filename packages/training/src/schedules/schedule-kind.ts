import type { SettingDeclarations, Settings } from '../kinds/settings.ts';

/**
 * One course of the learning rate over a run. An experiment declares its own under `schedules`.
 *
 * @example
 * const linear: ScheduleKind = {
 *   describe: 'falls evenly to zero',
 *   settings: {},
 *   factor: ({ step, steps, warmupSteps }) => 1 - (step - warmupSteps) / (steps - warmupSteps),
 * };
 */
export interface ScheduleKind<Values extends Settings = Settings> {
  /** One line for lists. */
  readonly describe: string;
  /** What can be configured besides `warmup`, which every schedule has. */
  readonly settings: SettingDeclarations<Values>;
  /** The factor on the full learning rate, after the warmup. */
  factor(at: SchedulePlace<Values>): number;
  /** The momentum, after the warmup, where the optimizer has one; absent: as it is configured. */
  momentum?(at: SchedulePlace<Values>): number;
}

/** At which step of a run a schedule is asked for its value. */
export interface SchedulePlace<Values extends Settings> {
  /** Counted from 0; at least `warmupSteps`. */
  readonly step: number;
  /** In the whole run. */
  readonly steps: number;
  readonly warmupSteps: number;
  readonly settings: Values;
}
