import { nextTurn } from '@axiswise/backend/next-turn';
import { MessageChannel, type MessagePort, type Worker } from 'node:worker_threads';
import { typescriptThread } from '@axiswise/processes';
import type { RandomState } from '@axiswise/random';
import type { Part } from './parts.ts';
import type { TeamMemory, ThreadMemory } from './shared-memory.ts';
import { count, deskState, look } from './signals.ts';

/** How threads build the network that they help with. */
export interface ReplicaEntry {
  /** A module that calls `serveReplica` or `serveScorer`. */
  readonly module: URL;
  /** What it is given to build the network; travels as by `structuredClone`. */
  readonly data: unknown;
}

/** What a thread begins with. */
export interface WorkerThreadData {
  readonly data: unknown;
  readonly port: MessagePort;
  readonly team: TeamMemory;
  readonly own: ThreadMemory;
}

/** A part of a batch, on the first desk, of which gradients are asked for. */
export interface GradientsRequest {
  readonly kind: 'gradients';
  readonly examples: Part;
  readonly batchExamples: number;
  /** See `BatchPart`. */
  readonly together: number;
  /** See `LossPart`. */
  readonly batchWeight: number;
  /** See `MixedTargets`; undefined where nothing is mixed. */
  readonly mixedShare: number | undefined;
  /** How many parts the batch has, and which this is. */
  readonly parts: number;
  readonly part: number;
  readonly streams: Readonly<Record<string, RandomState>>;
}

/** Examples on a desk of which logits are asked for. */
export interface ScoresRequest {
  readonly kind: 'scores';
  readonly desk: number;
  readonly examples: number;
}

/** What a thread is asked; `version` says whether it has to read the parameters anew. */
export type ThreadRequest = (GradientsRequest | ScoresRequest) & { readonly version: number };

export type ThreadMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'scored' }
  | { readonly kind: 'failed'; readonly message: string };

/** While it sleeps, the thread that asks hears nothing of the end of another. */
const sleepMilliseconds = 10;

/** A thread with a replica of a network, seen from the one that asks. */
export class WorkerThread {
  readonly memory: ThreadMemory;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #ready: Promise<void>;
  readonly #open = new Map<
    number,
    { readonly take: () => void; readonly reject: (error: Error) => void }
  >();
  #fail!: (error: Error) => void;
  #failure: Error | undefined;

  private constructor({ module, data }: ReplicaEntry, team: TeamMemory, own: ThreadMemory) {
    this.memory = own;
    const { port1, port2 } = new MessageChannel();
    const workerData: WorkerThreadData = { data, port: port2, team, own };
    this.#port = port1;
    this.#worker = typescriptThread(module, { workerData, transferList: [port2] });
    this.#ready = new Promise((resolve, reject) => {
      port1.on('message', (message: ThreadMessage) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'failed') this.#fail(new Error(message.message));
        else this.#takeDone();
      });
      this.#fail = (error) => {
        this.#failure ??= error;
        reject(this.#failure);
        for (const { reject: rejectScores } of this.#open.values()) rejectScores(this.#failure);
        this.#open.clear();
      };
    });
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error('a thread that helps to compute ended')));
  }

  /** Starts a thread; resolves when it has built its network. */
  static async start(
    entry: ReplicaEntry,
    team: TeamMemory,
    own: ThreadMemory,
  ): Promise<WorkerThread> {
    const thread = new WorkerThread(entry, team, own);
    try {
      await thread.#ready;
    } catch (error) {
      await thread.dispose();
      throw error;
    }
    return thread;
  }

  /** Asks for gradients; they are there when all parts have arrived, and their sum after {@link finished}. */
  askForGradients(request: GradientsRequest, version: number): void {
    this.#ask({ ...request, version }, 0);
  }

  /** A desk at which scores can be asked for; undefined where all are taken. */
  freeDesk(): number | undefined {
    this.#takeDone();
    const desk = this.memory.desks.findIndex((_, i) => !this.#open.has(i));
    return desk === -1 ? undefined : desk;
  }

  /** Asks for the logits of examples, which are copied to a free desk. */
  score(
    desk: number,
    inputs: Float32Array,
    asked: { readonly examples: number; readonly outputSize: number; readonly version: number },
  ): Promise<Float32Array> {
    const { examples, outputSize, version } = asked;
    const { inputs: there, scores } = this.memory.desks[desk];
    there.set(inputs);
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#open.set(desk, { take: () => resolve(scores.slice(0, examples * outputSize)), reject });
      this.#ask({ kind: 'scores', desk, examples, version }, desk);
    });
  }

  /**
   * Waits for what was asked at the first desk.
   *
   * It looks into memory and sleeps there, since a message would come some tenths of a millisecond later.
   */
  finished(): Promise<void> {
    return this.until(this.memory.signals, 1, (state) => state !== deskState.asked);
  }

  /** Waits until a number in shared memory is what is waited for, or the thread fails. */
  async until(
    cells: Int32Array,
    index: number,
    reached: (value: number) => boolean,
  ): Promise<void> {
    for (;;) {
      const value = look(cells, index, reached);
      if (this.#failure) throw this.#failure;
      const failed = Atomics.load(this.memory.signals, 1) === deskState.failed;
      if (reached(value) && !failed) return;
      if (failed || Atomics.wait(cells, index, value, sleepMilliseconds) === 'timed-out') {
        await nextTurn();
      }
    }
  }

  async dispose(): Promise<void> {
    this.#worker.removeAllListeners('exit');
    await this.#worker.terminate();
    this.#port.close();
  }

  #ask(request: ThreadRequest, desk: number): void {
    const { signals } = this.memory;
    Atomics.store(signals, 1 + desk, deskState.asked);
    this.#port.postMessage(request);
    count(signals, 0);
  }

  #takeDone(): void {
    for (const [desk, { take }] of this.#open) {
      if (Atomics.load(this.memory.signals, 1 + desk) !== deskState.done) continue;
      this.#open.delete(desk);
      take();
    }
  }
}
