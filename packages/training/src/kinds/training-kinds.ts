import { InputError, pickByName } from '@axiswise/messages';
import type { AugmentationKind } from '../augmentations/augmentation-kind.ts';
import { augmentations } from '../augmentations/augmentations.ts';
import type { MetricKind } from '../metrics/metric-kind.ts';
import { metrics } from '../metrics/metrics.ts';
import { optimizers } from '../optimizers/index.ts';
import type { OptimizerKind } from '../optimizers/optimizer-kind.ts';
import { schedules } from '../schedules/schedule.ts';
import type { ScheduleKind } from '../schedules/schedule-kind.ts';

/** What an experiment adds to our kinds, each by the name that a configuration calls it. */
export interface TrainingKinds {
  readonly optimizers?: Readonly<Record<string, OptimizerKind>>;
  readonly schedules?: Readonly<Record<string, ScheduleKind>>;
  readonly metrics?: Readonly<Record<string, MetricKind>>;
  readonly augmentations?: Readonly<Record<string, AugmentationKind>>;
}

type Family = keyof TrainingKinds;
type KindOf<Of extends Family> = NonNullable<TrainingKinds[Of]>[string];

/** Our kinds, and what one of each family is called. */
const families: {
  readonly [Of in Family]-?: {
    readonly one: string;
    readonly ours: Readonly<Record<string, KindOf<Of>>>;
  };
} = {
  optimizers: { one: 'optimizer', ours: optimizers },
  schedules: { one: 'schedule', ours: schedules },
  metrics: { one: 'metric', ours: metrics },
  augmentations: { one: 'augmentation', ours: augmentations },
};

/** Our kinds of a family and an experiment's, by name. */
export function kindsOf<Of extends Family>(
  family: Of,
  own: TrainingKinds = {},
): Map<string, KindOf<Of>> {
  const declared = own[family] as Readonly<Record<string, KindOf<Of>>> | undefined;
  return new Map(Object.entries({ ...families[family].ours, ...declared }));
}

/** @throws InputError naming the nearest where there is none of the name. */
export const kindNamed = <Of extends Family>(
  family: Of,
  name: string,
  own: TrainingKinds = {},
): KindOf<Of> => pickByName(families[family].one, name, kindsOf(family, own), fail);

/** @throws InputError where an experiment gives its own kind the name of one of ours. */
export function checkKindNames(own: TrainingKinds): void {
  for (const [family, { one, ours }] of Object.entries(families)) {
    const taken = Object.keys(own[family as Family] ?? {}).find((name) =>
      Object.hasOwn(ours, name),
    );
    if (taken !== undefined) {
      throw fail(`the ${one} "${taken}" has the name of one of ours; give it another name`);
    }
  }
}

const fail = (message: string): Error => new InputError('run', message);
