import type { Worker } from 'node:worker_threads';
import { typescriptThread } from '@axiswise/processes';
import type { EncodeResponse, EncodeRequest, EncodeWorkerData } from './encode-worker.ts';
import { PositionReader } from './position-reader.ts';

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/** Starting a thread takes about as long: what takes less is done before it could begin. */
const secondsBeforeThreads = 0.5;

/**
 * Threads that encode positions while the last batch is trained on.
 *
 * They start when this thread has spent half a second on encoding, and do not keep the process alive.
 */
export class EncodePool {
  readonly #data: EncodeWorkerData;
  readonly #count: number;
  /** Of this thread. */
  #reader: PositionReader | undefined;
  #secondsLeft: number;
  readonly #workers: Worker[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  /** Why a thread ended; every later request fails with it. */
  #failure: Error | undefined;

  /** @param seconds of encoding in this thread before the others start. */
  constructor(data: EncodeWorkerData, workers: number, seconds = secondsBeforeThreads) {
    this.#data = data;
    this.#count = workers;
    this.#secondsLeft = seconds;
  }

  /**
   * Encodes positions in order.
   *
   * @param requests three numbers each: game, move, symmetry.
   * @throws Error if a position cannot be encoded, and always after a thread has ended.
   */
  async encode(requests: Int32Array): Promise<Uint8Array> {
    if (this.#secondsLeft > 0) return this.#encodeHere(requests);
    this.#start();
    // Each thread takes a contiguous part; the parts are joined in order.
    const each = Math.ceil(requests.length / 3 / this.#workers.length) * 3;
    const parts = this.#workers
      .map((worker, i) => [worker, requests.slice(i * each, (i + 1) * each)] as const)
      .filter(([, part]) => part.length > 0)
      .map(([worker, part]) => this.#request(worker, part));
    const encoded = await Promise.all(parts);
    if (encoded.length === 1) return encoded[0];
    const bytes = new Uint8Array(encoded.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of encoded) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  #encodeHere(requests: Int32Array): Uint8Array {
    const { games, planes, size } = this.#data;
    const began = performance.now();
    this.#reader ??= new PositionReader(games, planes, size);
    const bytes = this.#reader.readAll(requests);
    this.#secondsLeft -= (performance.now() - began) / 1000;
    return bytes;
  }

  #request(worker: Worker, requests: Int32Array): Promise<Uint8Array> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = ++this.#lastId;
    return new Promise<Uint8Array>((resolve, reject) => {
      // A pending request keeps the process alive; idle threads do not.
      if (this.#waiting.size === 0) for (const each of this.#workers) each.ref();
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, requests } satisfies EncodeRequest);
    });
  }

  #settle(id: number, settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) for (const worker of this.#workers) worker.unref();
    settle(waiting);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const id of [...this.#waiting.keys()]) this.#settle(id, ({ reject }) => reject(error));
  }

  #start(): void {
    if (this.#workers.length > 0) return;
    for (let i = 0; i < this.#count; i++) {
      const worker = typescriptThread(new URL('./encode-worker.ts', import.meta.url), {
        workerData: this.#data,
      });
      worker.on('message', ({ id, bytes, failure }: EncodeResponse) =>
        this.#settle(id, ({ resolve, reject }) =>
          bytes ? resolve(bytes) : reject(new Error(failure)),
        ),
      );
      worker.on('error', (error) => this.#fail(error as Error));
      worker.on('exit', () => this.#fail(new Error('a thread that encodes positions ended')));
      worker.unref();
      this.#workers.push(worker);
    }
  }
}
