import { allTargets, type Dataset, type Split } from '@axiswise/data';
import type { Drawing } from '@axiswise/drawing';
import {
  type Above,
  type LookedAtNetwork,
  type Prediction,
  predictionsOf,
} from './looked-at-network.ts';
import { ballSpace, boxSpace, type InputSpace } from './visualize/input-space.ts';
import { nearestTokens } from './visualize/nearest-tokens.ts';
import { VisibleNetwork } from './visualize/visible-network.ts';
import { logitsOf, outputNameOf } from '@axiswise/layers';
import { evaluate, openTask, scorerOf, type Scores, type Task } from '@axiswise/training';
import type { TestOutcome } from '@axiswise/training/kinds';
import * as tf from '@axiswise/tensorflow';
import {
  decodeFile,
  drawInput,
  type Experiment,
  type InputLook,
  loadData,
  loadExperiment,
  sourceOf,
} from '@axiswise/experiment';
import { openFinishedRun, type RunConfiguration, type UseRunOptions } from '@axiswise/runner';
import { recordedLayers } from '@axiswise/runs';

/** A finished run, opened for inspection. */
export interface LookedAtRun extends LookedAtNetwork {
  readonly experiment: Experiment;
  readonly configuration: RunConfiguration;
  readonly task: Task;
  predict(visible: readonly Float32Array[]): Prediction[];
  /** The data of the run, loaded on first use. */
  dataset(): Promise<Dataset>;
  /** Scores all test examples. */
  test(): Promise<{ readonly scores: Scores; readonly outcome: TestOutcome }>;
}

/** The alternatives for each position of a synthetic sentence. */
const nearestCount = 3;

/** Opens a finished run to show what excites its units and what it looks at. */
export async function lookIntoRun(
  runDir: string,
  options: UseRunOptions & { readonly dataDir?: string | undefined } = {},
): Promise<LookedAtRun> {
  const { configuration, encoding, model } = await openFinishedRun(runDir, options);
  const experiment = await loadExperiment(configuration.experiment);
  const { data, dataFormat, shape, classes } = configuration;
  const task = openTask(configuration.task, classes, {
    loss: configuration.training.loss,
    kinds: experiment,
  });
  const last = outputNameOf(task.kind.activation);
  const layers = recordedLayers(configuration);
  const network = new VisibleNetwork(model, {
    // Only the layers of the architecture: the model's other layers serve padding, bands and masks.
    layers: [...layers.map(({ name }) => name), last],
  });
  let loading: Promise<Dataset> | undefined;
  const dataset = (): Promise<Dataset> =>
    (loading ??= loadData(experiment, sourceOf(experiment, data, dataFormat), {
      dataDir: options.dataDir,
      dataOptions: configuration.dataOptions,
      seed: configuration.seed,
      encoding,
      onNotice: options.onNotice,
    }));
  const vectors = network.tokenVectors();
  const values =
    experiment.show?.values ??
    (vectors ? undefined : await valuesOf((await dataset()).splits.test, shape));
  const draw = (
    input: Float32Array,
    more: Above & { alternatives?: Float32Array[] } = {},
  ): Drawing => drawInput(experiment, input, { shape, encoding, ...more }, values);
  // Numbers in their unit say more than the standardised ones before them, and are the same but for that.
  const logits = task.kind.activation === 'linear' ? last : layerBefore(network, last);
  const { names } = task.modelOutputs;
  return {
    experiment,
    configuration,
    network,
    task,
    logits,
    words: experiment.show?.tokens?.(encoding),
    space: vectors ? sentenceSpace(network, vectors) : boxSpace(values!),
    unitName: (layer, unit) => (layer === logits || layer === last ? names[unit] : undefined),
    draw: (input, above) => ({ drawing: draw(input, above) }),
    drawVisible: (visible) => {
      if (!vectors) return { drawing: draw(visible) };
      const tokens = nearestTokens(visible, vectors, nearestCount);
      const [nearest, ...alternatives] = tokens;
      return { drawing: draw(nearest, { alternatives }), tokens };
    },
    see: (input) =>
      tf.tidy(() =>
        network
          .see(tf.tensor(input, [1, ...shape]))
          .dataSync<'float32'>()
          .slice(),
      ),
    predict(visible) {
      // The model's last layer makes predictions of its outputs itself.
      const all = tf.tidy(() => {
        const x = tf.stack(visible.map((each) => tf.tensor(each, [...network.visibleShape])));
        return network.signals(x, [last]).get(last)!.output.dataSync<'float32'>().slice();
      });
      return predictionsOf(task, all);
    },
    async test() {
      const { test } = (await dataset()).splits;
      const predictions = new Float32Array(test.length * task.outcomeSize);
      const { metrics } = experiment;
      const score = scorerOf(logitsOf(model), shape);
      const scores = await evaluate(score, test, { shape, task, metrics, predictions });
      return { scores, outcome: { targets: allTargets(test), predictions } };
    },
    dataset,
    decode: (file) => decodeFile(experiment, file, { shape, encoding }, dataFormat),
  };
}

/** The last layer before the last activation. */
function layerBefore({ layers }: VisibleNetwork, last: string): string {
  const before = layers.filter(({ name }) => name !== last);
  return before[before.length - 1].name;
}

/** The bound of vectors: the usual length of word vectors. */
function sentenceSpace(network: VisibleNetwork, vectors: tf.Tensor2D): InputSpace {
  const lengths = tf.tidy(() => tf.norm(vectors, 2, 1).dataSync<'float32'>());
  const sorted = Float32Array.from(lengths).sort();
  const [, width, tables] = network.visibleShape;
  return ballSpace(sorted[Math.floor(sorted.length / 2)], width * tables);
}

/** The number of examples that determine the range of the values. */
const examplesOfRange = 200;

/**
 * The range, from the data if the experiment states none: blank is 0 if it lies within, else the
 * smallest value.
 */
async function valuesOf(
  split: Split,
  shape: readonly number[],
): Promise<NonNullable<InputLook['values']>> {
  const count = Math.min(split.length, examplesOfRange);
  const inputs = new Float32Array(count * tf.util.sizeFromShape([...shape]));
  await split.gather(
    Array.from({ length: count }, (_, i) => i),
    inputs,
  );
  let [from, to] = [Infinity, -Infinity];
  for (const value of inputs) {
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  return { from, to, blank: from <= 0 && to >= 0 ? 0 : from };
}
