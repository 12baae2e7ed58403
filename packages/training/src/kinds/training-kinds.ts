import { InputError, pickByName } from '@axiswise/messages';
import type { MetricKind } from '../metrics/metric-kind.ts';
import { metrics as ourMetrics } from '../metrics/metrics.ts';
import { optimizers as ourOptimizers } from '../optimizers/index.ts';
import type { OptimizerKind } from '../optimizers/optimizer-kind.ts';
import { schedules as ourSchedules } from '../schedules/schedule.ts';
import type { ScheduleKind } from '../schedules/schedule-kind.ts';

/** What an experiment adds to our kinds, each by the name that a configuration calls it. */
export interface TrainingKinds {
  readonly optimizers?: Readonly<Record<string, OptimizerKind>>;
  readonly schedules?: Readonly<Record<string, ScheduleKind>>;
  readonly metrics?: Readonly<Record<string, MetricKind>>;
}

/** Our kinds and an experiment's, by name; ours cannot be replaced. */
export const optimizersWith = ({ optimizers }: TrainingKinds): Map<string, OptimizerKind> =>
  new Map(Object.entries({ ...ourOptimizers, ...optimizers }));
export const schedulesWith = ({ schedules }: TrainingKinds): Map<string, ScheduleKind> =>
  new Map(Object.entries({ ...ourSchedules, ...schedules }));
export const metricsWith = ({ metrics }: TrainingKinds): Map<string, MetricKind> =>
  new Map(Object.entries({ ...ourMetrics, ...metrics }));

/** @throws InputError naming the nearest where there is none of the name. */
export const optimizerNamed = (name: string, kinds: TrainingKinds = {}): OptimizerKind =>
  pickByName('optimizer', name, optimizersWith(kinds), fail);

/** @throws InputError naming the nearest where there is none of the name. */
export const metricNamed = (name: string, kinds: TrainingKinds = {}): MetricKind =>
  pickByName('metric', name, metricsWith(kinds), fail);

/** @throws InputError where an experiment gives its own kind the name of one of ours. */
export function checkKindNames(kinds: TrainingKinds): void {
  for (const [what, own, ours] of [
    ['optimizer', kinds.optimizers, ourOptimizers],
    ['schedule', kinds.schedules, ourSchedules],
    ['metric', kinds.metrics, ourMetrics],
  ] as const) {
    const taken = Object.keys(own ?? {}).find((name) => Object.hasOwn(ours, name));
    if (taken !== undefined) {
      throw fail(`the ${what} "${taken}" has the name of one of ours; give it another name`);
    }
  }
}

const fail = (message: string): Error => new InputError('run', message);
