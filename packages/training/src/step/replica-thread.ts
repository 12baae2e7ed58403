import type { Worker } from 'node:worker_threads';
import type { RandomState } from '@axiswise/random';
import { typescriptThread } from '@axiswise/processes';
import type { Examples } from './batch-parts.ts';
import { sharedFloats, type StepMemory } from './step-memory.ts';

/** How threads build the network that they help to train. */
export interface ReplicaEntry {
  /** A module that calls `serveReplica`. */
  readonly module: URL;
  /** What it is given to build the network; travels as by `structuredClone`. */
  readonly data: unknown;
}

/** What a thread begins with. */
export interface ReplicaThreadData {
  readonly data: unknown;
  readonly memory: StepMemory;
  /** The gradients of this thread's part, one parameter after another. */
  readonly gradients: Float32Array;
}

/** The examples of a batch in memory whose gradients are asked for. */
export interface GradientsRequest {
  readonly examples: Examples;
  readonly batchExamples: number;
  readonly streams: Readonly<Record<string, RandomState>>;
}

/** The gradients of tables; those of parameters lie in memory. */
export interface ReplicaGradients {
  readonly loss: number;
  readonly scores: Float32Array;
  readonly tables: readonly { readonly rows: Int32Array; readonly gradient: Float32Array }[];
}

export type ReplicaMessage =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'gradients' } & ReplicaGradients)
  | { readonly kind: 'failed'; readonly message: string };

/** A thread with a replica of a network, seen from the one that trains. */
export class ReplicaThread {
  readonly gradients: Float32Array;
  readonly #worker: Worker;
  #settle: { resolve(message: ReplicaMessage): void; reject(error: Error): void } | undefined;
  #failure: Error | undefined;

  private constructor({ module, data }: ReplicaEntry, memory: StepMemory) {
    this.gradients = sharedFloats(memory.parameters.length);
    const workerData: ReplicaThreadData = { data, memory, gradients: this.gradients };
    this.#worker = typescriptThread(module, { workerData });
    this.#worker.on('message', (message: ReplicaMessage) => {
      if (message.kind === 'failed') this.#fail(new Error(message.message));
      else this.#settle?.resolve(message);
    });
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error('a thread that helps to train ended')));
  }

  /** Starts a thread; resolves when it has built its network. */
  static async start(entry: ReplicaEntry, memory: StepMemory): Promise<ReplicaThread> {
    const thread = new ReplicaThread(entry, memory);
    await thread.#next();
    return thread;
  }

  /** Computes the gradients of a part of the batch in memory; one call at a time. */
  async compute(request: GradientsRequest): Promise<ReplicaGradients> {
    const next = this.#next();
    this.#worker.postMessage(request);
    return (await next) as ReplicaGradients & ReplicaMessage;
  }

  async dispose(): Promise<void> {
    this.#worker.removeAllListeners('exit');
    await this.#worker.terminate();
  }

  #next(): Promise<ReplicaMessage> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#settle?.reject(this.#failure);
  }
}
