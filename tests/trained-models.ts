import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
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
import { buildNetwork, toPortableModel } from '@axiswise/layers';
import { classificationOf, train } from '@axiswise/training';
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

async function trainedModel(experiment: Experiment, strategy: string): Promise<TrainedModel> {
  const { shape, classes, vocabularySize } = experiment.example;
  const { split } = drawnExamples(experiment, examples);
  const geometry = networkOf(experiment, strategy, experiment.example);
  const network = buildNetwork(geometry, { seed: 0 });
  await train({
    network,
    train: split,
    shape,
    task: classificationOf(classes),
    seed: 0,
    config: { ...trainingOf(experiment).config, epochs: 2, batchSize: 8 },
  });
  const model = toPortableModel(network);
  network.model.dispose();
  const card = {
    name: `${experiment.name}-${strategy}`,
    experiment: experiment.name,
    strategy,
    data: 'drawn',
    dataSha256: '',
    seed: 0,
    testAccuracy: 0,
    input: {
      axes: [...(experiment.dataAxes ?? experiment.axes.names), 'channels'],
      shape,
      ...(vocabularySize !== undefined && { vocabularySize }),
    },
    classes: Array.from({ length: classes }, (_, i) => String(i)),
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
