import { readTensor } from '@axiswise/backend/read-tensor';
import type { Batch } from '@axiswise/data';
import * as tf from '@tensorflow/tfjs';
import type { UpdateTime } from '../optimizers/optimizer.ts';
import { batchParts } from './batch-parts.ts';
import { localStep } from './local-step.ts';
import type { Gradients, NetworkReplica } from './network-replica.ts';
import type { NetworkUpdate } from './network-update.ts';
import { type ReplicaEntry, type ReplicaGradients, ReplicaThread } from './replica-thread.ts';
import { type StepMemory, stepMemory } from './step-memory.ts';
import type { StepOutcome, TrainingStep } from './training-step.ts';

/**
 * Divides each batch between this thread and others.
 *
 * Every thread computes the gradients of its part as a share of the whole. The shares are summed on this
 * thread, always in the order of the parts, so that the same number of threads gives the same bits;
 * clipping, the optimizer and the norms of units follow on this thread and act on the batch as a whole.
 * Dropout draws for an example what it would draw for it in the whole batch. So all but rounding is as
 * with one thread, and a checkpoint holds nothing of the threads.
 *
 * @param options.workers threads in all, with this one: 2 or more.
 * @param options.batchSize examples in a batch, at most.
 * @throws Error where a thread does not start.
 */
export async function parallelStep(
  replica: NetworkReplica,
  update: NetworkUpdate,
  options: {
    readonly entry: ReplicaEntry;
    readonly workers: number;
    readonly batchSize: number;
    readonly exampleSize: number;
  },
): Promise<TrainingStep> {
  const { entry, workers, batchSize, exampleSize } = options;
  const memory = stepMemory({
    batchSize,
    exampleSize,
    parameters: replica.parameters.reduce((sum, { variable }) => sum + variable.size, 0),
    tables: replica.tables.map(({ values }) => values.length),
  });
  replica.tables.forEach(({ values }, i) => memory.tables[i].set(values));
  replica.moveTables(memory.tables);
  const threads = await startAll(workers - 1, entry, memory);
  const local = localStep(replica, update);

  return {
    ...local,
    async run({ inputs, labels }: Batch, time: UpdateTime): Promise<StepOutcome> {
      const batchExamples = labels.length;
      const [own, ...others] = batchParts(batchExamples, workers).filter(
        ({ length }) => length > 0,
      );
      memory.inputs.set(inputs);
      memory.labels.set(labels);
      await replica.writeParameters(memory.parameters);
      const { streams } = replica;
      const asked = others.map((examples, i) =>
        threads[i].compute({ examples, batchExamples, streams }),
      );
      const ownBatch = {
        inputs: inputs.subarray(0, own.length * exampleSize),
        labels: labels.subarray(0, own.length),
      };
      const here = await replica.gradients(ownBatch, { first: 0, batchExamples });
      const elsewhere = await Promise.all(asked);
      const loss = elsewhere.reduce((sum, { loss: share }) => sum + share, here.loss);
      const sum = await summed(
        here.gradients,
        elsewhere.map((part, i) => ({ ...part, parameters: threads[i].gradients })),
      );
      try {
        return {
          loss,
          gradientNorm: Number.isFinite(loss) ? await update.apply(sum, time) : 0,
          scores: joined([here.scores, ...elsewhere.map(({ scores }) => scores)]),
        };
      } finally {
        tf.dispose([...sum.parameters, ...sum.tables.map(({ gradient }) => gradient)]);
      }
    },
    async dispose() {
      await local.dispose();
      await Promise.all(threads.map((thread) => thread.dispose()));
    },
  };
}

/** Starts threads; where one does not start, the others end. */
async function startAll(
  count: number,
  entry: ReplicaEntry,
  memory: StepMemory,
): Promise<ReplicaThread[]> {
  const started = await Promise.allSettled(
    Array.from({ length: count }, () => ReplicaThread.start(entry, memory)),
  );
  const threads = started.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  const failed = started.find((each) => each.status === 'rejected');
  if (failed === undefined) return threads;
  await Promise.all(threads.map((thread) => thread.dispose()));
  throw failed.reason;
}

/** Adds the gradients of the other parts to the first, which is disposed. */
async function summed(
  first: Gradients,
  others: readonly (ReplicaGradients & { readonly parameters: Float32Array })[],
): Promise<Gradients> {
  let at = 0;
  const parameters = first.parameters.map((gradient) => {
    const from = at;
    at += gradient.size;
    return tf.tidy(() =>
      others.reduce<tf.Tensor>(
        // A copy, since not every engine takes shared memory.
        (sum, part) => tf.add(sum, tf.tensor(part.parameters.slice(from, at), gradient.shape)),
        gradient,
      ),
    );
  });
  const tables: Gradients['tables'][number][] = [];
  for (const [i, { rows, gradient }] of first.tables.entries()) {
    const width = gradient.size / rows.length;
    tables.push(
      summedRows(
        [{ rows, gradient: await readTensor(gradient) }, ...others.map((part) => part.tables[i])],
        width,
      ),
    );
  }
  if (others.length > 0) tf.dispose(first.parameters as tf.Tensor[]);
  tf.dispose(first.tables.map(({ gradient }) => gradient));
  return { parameters, tables };
}

/** Adds the gradients of rows; each row occurs once in the sum. */
function summedRows(
  parts: readonly { readonly rows: Int32Array; readonly gradient: Float32Array }[],
  width: number,
): Gradients['tables'][number] {
  const places = new Map<number, number>();
  for (const { rows } of parts) {
    for (const row of rows) if (!places.has(row)) places.set(row, places.size);
  }
  const sum = new Float32Array(places.size * width);
  for (const { rows, gradient } of parts) {
    rows.forEach((row, i) => {
      const to = places.get(row)! * width;
      for (let j = 0; j < width; j++) sum[to + j] += gradient[i * width + j];
    });
  }
  return {
    rows: Int32Array.from(places.keys()),
    gradient: tf.tensor2d(sum, [places.size, width]),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
