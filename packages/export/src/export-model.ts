import { readTensor } from '@axiswise/backend/read-tensor';
import type { FloatArray } from '@axiswise/binary';
import type { NetworkGeometry } from '@axiswise/geometry';
import { Random } from '@axiswise/random';
import * as tf from '@tensorflow/tfjs';
import type { ExportFormat } from './export-format.ts';
import type { ModelCard } from './model-card.ts';
import { readGraph } from './model-graph.ts';
import { readmeOf } from './readme.ts';

/** A trained model, and what has to be known of it. */
export interface TrainedModel {
  /** Of standard layers, as a run saves it: `[batch, ...shape]` → `[batch, classes]` probabilities. */
  readonly model: tf.LayersModel;
  readonly geometry: NetworkGeometry;
  readonly card: ModelCard;
}

export const cardFile = 'model-card.json';

/**
 * Writes a model in a format, with a card and a README that say how it is used: contents by name of file.
 *
 * @throws InputError naming a layer that the format has nothing for.
 */
export async function exportModel(
  { model, geometry, card }: TrainedModel,
  format: ExportFormat,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  const own = geometry.layers.filter((layer) => format.saysItself(layer));
  const { preprocessing, ...facts } = card;
  const { python, ...said } = preprocessing ?? {};
  return new Map<string, string | Uint8Array>([
    ...format.write(await readGraph(model, own), card),
    [
      cardFile,
      `${JSON.stringify({ ...facts, ...(preprocessing && { preprocessing: said }) }, null, 2)}\n`,
    ],
    ...(python === undefined ? [] : [['preprocessing.py', python] as const]),
    ['README.md', readmeOf(card, format)],
  ]);
}

/** How far another framework's probabilities are from ours. */
export interface ExportCheck {
  /** The largest difference of a probability. */
  readonly maxDifference: number;
  /** The number of examples that were compared. */
  readonly examples: number;
  /** What computed them: `onnxruntime-web`. */
  readonly runtime: string;
}

/**
 * Compares what was written with the model, on random examples.
 *
 * @param options.values the range of the values of examples, where they are not tokens.
 * @returns undefined where nothing is installed that computes the format.
 */
export async function checkExport(
  { model, card }: TrainedModel,
  format: ExportFormat,
  folder: string,
  options: {
    readonly examples: number;
    readonly values?: { readonly from: number; readonly to: number } | undefined;
  },
): Promise<ExportCheck | undefined> {
  const examples = randomExamples(card, options);
  const theirs = await format.predict(folder, examples, card);
  if (!theirs) return undefined;
  const output = tf.tidy(
    () => model.predict(tf.tensor(examples.values, [...examples.shape])) as tf.Tensor,
  );
  const ours = await readTensor(output);
  output.dispose();
  const { probabilities, runtime } = theirs;
  if (probabilities.length !== ours.length) {
    throw new Error(`${runtime} gave ${probabilities.length} numbers, not ${ours.length}`);
  }
  let maxDifference = 0;
  ours.forEach((value, i) => {
    const difference = Math.abs(value - probabilities[i]);
    // No number is further away than any other.
    maxDifference = Math.max(maxDifference, Number.isNaN(difference) ? Infinity : difference);
  });
  return { maxDifference, examples: options.examples, runtime };
}

/** Sentences end somewhere, and are padded behind; all else has numbers in its range. */
function randomExamples(
  { input: { shape, vocabularySize } }: ModelCard,
  {
    examples,
    values: { from, to } = { from: -2, to: 2 },
  }: {
    readonly examples: number;
    readonly values?: { readonly from: number; readonly to: number } | undefined;
  },
): FloatArray {
  const size = shape.reduce((product, length) => product * length, 1);
  const random = new Random(0, 'export', 'examples');
  const values = new Float32Array(examples * size);
  for (let example = 0; example < examples; example++) {
    const end = vocabularySize === undefined ? size : 1 + random.integer(size);
    for (let i = 0; i < end; i++) {
      values[example * size + i] =
        vocabularySize === undefined
          ? from + (to - from) * random.uniform()
          : 1 + random.integer(vocabularySize - 1);
    }
  }
  return { shape: [examples, ...shape], values };
}
