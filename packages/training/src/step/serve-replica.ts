import { parentPort, workerData } from 'node:worker_threads';
import { readTensor } from '@axiswise/backend/read-tensor';
import type { BuiltNetwork } from '@axiswise/layers';
import * as tf from '@tensorflow/tfjs';
import { NetworkReplica } from './network-replica.ts';
import type { GradientsRequest, ReplicaMessage, ReplicaThreadData } from './replica-thread.ts';

/**
 * Makes this thread compute gradients for `parallelStep`, which has started it.
 *
 * @param build makes the network that is trained, on the same engine, from {@link ReplicaEntry.data}; its
 *   weights do not matter.
 */
export async function serveReplica<Data>(
  build: (data: Data) => Promise<{
    readonly network: BuiltNetwork;
    readonly shape: readonly number[];
    readonly classes: number;
  }>,
): Promise<void> {
  const port = parentPort!;
  const { data, memory, gradients } = workerData as ReplicaThreadData;
  const post = (message: ReplicaMessage): void => port.postMessage(message);
  const { network, shape, classes } = await build(data as Data);
  const replica = new NetworkReplica({ network, shape, classes });
  const exampleSize = shape.reduce((product, length) => product * length, 1);
  replica.moveTables(memory.tables);

  const compute = async ({ examples, batchExamples, streams }: GradientsRequest): Promise<void> => {
    const { first, length } = examples;
    replica.readParameters(memory.parameters);
    replica.streams = streams;
    const batch = {
      inputs: memory.inputs.slice(first * exampleSize, (first + length) * exampleSize),
      labels: memory.labels.slice(first, first + length),
    };
    const outcome = await replica.gradients(batch, { first, batchExamples });
    const { parameters, tables } = outcome.gradients;
    let at = 0;
    for (const gradient of parameters) {
      gradients.set(await readTensor(gradient), at);
      at += gradient.size;
    }
    const ofTables: { rows: Int32Array; gradient: Float32Array }[] = [];
    for (const { rows, gradient } of tables) {
      // A copy, since some engines hand over their own memory, which cannot be cloned.
      ofTables.push({ rows, gradient: (await readTensor(gradient)).slice() });
    }
    tf.dispose([...parameters, ...tables.map(({ gradient }) => gradient)]);
    const { loss, scores } = outcome;
    post({ kind: 'gradients', loss, scores: scores.slice(), tables: ofTables });
  };
  port.on('message', (request: GradientsRequest) => {
    compute(request).catch((error: unknown) =>
      post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
  });
  post({ kind: 'ready' });
}
