import type { Split } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { kindNamed, type TrainingKinds } from '../kinds/training-kinds.ts';
import { type LossConfig, lossSettings } from '../losses/loss-kind.ts';
import type { MetricKind } from '../metrics/metric-kind.ts';
import type { TrainingConfig } from '../training-config.ts';
import { Task, type TaskForm, type TaskKind, type TaskRecord } from './task.ts';
import { defaultTask } from './tasks.ts';

const taskNameOf = ({ targets }: Pick<TaskForm, 'targets'>): string => targets?.task ?? defaultTask;

/** The kind of task that data are for. */
export const taskKindOf = (
  { targets }: Pick<TaskForm, 'targets'>,
  kinds?: TrainingKinds,
): TaskKind => kindNamed('tasks', taskNameOf({ targets }), kinds);

/**
 * What decides the task of some data, as a run records it: undefined for a classification that weights no
 * class, which takes nothing from the examples.
 *
 * @throws InputError where the training examples do not fit the task, or the configuration does not.
 */
export function taskRecordOf(
  form: TaskForm,
  train: Split,
  config: Pick<TrainingConfig, 'bestBy' | 'classWeights' | 'loss'>,
  kinds?: TrainingKinds,
): TaskRecord | undefined {
  const kind = taskKindOf(form, kinds);
  const { classWeights, bestBy } = config;
  if (classWeights !== undefined && form.classes.length === 0) {
    throw new InputError(
      'run',
      `the data is for ${taskNameOf(form)}, which has no classes to weight; leave the class weights out`,
    );
  }
  if (bestBy !== undefined) metricOf(form, bestBy, kinds);
  lossOf(form, config.loss, kinds);
  const facts = kind.learn(train, { form, classWeights });
  const { targets } = form;
  if (targets === undefined && Object.keys(facts).length === 0) return undefined;
  return { kind: taskNameOf(form), ...(targets && { targets }), facts };
}

/**
 * Opens a task as it was recorded.
 *
 * @param classes their names; empty where there are none.
 * @param options.loss as the configuration says it.
 */
export function openTask(
  record: TaskRecord | undefined,
  classes: readonly string[],
  options: {
    readonly loss?: LossConfig | undefined;
    readonly kinds?: TrainingKinds | undefined;
  } = {},
): Task {
  const form: TaskForm = { classes, targets: record?.targets };
  const { name, kind: loss, settings } = lossOf(form, options.loss, options.kinds);
  const kind = taskKindOf(form, options.kinds);
  const isDefault =
    name === kind.loss &&
    Object.entries(loss.settings).every(([key, of]) => settings[key] === of.default);
  return new Task({
    ...{ kind, form, loss, settings },
    facts: record?.facts,
    reportsLoss: kind.trainsOnLoss && isDefault && record?.facts?.['classWeights'] === undefined,
  });
}

/**
 * The metric of a task, or of the experiment, by its name.
 *
 * @throws InputError where the task has no such metric, or it says nothing of so many classes.
 */
export function metricOf(form: TaskForm, name: string, kinds?: TrainingKinds): MetricKind {
  const measured = { ...taskKindOf(form, kinds).metrics, ...kinds?.metrics };
  const metric = Object.hasOwn(measured, name) ? measured[name] : kindNamed('metrics', name, kinds);
  const classes = form.classes.length;
  const says =
    measured[name] !== metric
      ? `is none of ${taskNameOf(form)}`
      : (metric.appliesTo?.(classes) ?? true)
        ? undefined
        : `says nothing of ${classes} classes`;
  if (says === undefined) return metric;
  throw new InputError(
    'run',
    `the metric "${name}" ${says}; choose another to keep the best by (${Object.keys(measured).join(', ')})`,
  );
}

/** The task of telling apart so many classes, where their names do not matter. */
export const classificationOf = (classes: number): Task =>
  openTask(
    undefined,
    Array.from({ length: classes }, (_, i) => String(i)),
  );

/** The loss that a configuration asks for, else that of the task, with its settings. */
function lossOf(form: TaskForm, config: LossConfig = {}, kinds?: TrainingKinds) {
  const task = taskKindOf(form, kinds);
  const name = config.kind ?? task.loss;
  const kind = kindNamed('losses', name, kinds);
  const settings = lossSettings(kind, name, config);
  const taskName = taskNameOf(form);
  if (kind.task === taskName) return { name, kind, settings };
  throw new InputError(
    'run',
    `the loss "${name}" is for the task ${kind.task}, but the data are for ${taskName}; ` +
      `leave it out for "${task.loss}"`,
  );
}
