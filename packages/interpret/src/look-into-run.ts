import type { Dataset, DecodedExample, Split } from '@axiswise/data';
import type { Drawing } from '@axiswise/drawing';
import { ballSpace, boxSpace, type InputSpace } from './visualize/input-space.ts';
import { nearestTokens } from './visualize/nearest-tokens.ts';
import { VisibleNetwork } from './visualize/visible-network.ts';
import { probabilitiesName } from '@axiswise/layers';
import { argMax } from '@axiswise/training';
import * as tf from '@tensorflow/tfjs';
import {
  decodeFile,
  drawInput,
  type Experiment,
  type InputLook,
  loadData,
  loadExperiment,
  requireClasses,
  sourceOf,
} from '@axiswise/experiment';
import { openFinishedRun, type RunConfiguration, type UseRunOptions } from '@axiswise/runner';
import { recordedLayers } from '@axiswise/runs';

/** An input in a form for people. */
export interface ShownInput {
  readonly drawing: Drawing;
  /** If inputs are tokens: the nearest token of each position, the next nearest, and so on. */
  readonly tokens?: readonly Float32Array[];
}

/** The most probable class. */
export interface Prediction {
  readonly label: string;
  readonly probability: number;
}

/** A finished run, opened for inspection. */
export interface LookedAtRun {
  readonly experiment: Experiment;
  readonly configuration: RunConfiguration;
  readonly network: VisibleNetwork;
  /** The layer whose units are the classes, before the softmax. */
  readonly logits: string;
  /** The space of inputs. */
  readonly space: InputSpace;
  /** The word of every token, if inputs are words. */
  readonly words: readonly string[] | undefined;
  /** The name of a unit: the class if the layer's units are classes. */
  unitName(layer: string, unit: number): string | undefined;
  /** Draws a real input. */
  draw(input: Float32Array, highlight?: Float32Array): ShownInput;
  /** Draws a synthetic input, which has the shape {@link VisibleNetwork.visibleShape}. */
  drawVisible(visible: Float32Array): ShownInput;
  /** The changeable form of a real input: the input itself, or the vectors of its tokens. */
  see(input: Float32Array): Float32Array;
  /** Predicts the classes of inputs in changeable form. */
  predict(visible: readonly Float32Array[]): Prediction[];
  /** The data of the run, loaded on first use. */
  dataset(): Promise<Dataset>;
  /** Reads the inputs of a file like the data of the run. */
  decode(file: string): Promise<readonly DecodedExample[]>;
}

/** The alternatives for each position of a synthetic sentence. */
const nearestCount = 3;

/** Opens a finished run to show what excites its units and what it looks at. */
export async function lookIntoRun(
  runDir: string,
  options: UseRunOptions & { readonly dataDir?: string | undefined } = {},
): Promise<LookedAtRun> {
  const { configuration, encoding, model } = await openFinishedRun(runDir, options);
  requireClasses(configuration.task ?? {}, 'a look into a run');
  const experiment = await loadExperiment(configuration.experiment);
  const { data, dataFormat, shape, classes } = configuration;
  const layers = recordedLayers(configuration);
  const network = new VisibleNetwork(model, {
    // Only the layers of the architecture: the model's other layers serve padding, bands and masks.
    layers: [...layers.map(({ name }) => name), probabilitiesName],
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
    more: { highlight?: Float32Array; alternatives?: Float32Array[] } = {},
  ): Drawing => drawInput(experiment, input, { shape, encoding, ...more }, values);
  const logits = layerBeforeSoftmax(network);
  return {
    experiment,
    configuration,
    network,
    logits,
    words: experiment.show?.tokens?.(encoding),
    space: vectors ? sentenceSpace(network, vectors) : boxSpace(values!),
    unitName: (layer, unit) =>
      layer === logits || layer === probabilitiesName ? classes[unit] : undefined,
    draw: (input, highlight) => ({ drawing: draw(input, { ...(highlight && { highlight }) }) }),
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
    predict: (visible) =>
      tf.tidy(() => {
        const x = tf.stack(visible.map((each) => tf.tensor(each, [...network.visibleShape])));
        const { output } = network.signals(x, [probabilitiesName]).get(probabilitiesName)!;
        return (output.arraySync() as number[][]).map((row) => {
          const best = argMax(row);
          return { label: classes[best], probability: row[best] };
        });
      }),
    dataset,
    decode: (file) => decodeFile(experiment, file, { shape, encoding }, dataFormat),
  };
}

/** The last layer before the softmax. */
function layerBeforeSoftmax({ layers }: VisibleNetwork): string {
  const before = layers.filter(({ name }) => name !== probabilitiesName);
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
