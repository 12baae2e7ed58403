import type { Dataset, Split } from '@axiswise/data';
import { deriveNetwork, embedding, flatten, globalPooling, inputOf } from '@axiswise/geometry';
import { buildNetwork } from '@axiswise/layers';
import { openTask, taskRecordOf, train } from '@axiswise/training';
import type { Experiment } from '@axiswise/experiment';

type Vectors = NonNullable<Dataset['vectors']>;

/** Dimensions of learned vectors. */
export const learnedWidth = 32;

/**
 * Vectors for the tokens of a data set that brings none, so that their dimensions are an axis like any
 * other: learned by a classifier of the mean of all vectors of an example, which knows nothing of order
 * and so favours neither sliding nor spanning, along time or along the dimensions.
 *
 * Random vectors would do as well in principle, but of a few thousand sentences nothing is learned from
 * them.
 */
export async function learnVectors(
  { axes, dataAxes = axes.names }: Pick<Experiment, 'axes' | 'dataAxes'>,
  { shape, vocabularySize, classes, targets }: Dataset,
  splits: { readonly train: Split; readonly validation: Split; readonly seed: number },
): Promise<Vectors> {
  const along = axes.names.find((axis) => !dataAxes.includes(axis)) ?? 'embedding';
  const input = inputOf(axes, shape, { names: dataAxes, vocabularySize: vocabularySize! });
  const task = openTask(taskRecordOf({ classes, targets }, splits.train, {}), classes);
  const { kind, form } = task;
  // Where each position has a label, it is told from its own word.
  const meanOfAll = [globalPooling(dataAxes, { keep: 'average' }), flatten()];
  const network = buildNetwork(
    deriveNetwork(input, [
      embedding(learnedWidth, { along }),
      ...(targets?.axes ? [] : meanOfAll),
      ...kind.head(form, axes.names),
    ]),
    { seed: splits.seed, activation: kind.activation },
  );
  try {
    await train({
      network,
      train: splits.train,
      validation: splits.validation,
      shape,
      task,
      seed: splits.seed,
      config: {
        epochs: 4,
        batchSize: 32,
        optimizer: { kind: 'adam', learningRate: 0.01 },
        schedule: { kind: 'cosine', warmup: 0.1 },
        clipNorm: 1,
        restoreBest: true,
      },
    });
    return { width: learnedWidth, values: network.tables[0].layer.table.slice() };
  } finally {
    network.model.dispose();
  }
}

/** Puts each token's vector in its place. */
export function asVectors(tokens: Float32Array, { width, values }: Vectors): Float32Array {
  const out = new Float32Array(tokens.length * width);
  tokens.forEach((token, i) =>
    out.set(values.subarray(token * width, (token + 1) * width), i * width),
  );
  return out;
}
