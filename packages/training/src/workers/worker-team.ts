import type { TrainableNetwork } from '@axiswise/layers';
import * as tf from '@axiswise/tensorflow';
import { scoredAtOnce } from '../evaluate.ts';
import { type Scorer, scorerOf } from '../scorer.ts';
import { NetworkReplica } from '../step/network-replica.ts';
import type { Task } from '../tasks/task.ts';
import { type TeamMemory, teamMemory, threadMemory } from './shared-memory.ts';
import { type ReplicaEntry, WorkerThread } from './worker-thread.ts';

interface TeamOptions {
  readonly entry: ReplicaEntry;
  /** Threads in all, with the one that calls: 2 or more. */
  readonly workers: number;
  readonly shape: readonly number[];
  readonly task: Task;
}

/**
 * Threads that compute on one network together: this one, and others with a replica each.
 *
 * They share memory: parameters, tables of embeddings, gradients, and the examples that one of them is asked
 * about. The data set stays where it is. A thread that fails, or ends, makes the calls that wait for it fail.
 */
export class WorkerTeam {
  readonly workers: number;
  readonly task: Task;
  readonly memory: TeamMemory;
  /** All but the calling one. */
  readonly threads: readonly WorkerThread[];
  readonly #logits: tf.LayersModel;
  readonly #shape: readonly number[];
  readonly #replica: NetworkReplica | undefined;
  #version = 0;

  private constructor(
    { workers, shape, task }: TeamOptions,
    logits: tf.LayersModel,
    replica: NetworkReplica | undefined,
    memory: TeamMemory,
    threads: readonly WorkerThread[],
  ) {
    this.workers = workers;
    this.task = task;
    this.memory = memory;
    this.threads = threads;
    this.#logits = logits;
    this.#shape = shape;
    this.#replica = replica;
  }

  /**
   * Starts threads that train a network and score with it.
   *
   * @param options.network its tables are moved to shared memory.
   * @param options.batchSize examples in a batch that is divided, at most.
   * @throws Error where a thread does not start; the others end.
   */
  static async toTrain(
    options: TeamOptions & { readonly network: TrainableNetwork; readonly batchSize: number },
  ): Promise<WorkerTeam> {
    const { network, shape, task, batchSize } = options;
    const replica = new NetworkReplica({ network, shape, task });
    return WorkerTeam.#start(options, network.logits, replica, batchSize);
  }

  /** Starts threads that score with a network whose weights do not change. */
  static toScore(options: TeamOptions & { readonly logits: tf.LayersModel }): Promise<WorkerTeam> {
    return WorkerTeam.#start(options, options.logits, undefined, 0);
  }

  static async #start(
    options: TeamOptions,
    logits: tf.LayersModel,
    replica: NetworkReplica | undefined,
    batchSize: number,
  ): Promise<WorkerTeam> {
    const { entry, workers, shape, task } = options;
    const memory = teamMemory(replica, workers);
    replica?.moveTables(memory.tables);
    const exampleSize = tf.util.sizeFromShape([...shape]);
    const { targetSize, outputSize } = task;
    const sizes = { workers, batchSize, scoredAtOnce, exampleSize, targetSize, outputSize };
    const started = await Promise.allSettled(
      Array.from({ length: workers - 1 }, () =>
        WorkerThread.start(entry, memory, threadMemory(replica, sizes)),
      ),
    );
    const threads = started.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const failed = started.find((each) => each.status === 'rejected');
    if (failed === undefined) return new WorkerTeam(options, logits, replica, memory, threads);
    await Promise.all(threads.map((thread) => thread.dispose()));
    throw failed.reason;
  }

  /** Shows the present parameters to all threads; returns the number by which requests name them. */
  async publish(): Promise<number> {
    await this.#replica?.writeParameters(this.memory.parameters);
    return ++this.#version;
  }

  /**
   * Scores with the network as it is now.
   *
   * A batch is scored by one thread as a whole, so logits are the same bits as with one thread, on every
   * engine. The scorer takes several batches at the same time.
   */
  async scorer(): Promise<Scorer> {
    const version = await this.publish();
    const here = scorerOf(this.#logits, this.#shape);
    const exampleSize = tf.util.sizeFromShape([...this.#shape]);
    const { outputSize } = this.task;
    const score = (inputs: Float32Array, examples: number): Promise<Float32Array> => {
      for (const thread of this.threads) {
        const desk = thread.freeDesk();
        if (
          desk === undefined ||
          examples * exampleSize > thread.memory.desks[desk].inputs.length
        ) {
          continue;
        }
        return thread.score(desk, inputs, { examples, outputSize, version });
      }
      // All others are busy: this thread takes its part.
      return here(inputs, examples);
    };
    return Object.assign(score, { together: 4 * this.workers });
  }

  async dispose(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.dispose()));
  }
}
