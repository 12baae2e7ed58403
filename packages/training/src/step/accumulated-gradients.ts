import { copyFromTensor, copyToTensor } from '@axiswise/backend/copy-tensor';
import { type Batch, joinArrays } from '@axiswise/data';
import * as tf from '@axiswise/tensorflow';
import { ReusedFloats } from '../reused-floats.ts';
import type { Task } from '../tasks/task.ts';
import { partOfBatch, partsOf } from '../workers/parts.ts';
import { type RowsOfPart, sumRows } from '../workers/sum-gradients.ts';
import {
  disposeGradients,
  type LossPart,
  type NetworkReplica,
  type PartOutcome,
  weightOf,
} from './network-replica.ts';

/** Computes the gradients of a batch, or of a part of one: on one thread, or on several. */
export type ComputeGradients = (batch: Batch, part?: LossPart) => Promise<PartOutcome>;

/**
 * Computes the gradients of a batch in parts, one after another, and adds them up: the memory is that of a
 * part, and all but rounding is as in one piece. Only batch normalisation, which normalises each part by itself,
 * makes a difference.
 *
 * @param accumulation the number of parts.
 */
export function accumulating(
  compute: ComputeGradients,
  replica: NetworkReplica,
  { task, accumulation }: { readonly task: Task; readonly accumulation: number },
): ComputeGradients {
  if (accumulation === 1) return compute;
  return async (batch) => {
    const batchExamples = batch.examples;
    const batchWeight = weightOf(task, batch);
    const { streams } = replica;
    const partsLeft = partsOf(batchExamples, accumulation).filter(({ length }) => length > 0);
    let loss = 0;
    const scores: Float32Array[] = [];
    let parameters: readonly tf.Tensor[] = [];
    const tables: readonly RowsOfPart[][] = replica.tables.map(() => []);
    for (const [i, examples] of partsLeft.entries()) {
      if (i > 0) replica.keepStatistics();
      // Each part draws what it would draw in the whole batch.
      replica.streams = streams;
      const { first, length: together } = examples;
      const part = await compute(partOfBatch(batch, examples), {
        ...{ first, batchExamples, batchWeight, together },
      });
      loss += part.loss;
      // An engine may hand over the very numbers that it works on.
      scores.push(part.scores.slice());
      const before = parameters;
      parameters =
        i === 0
          ? part.gradients.parameters
          : part.gradients.parameters.map((gradient, j) => tf.add(before[j], gradient));
      if (i > 0) tf.dispose([...before, ...part.gradients.parameters]);
      for (const [j, { rows, gradient }] of part.gradients.tables.entries()) {
        const values = new Float32Array(gradient.size);
        await copyFromTensor(gradient, values);
        tables[j].push({ rows, gradient: values });
      }
      disposeGradients({ parameters: [], tables: part.gradients.tables });
    }
    return {
      loss,
      scores: joinArrays(Float32Array, scores),
      gradients: {
        parameters,
        tables: tables.map((parts, j) => {
          const { width } = replica.tables[j];
          const { rows, gradient } = sumRows(parts, width, new ReusedFloats());
          return { rows, gradient: copyToTensor(gradient, [rows.length, width]) };
        }),
      },
    };
  };
}
