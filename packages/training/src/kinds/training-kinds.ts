import { InputError, pickByName } from '@axiswise/messages';
import type { AugmentationKind } from '../augmentations/augmentation-kind.ts';
import { augmentations } from '../augmentations/augmentations.ts';
import type { CallbackKind } from '../callbacks/callback-kind.ts';
import { losses } from '../losses/index.ts';
import type { LossKind } from '../losses/loss-kind.ts';
import type { MetricKind } from '../metrics/metric-kind.ts';
import { optimizers } from '../optimizers/index.ts';
import type { OptimizerKind } from '../optimizers/optimizer-kind.ts';
import { schedules } from '../schedules/schedule.ts';
import type { ScheduleKind } from '../schedules/schedule-kind.ts';
import type { TaskKind } from '../tasks/task.ts';
import { tasks } from '../tasks/tasks.ts';

/** What an experiment adds to our kinds, each by the name that a configuration calls it. */
export interface TrainingKinds {
  readonly optimizers?: Readonly<Record<string, OptimizerKind>>;
  readonly schedules?: Readonly<Record<string, ScheduleKind>>;
  readonly tasks?: Readonly<Record<string, TaskKind>>;
  readonly losses?: Readonly<Record<string, LossKind>>;
  readonly metrics?: Readonly<Record<string, MetricKind>>;
  readonly augmentations?: Readonly<Record<string, AugmentationKind>>;
  /** Called in every training of the experiment, without being named. */
  readonly callbacks?: Readonly<Record<string, CallbackKind>>;
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
  tasks: { one: 'task', ours: tasks },
  losses: { one: 'loss', ours: losses },
  metrics: {
    one: 'metric',
    // Those of all tasks: which of them there are is known with the data. A metric that several tasks have
    // goes the same way in each.
    ours: Object.assign({}, ...Object.values(tasks).map(({ metrics }) => metrics)) as Readonly<
      Record<string, MetricKind>
    >,
  },
  augmentations: { one: 'augmentation', ours: augmentations },
  callbacks: { one: 'callback', ours: {} },
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
