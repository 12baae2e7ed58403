import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EncodeAnswer, EncodeRequest, EncodeWorkerData } from './encode-worker.ts';

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

/**
 * Threads that encode positions while others train on the last ones.
 *
 * They start with the first request, and do not keep the process alive.
 */
export class EncodePool {
  readonly #data: EncodeWorkerData;
  readonly #count: number;
  readonly #workers: Worker[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  /** Why a thread died, which nothing can be asked of any more. */
  #failure: Error | undefined;

  constructor(data: EncodeWorkerData, workers: number) {
    this.#data = data;
    this.#count = workers;
  }

  /**
   * Encodes positions, one after another.
   *
   * @param requests three numbers each: game, move, symmetry.
   * @throws Error where a position cannot be encoded, and for ever after a thread has died.
   */
  async encode(requests: Int32Array): Promise<Uint8Array> {
    this.#start();
    // Each thread takes a stretch of them; what comes back is put together in order.
    const each = Math.ceil(requests.length / 3 / this.#workers.length) * 3;
    const parts = this.#workers
      .map((worker, i) => [worker, requests.slice(i * each, (i + 1) * each)] as const)
      .filter(([, part]) => part.length > 0)
      .map(([worker, part]) => this.#ask(worker, part));
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

  #ask(worker: Worker, requests: Int32Array): Promise<Uint8Array> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = ++this.#lastId;
    return new Promise<Uint8Array>((resolve, reject) => {
      // Whoever waits for an answer keeps the process alive, the threads alone do not.
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
      const worker = startThread(new URL('./encode-worker.ts', import.meta.url), this.#data);
      worker.on('message', ({ id, bytes, failure }: EncodeAnswer) =>
        this.#settle(id, ({ resolve, reject }) =>
          bytes ? resolve(bytes) : reject(new Error(`a position was not encoded: ${failure}`)),
        ),
      );
      worker.on('error', (error) => this.#fail(error as Error));
      worker.on('exit', () => this.#fail(new Error('a thread that encodes positions ended')));
      worker.unref();
      this.#workers.push(worker);
    }
  }
}

/**
 * A thread that runs a TypeScript file: Node ≥ 24 strips types itself; in older ones tsx has to be
 * registered in the thread before the file is loaded.
 */
function startThread(file: URL, workerData: unknown): Worker {
  // Not the flags of this process: `--input-type` would change what a thread's code is read as.
  const options = { workerData, execArgv: [] };
  if (Number(process.versions.node.split('.')[0]) >= 24) return new Worker(file, options);
  const tsx = createRequire(import.meta.url).resolve('tsx/cjs/api');
  const path = JSON.stringify(fileURLToPath(file));
  const code = `require(${JSON.stringify(tsx)}).require(${path}, ${path})`;
  return new Worker(code, { ...options, eval: true });
}
