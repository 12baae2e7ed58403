import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TargetForm } from '@axiswise/data';
import {
  defaultStrategy,
  discoverExperiments,
  type Experiment,
  loadExperiment,
  networkOf,
  strategyNames,
  trainingOf,
} from '@axiswise/experiment';
import {
  type ExportedModel,
  type ExportFormat,
  exportModel,
  type TrainedModel,
} from '@axiswise/export';
import { isInputError } from '@axiswise/messages';
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import { openTask, taskRecordOf, train } from '@axiswise/training';
import { drawnExamples } from './drawn-examples.ts';

const examples = 16;

/** Every strategy and baseline of every experiment, trained for a few steps on numbers that are drawn. */
export async function* trainedModels(): AsyncGenerator<{
  readonly experiment: Experiment;
  readonly trained: TrainedModel;
}> {
  for (const name of discoverExperiments().keys()) {
    const experiment = await loadExperiment(name);
    for (const strategy of strategyNames(experiment)) {
      yield { experiment, trained: await trainedModel(experiment, strategy) };
    }
  }
}

/** The default strategy of every experiment, trained for each task that its network serves. */
export async function* modelsOfTasks(): AsyncGenerator<{
  readonly experiment: Experiment;
  readonly trained: TrainedModel;
}> {
  for (const name of discoverExperiments().keys()) {
    const experiment = await loadExperiment(name);
    for (const targets of targetsOf(experiment)) {
      if (!serves(experiment, targets)) continue;
      const trained = await trainedModel(experiment, defaultStrategy(experiment), targets);
      yield { experiment, trained };
    }
  }
}

/** Whether the network of an experiment ends with any head, and keeps the axes that have labels. */
function serves(experiment: Experiment, targets: TargetForm): boolean {
  try {
    networkOf(experiment, defaultStrategy(experiment), {
      ...experiment.example,
      classes: targets.axes ? 4 : 0,
      targets,
    });
    return true;
  } catch (error) {
    if (isInputError(error)) return false;
    throw error;
  }
}

/** Numbers, labels, and a label for each position along each axis, and along the last ones. */
function targetsOf({ dataAxes, axes: { names }, example: { shape } }: Experiment): TargetForm[] {
  const axes = dataAxes ?? names;
  const along = [...axes.map((axis) => [axis]), ...(axes.length > 1 ? [axes.slice(-2)] : [])];
  return [
    { task: 'regression', shape: [2], names: ['left', 'right'], units: ['px', '°'] },
    { task: 'multi-label', shape: [3], names: ['one', 'two', 'three'] },
    ...along.map((some) => ({
      ...{ task: 'position-classification', names: ['label'], axes: some },
      shape: some.map((axis) => shape[axes.indexOf(axis)]),
    })),
  ];
}

async function trainedModel(
  experiment: Experiment,
  strategy: string,
  targets?: TargetForm,
): Promise<TrainedModel> {
  const { shape, vocabularySize } = experiment.example;
  const count = targets ? (targets.axes ? 4 : 0) : experiment.example.classes;
  const classes = Array.from({ length: count }, (_, i) => String(i));
  const { split } = drawnExamples(experiment, examples, targets && { targets, classes: count });
  const record = taskRecordOf({ classes, targets }, split, {});
  const task = openTask(record, classes);
  const example = { ...experiment.example, classes: count, targets };
  const geometry = networkOf(experiment, strategy, example);
  const network = buildNetwork(geometry, { seed: 0, activation: task.kind.activation });
  const { bestBy: _, ...config } = trainingOf(experiment).config;
  await train({
    network,
    train: split,
    shape,
    task,
    seed: 0,
    config: { ...config, epochs: 2, batchSize: 8 },
  });
  const model = toPortableModel(network, { rescaled: task.rescaled });
  network.model.dispose();
  const card = {
    name: [experiment.name, strategy, targets?.task ?? [], targets?.axes ?? []].flat().join('-'),
    experiment: experiment.name,
    strategy,
    data: 'drawn',
    dataSha256: '',
    seed: 0,
    test: {},
    testInWords: '',
    input: {
      axes: [...(experiment.dataAxes ?? experiment.axes.names), 'channels'],
      shape,
      ...(vocabularySize !== undefined && { vocabularySize }),
    },
    classes,
    ...(targets && { targets }),
    outputs: task.modelOutputs,
  };
  return { model, geometry, card };
}

/** Writes a model into a folder of its own. */
export async function writeModel(
  scratch: string,
  format: ExportFormat,
  { experiment, trained }: { readonly experiment: Experiment; readonly trained: TrainedModel },
): Promise<ExportedModel> {
  const folder = path.join(scratch, format.name, trained.card.name);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of await exportModel(trained, format)) {
    writeFileSync(path.join(folder, name), content);
  }
  return { trained, folder, values: experiment.show?.values };
}
