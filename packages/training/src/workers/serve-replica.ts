import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { copyFromTensor } from '@axiswise/backend/copy-tensor';
import type { TrainableNetwork } from '@axiswise/layers';
import * as tf from '@axiswise/tensorflow';
import { scorerOf } from '../scorer.ts';
import { NetworkReplica } from '../step/network-replica.ts';
import type { Task } from '../tasks/task.ts';
import { count, deskState, neverThere, signal, waitFor } from './signals.ts';
import { OtherPartFailed, sumOfParts } from './sum-of-parts.ts';
import { sumShare, writeGradients } from './sum-gradients.ts';
import type {
  GradientsRequest,
  ScoresRequest,
  ThreadMessage,
  ThreadRequest,
  WorkerThreadData,
} from './worker-thread.ts';

/**
 * Makes this thread one of a `WorkerTeam`, which has started it: it computes gradients and logits.
 *
 * @param build makes the network that is trained, on the same engine, from `ReplicaEntry.data`; its
 *   weights do not matter.
 */
export async function serveReplica<Data>(
  build: (data: Data) => Promise<{
    readonly network: TrainableNetwork;
    readonly shape: readonly number[];
    readonly task: Task;
  }>,
): Promise<void> {
  const { data, team, own } = workerData as WorkerThreadData;
  const { network, shape, task } = await build(data as Data);
  const replica = new NetworkReplica({ network, shape, task });
  replica.moveTables(team.tables);
  const exampleSize = tf.util.sizeFromShape([...shape]);
  let version = 0;

  const gradients = async (request: GradientsRequest): Promise<void> => {
    const { examples, batchExamples, together, batchWeight, parts, part, streams } = request;
    const { mixedShare: share } = request;
    const targetsIn = (memory: Float32Array): Float32Array =>
      memory.slice(0, examples.length * task.targetSize);
    replica.streams = streams;
    const batch = {
      examples: examples.length,
      inputs: own.desks[0].inputs.subarray(0, examples.length * exampleSize),
      targets: targetsIn(own.targets),
      ...(share !== undefined && { mixed: { targets: targetsIn(own.mixedTargets), share } }),
    };
    const sum = sumOfParts(team, parts, part);
    const outcome = await unlessOthersFail(
      replica.gradients(batch, {
        ...{ first: examples.first, batchExamples, together, batchWeight, sum },
      }),
    );
    if (!outcome) return;
    try {
      await writeGradients(outcome.gradients.parameters, team.gradients[part]);
      for (const [i, { rows, gradient }] of outcome.gradients.tables.entries()) {
        const there = own.rows[i];
        there.rows.set(rows);
        await copyFromTensor(gradient, there.gradient);
        there.count[0] = rows.length;
      }
    } finally {
      const { parameters, tables } = outcome.gradients;
      tf.dispose([...parameters, ...tables.map(({ gradient }) => gradient)]);
    }
    own.loss[0] = outcome.loss;
    own.desks[0].scores.set(outcome.scores);
    count(team.arrived, 0);
    if (waitFor(team.arrived, 0, (arrived) => arrived >= parts || arrived < 0) < 0) return;
    sumShare(team, parts, part);
  };

  await serve({
    scores: scoresAt(scorerOf(network.logits, shape), exampleSize),
    gradients,
    before(request) {
      if (request.version === version) return;
      version = request.version;
      replica.readParameters(team.parameters);
    },
  });
}

/** Of a part that waits for others; undefined where one of them failed, which says so itself. */
async function unlessOthersFail<T>(outcome: Promise<T>): Promise<T | undefined> {
  try {
    return await outcome;
  } catch (error) {
    if (error instanceof OtherPartFailed) return undefined;
    throw error;
  }
}

/**
 * Makes this thread one of a `WorkerTeam` that only scores.
 *
 * @param build loads the network, on the same engine, from `ReplicaEntry.data`.
 */
export async function serveScorer<Data>(
  build: (data: Data) => Promise<{
    readonly logits: tf.LayersModel;
    readonly shape: readonly number[];
  }>,
): Promise<void> {
  const { data } = workerData as WorkerThreadData;
  const { logits, shape } = await build(data as Data);
  const exampleSize = tf.util.sizeFromShape([...shape]);
  await serve({ scores: scoresAt(scorerOf(logits, shape), exampleSize) });
}

const scoresAt =
  (score: ReturnType<typeof scorerOf>, exampleSize: number) =>
  async ({ desk, examples }: ScoresRequest): Promise<void> => {
    const { inputs, scores } = (workerData as WorkerThreadData).own.desks[desk];
    scores.set(await score(inputs.subarray(0, examples * exampleSize), examples));
  };

/** Does what is asked, one request after another, and sleeps in between. */
async function serve(does: {
  readonly scores: (request: ScoresRequest) => Promise<void>;
  readonly gradients?: (request: GradientsRequest) => Promise<void>;
  readonly before?: (request: ThreadRequest) => void;
}): Promise<never> {
  const { port, team, own } = workerData as WorkerThreadData;
  const { signals } = own;
  const post = (message: ThreadMessage): void => port.postMessage(message);
  const perform = async (request: ThreadRequest): Promise<void> => {
    const cell = 1 + (request.kind === 'scores' ? request.desk : 0);
    try {
      does.before?.(request);
      await (request.kind === 'scores' ? does.scores(request) : does.gradients!(request));
      signal(signals, cell, deskState.done);
      if (request.kind === 'scores') post({ kind: 'scored' });
    } catch (error) {
      post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      signal(signals, 1, deskState.failed);
      // The other threads would wait for the gradients of this one.
      signal(team.arrived, 0, neverThere);
    }
  };
  post({ kind: 'ready' });
  for (let asked = 0; ;) {
    asked = waitFor(signals, 0, (requests) => requests !== asked);
    for (let next; (next = receiveMessageOnPort(port));) {
      await perform((next as { message: ThreadRequest }).message);
    }
  }
}
