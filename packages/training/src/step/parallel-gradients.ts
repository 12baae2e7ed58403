import { copyFromTensor, copyToTensor } from '@axiswise/backend/copy-tensor';
import { type Batch, joinArrays } from '@axiswise/data';
import * as tf from '@axiswise/tensorflow';
import { ReusedFloats } from '../reused-floats.ts';
import { type Part, partOfBatch, partsOf } from '../workers/parts.ts';
import { count, neverThere, signal } from '../workers/signals.ts';
import { OtherPartFailed, sumOfParts } from '../workers/sum-of-parts.ts';
import { type RowsOfPart, sumRows, sumShare, writeGradients } from '../workers/sum-gradients.ts';
import type { WorkerTeam } from '../workers/worker-team.ts';
import type { WorkerThread } from '../workers/worker-thread.ts';
import type { ComputeGradients } from './accumulated-gradients.ts';
import {
  type Gradients,
  type LossPart,
  type NetworkReplica,
  type PartOutcome,
  weightOf,
} from './network-replica.ts';

/**
 * Divides each batch between the threads of a team.
 *
 * Every thread computes the gradients of its part as a share of the whole, and then adds up one share of the
 * gradients of all, always in the order of the parts, so that the same number of threads gives the same bits.
 * Clipping, the optimizer and the norms of units follow on this thread and act on the batch as a whole.
 * Dropout draws for an example what it would draw for it in the whole batch. So all but rounding is as
 * with one thread, and a checkpoint holds nothing of the threads.
 */
export function parallelGradients(replica: NetworkReplica, team: WorkerTeam): ComputeGradients {
  const memory: OwnMemory = {
    tables: replica.tables.map(() => new ReusedFloats()),
    sums: new ReusedFloats(),
  };
  return async (batch, place): Promise<PartOutcome> => {
    const parts = partsOf(batch.examples, team.workers).filter(({ length }) => length > 0);
    const threads = team.threads.slice(0, parts.length - 1);
    const { own, others } = await gradientsOfParts(batch, parts, {
      ...{ replica, team, threads, memory, place },
    });
    return {
      loss: others.reduce((total, part) => total + part.loss, own.loss),
      gradients: gradientsOfAll(replica, team, own, threads, memory),
      scores: joinArrays(
        Float32Array,
        [own, ...others].map(({ scores }) => scores),
      ),
    };
  };
}

/** Memory of this thread for gradients of rows, used in each step. */
interface OwnMemory {
  /** By trained table: those of its part. */
  readonly tables: readonly ReusedFloats[];
  readonly sums: ReusedFloats;
}

/** What a thread says of its part; gradients of parameters lie in memory. */
interface PartScores {
  readonly loss: number;
  readonly scores: Float32Array;
}

interface OwnPart extends PartScores {
  readonly tables: readonly RowsOfPart[];
}

/** Computes the gradients of all parts, at the same time; when it returns, their sum is in memory. */
async function gradientsOfParts(
  batch: Batch,
  parts: readonly Part[],
  context: {
    readonly replica: NetworkReplica;
    readonly team: WorkerTeam;
    readonly threads: readonly WorkerThread[];
    readonly memory: OwnMemory;
    /** Where these examples are a part of a larger batch. */
    readonly place: LossPart | undefined;
  },
): Promise<{ readonly own: OwnPart; readonly others: readonly PartScores[] }> {
  const { replica, team, threads, memory, place } = context;
  const { examples: together, mixed } = batch;
  const { first = 0, batchExamples = together } = place ?? {};
  const version = await team.publish();
  const { streams } = replica;
  const { outputSize } = team.task;
  const batchWeight = place?.batchWeight ?? weightOf(team.task, batch);
  const { arrived, exchange } = team.memory;
  Atomics.store(arrived, 0, 0);
  Atomics.store(exchange.written, 0, 0);
  threads.forEach((thread, i) => {
    const examples = parts[i + 1];
    const part = partOfBatch(batch, examples);
    thread.memory.desks[0].inputs.set(part.inputs);
    thread.memory.targets.set(part.targets);
    if (part.mixed) thread.memory.mixedTargets.set(part.mixed.targets);
    thread.askForGradients(
      {
        kind: 'gradients',
        examples: { first: first + examples.first, length: examples.length },
        batchExamples,
        together,
        batchWeight,
        mixedShare: mixed?.share,
        parts: parts.length,
        part: i + 1,
        streams,
      },
      version,
    );
  });
  let own: OwnPart;
  try {
    const sum = sumOfParts(team.memory, parts.length, 0);
    const outcome = await replica.gradients(partOfBatch(batch, parts[0]), {
      ...{ first, batchExamples, together, batchWeight, sum },
    });
    own = await shown(outcome, team, memory);
    count(arrived, 0);
  } catch (error) {
    // The others would wait for it.
    signal(arrived, 0, neverThere);
    // A thread that failed says why.
    if (error instanceof OtherPartFailed) for (const thread of threads) await thread.finished();
    throw error;
  }
  const there = (value: number): boolean => value >= parts.length || value < 0;
  for (const thread of threads) await thread.until(arrived, 0, there);
  sumShare(team.memory, parts.length, 0);
  for (const thread of threads) await thread.finished();
  return {
    own,
    others: threads.map(({ memory }, i) => ({
      loss: memory.loss[0],
      scores: memory.desks[0].scores.subarray(0, parts[i + 1].length * outputSize),
    })),
  };
}

/** Shows the gradients of this thread to the others, and disposes of them. */
async function shown(
  { loss, scores, gradients: { parameters, tables } }: PartOutcome,
  { memory }: WorkerTeam,
  { tables: kept }: OwnMemory,
): Promise<OwnPart> {
  try {
    await writeGradients(parameters, memory.gradients[0]);
    const rowsOfTables: RowsOfPart[] = [];
    for (const [i, { rows, gradient }] of tables.entries()) {
      const values = kept[i].take(gradient.size);
      await copyFromTensor(gradient, values);
      rowsOfTables.push({ rows, gradient: values });
    }
    return { loss, scores, tables: rowsOfTables };
  } finally {
    tf.dispose([...parameters, ...tables.map(({ gradient }) => gradient)]);
  }
}

/** The sums of the gradients, as tensors. */
function gradientsOfAll(
  replica: NetworkReplica,
  { memory }: WorkerTeam,
  own: OwnPart,
  threads: readonly WorkerThread[],
  { sums }: OwnMemory,
): Gradients {
  let at = 0;
  return {
    parameters: replica.parameters.map(({ variable: { size, shape } }) =>
      copyToTensor(memory.sum.subarray(at, (at += size)), shape),
    ),
    tables: own.tables.map((rowsHere, i) => {
      const elsewhere = threads.map(({ memory: { rows: tables } }) => {
        const { count: length, rows, gradient } = tables[i];
        return { rows: rows.subarray(0, length[0]), gradient };
      });
      const { width } = replica.tables[i];
      const { rows, gradient } = sumRows([rowsHere, ...elsewhere], width, sums);
      return { rows, gradient: copyToTensor(gradient, [rows.length, width]) };
    }),
  };
}
