import { readTensor } from '@axiswise/backend/read-tensor';
import type { FloatArray } from '@axiswise/binary';
import type { NetworkGeometry } from '@axiswise/geometry';
import { Random } from '@axiswise/random';
import * as tf from '@axiswise/tensorflow';
import type { ExportFormat } from './export-format.ts';
import type { ModelCard } from './model-card.ts';
import { readGraph } from './model-graph.ts';
import { readmeOf } from './readme.ts';

/** A trained model, and what has to be known of it. */
export interface TrainedModel {
  /** Of standard layers, as a run saves it: `[batch, ...shape]` → what `card.outputs` says. */
  readonly model: tf.LayersModel;
  readonly geometry: NetworkGeometry;
  readonly card: ModelCard;
}

const cardFile = 'model-card.json';

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

/** How far another framework's outputs are from ours. */
export interface ExportCheck {
  /** The largest difference of a probability, or of a number in standard deviations of the training targets. */
  readonly maxDifference: number;
  /** The number of examples that were compared. */
  readonly examples: number;
  /** What computed them: `onnxruntime-web`. */
  readonly runtime: string;
}

/** A model and what was written of it. */
export interface ExportedModel {
  readonly trained: TrainedModel;
  readonly folder: string;
  /** The range of the values of examples, where they are not tokens. */
  readonly values?: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Compares what was written in a format with the models, on random examples.
 *
 * @param examples how many of them.
 * @returns a check of each; undefined where nothing is installed that computes the format.
 */
export async function checkExports(
  exported: readonly ExportedModel[],
  format: ExportFormat,
  examples: number,
): Promise<readonly ExportCheck[] | undefined> {
  const cases = exported.map(({ trained: { card }, folder, values }) => ({
    folder,
    examples: randomExamples(card, { examples, values }),
  }));
  const theirs = await format.predict(cases);
  if (!theirs) return undefined;
  const checks: ExportCheck[] = [];
  for (const [i, { trained }] of exported.entries()) {
    const { values, shape } = cases[i].examples;
    const output = tf.tidy(() => trained.model.predict(tf.tensor(values, [...shape])) as tf.Tensor);
    const maxDifference = largestDifference(
      await readTensor(output),
      theirs.outputs[i],
      trained.card.outputs.standardized?.standardDeviation,
    );
    output.dispose();
    checks.push({ maxDifference, examples, runtime: theirs.runtime });
  }
  return checks;
}

/**
 * Infinite where there are other numbers of them, or one of them is no number.
 *
 * @param scale what a difference is measured in, of each place along the last axis.
 */
function largestDifference(
  ours: Float32Array,
  theirs: Float32Array,
  scale: readonly number[] = [1],
): number {
  if (ours.length !== theirs.length) return Infinity;
  return ours.reduce((most, value, i) => {
    const difference = Math.abs(value - theirs[i]) / scale[i % scale.length];
    return Math.max(most, Number.isNaN(difference) ? Infinity : difference);
  }, 0);
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
