import {
  defaultStrategy,
  type Experiment,
  geometryOf,
  networkOf,
  trainingOf,
} from '@axiswise/experiment';
import { buildNetwork } from '@axiswise/layers';
import { openTask, taskRecordOf, train, weightsSha256 } from '@axiswise/training';
import board from '../../experiments/board/experiment.ts';
import images from '../../experiments/images/experiment.ts';
import motion from '../../experiments/motion/experiment.ts';
import sentences from '../../experiments/sentences/experiment.ts';
import spectrograms from '../../experiments/spectrograms/experiment.ts';

/** Every experiment on its embedded data, made small. */
const small: Readonly<Record<string, { experiment: Experiment; options: Record<string, string> }>> =
  {
    images: { experiment: images, options: { train: '128', test: '20' } },
    spectrograms: {
      experiment: spectrograms,
      options: { speakers: '1', utterances: '2', testSpeakers: '1' },
    },
    sentences: { experiment: sentences, options: { train: '100', test: '20' } },
    board: { experiment: board, options: { games: '10' } },
    motion: { experiment: motion, options: { train: '64', test: '16' } },
  };
export const names = Object.keys(small);

/** Trains the network that an experiment declares, for an epoch; the engine runs already. */
export async function trainSmallNet(name: string): Promise<string> {
  const { experiment, options } = small[name];
  const dataset = await experiment.sources[0].load({ dataDir: '.', seed: 0, options });
  const { shape, splits, classes } = dataset;
  const config = { ...trainingOf(experiment).config, epochs: 1, batchSize: 16, restoreBest: false };
  const task = openTask(taskRecordOf(dataset, splits.train, config), classes, {
    kinds: experiment,
  });
  const geometry = networkOf(experiment, defaultStrategy(experiment), geometryOf(dataset));
  const { activation } = task.kind;
  const network = buildNetwork(geometry, { seed: 0, vectors: dataset.vectors, activation });
  await train({ network, train: splits.train, shape, task, seed: 0, config, kinds: experiment });
  const sha256 = await weightsSha256(network);
  network.model.dispose();
  await dataset.close?.();
  return sha256;
}
