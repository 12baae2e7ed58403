import { parentPort, type Transferable, type Worker } from 'node:worker_threads';
import { typescriptThread } from './typescript-child.ts';

interface Waiting<Answer> {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  /** Requests that it has not answered. */
  pending: number;
}

interface Question<Request> {
  readonly id: number;
  readonly request: Request;
}

interface Reply<Answer> {
  readonly id: number;
  readonly answer?: Answer;
  readonly failure?: string;
}

const secondsIdle = 5;

/**
 * Threads that answer requests. The file that they run calls {@link answerRequests}.
 *
 * They start with the first request, do not keep the process alive while they are idle, and end when
 * nobody has asked for some seconds, or at {@link end}. A request after that starts them again. So
 * whoever forgets a pool leaves no thread behind.
 *
 * A request fails where its handler throws. Where a thread ends by itself, every request fails with
 * what ended it.
 */
export class ThreadPool<Request, Answer> {
  readonly #entry: URL;
  readonly #count: number;
  readonly #workerData: unknown;
  readonly #idleMs: number;
  #threads: Thread[] = [];
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #lastId = 0;
  #failure: Error | undefined;
  #idle: NodeJS.Timeout | undefined;

  /**
   * @param entry the TypeScript file that each thread runs.
   * @param options.idleSeconds after which threads end; 5 by default.
   */
  constructor(
    entry: URL,
    options: {
      readonly threads: number;
      readonly workerData?: unknown;
      readonly idleSeconds?: number;
    },
  ) {
    this.#entry = entry;
    this.#count = options.threads;
    this.#workerData = options.workerData;
    this.#idleMs = (options.idleSeconds ?? secondsIdle) * 1000;
  }

  /** The number of threads, where they run. */
  get size(): number {
    return this.#count;
  }

  /** Asks the thread that has the fewest requests before it. */
  ask(request: Request): Promise<Answer> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#start();
    const thread = this.#threads.reduce((best, each) =>
      each.pending < best.pending ? each : best,
    );
    const id = ++this.#lastId;
    return new Promise<Answer>((resolve, reject) => {
      if (this.#waiting.size === 0) {
        clearTimeout(this.#idle);
        // A pending request keeps the process alive; idle threads do not.
        for (const { worker } of this.#threads) worker.ref();
      }
      thread.pending++;
      const done = (): void => void thread.pending--;
      this.#waiting.set(id, {
        resolve: (answer) => (done(), resolve(answer)),
        reject: (error) => (done(), reject(error)),
      });
      thread.worker.postMessage({ id, request } satisfies Question<Request>);
    });
  }

  /** Ends the threads, and with them the requests that they have not answered. */
  async end(): Promise<void> {
    clearTimeout(this.#idle);
    const ended = this.#threads;
    this.#threads = [];
    this.#rejectAll(new Error('the threads were ended'));
    await Promise.all(ended.map(({ worker }) => worker.terminate()));
  }

  #start(): void {
    if (this.#threads.length > 0) return;
    this.#threads = Array.from({ length: this.#count }, () => {
      const worker = typescriptThread(this.#entry, { workerData: this.#workerData });
      const thread = { worker, pending: 0 };
      worker.on('message', ({ id, answer, failure }: Reply<Answer>) =>
        this.#settle(id, ({ resolve, reject }) =>
          failure === undefined ? resolve(answer as Answer) : reject(new Error(failure)),
        ),
      );
      worker.on('error', (error) => this.#fail(thread, error as Error));
      worker.on('exit', () => this.#fail(thread, new Error('a thread ended before its work did')));
      worker.unref();
      return thread;
    });
  }

  #settle(id: number, settle: (waiting: Waiting<Answer>) => void): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) {
      for (const { worker } of this.#threads) worker.unref();
      clearTimeout(this.#idle);
      this.#idle = setTimeout(() => void this.end(), this.#idleMs).unref();
    }
    settle(waiting);
  }

  /** A thread that was ended on purpose is no longer among the threads, and no failure. */
  #fail(thread: Thread, error: Error): void {
    if (!this.#threads.includes(thread)) return;
    this.#failure ??= error;
    this.#rejectAll(error);
  }

  #rejectAll(error: Error): void {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, ({ reject }) => reject(error));
  }
}

/**
 * Answers the requests of a {@link ThreadPool}, in the file that its threads run.
 *
 * @param answer one request after another in their order, unless it returns a promise.
 * @param moved what of an answer is moved to the asking thread in place of being copied.
 */
export function answerRequests<Request, Answer>(
  answer: (request: Request) => Answer | Promise<Answer>,
  moved: (answer: Answer) => readonly Transferable[] = () => [],
): void {
  const port = parentPort!;
  const reply = async ({ id, request }: Question<Request>): Promise<void> => {
    try {
      const given = await answer(request);
      port.postMessage({ id, answer: given } satisfies Reply<Answer>, moved(given));
    } catch (error) {
      port.postMessage({ id, failure: (error as Error).message } satisfies Reply<Answer>);
    }
  };
  port.on('message', (question: Question<Request>) => void reply(question));
}
