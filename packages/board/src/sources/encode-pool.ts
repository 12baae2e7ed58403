import { joinArrays } from '@axiswise/data';
import { ThreadPool } from '@axiswise/processes';
import type { PlaneCount } from './board-options.ts';
import type { Game } from '../sgf/game.ts';
import { PositionReader } from './position-reader.ts';

/** What positions are encoded of, and how; the threads start with it. */
export interface EncodedGames {
  /** Checked games on boards of one size. */
  readonly games: readonly Game[];
  /** The number of planes; see {@link PlaneEncoder}. */
  readonly planes: PlaneCount;
  readonly size: number;
}

/** Starting a thread takes about as long: what takes less is done before it could begin. */
const secondsBeforeThreads = 0.5;

/**
 * Threads that encode positions while the last batch is trained on.
 *
 * They start when this thread has spent half a second on encoding, do not keep the process alive, and end
 * with {@link EncodePool.end} or when they have been idle for some seconds.
 */
export class EncodePool {
  readonly data: EncodedGames;
  readonly #threads: ThreadPool<Int32Array, Uint8Array>;
  /** Of this thread. */
  #reader: PositionReader | undefined;
  #secondsLeft: number;

  /** @param seconds of encoding in this thread before the others start. */
  constructor(data: EncodedGames, workers: number, seconds = secondsBeforeThreads) {
    this.data = data;
    this.#threads = new ThreadPool(new URL('./encode-worker.ts', import.meta.url), {
      threads: workers,
      workerData: data,
    });
    this.#secondsLeft = seconds;
  }

  /**
   * Encodes positions in order.
   *
   * @param requests three numbers each: game, move, symmetry.
   * @throws Error if a position cannot be encoded, and always after a thread has ended by itself.
   */
  async encode(requests: Int32Array): Promise<Uint8Array> {
    if (this.#secondsLeft > 0) return this.#encodeHere(requests);
    // Each thread takes a contiguous part; the parts are joined in order.
    const each = Math.ceil(requests.length / 3 / this.#threads.size) * 3;
    const parts: Promise<Uint8Array>[] = [];
    for (let at = 0; at < requests.length; at += each) {
      parts.push(this.#threads.ask(requests.slice(at, at + each)));
    }
    const encoded = await Promise.all(parts);
    return encoded.length === 1 ? encoded[0] : joinArrays(Uint8Array, encoded);
  }

  /** Ends the threads; encoding more starts them again. */
  end(): Promise<void> {
    return this.#threads.end();
  }

  #encodeHere(requests: Int32Array): Uint8Array {
    const { games, planes, size } = this.data;
    const began = performance.now();
    this.#reader ??= new PositionReader(games, planes, size);
    const bytes = this.#reader.readAll(requests);
    this.#secondsLeft -= (performance.now() - began) / 1000;
    return bytes;
  }
}
