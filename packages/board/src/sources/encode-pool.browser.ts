import type { EncodedGames } from './encode-pool.ts';
import { PositionReader } from './position-reader.ts';

/** In a browser: encodes positions in this thread. In Node, others do so while this one trains. */
export class EncodePool {
  readonly data: EncodedGames;
  #reader: PositionReader | undefined;

  constructor(data: EncodedGames) {
    this.data = data;
  }

  /** @param requests three numbers each: game, move, symmetry. */
  encode(requests: Int32Array): Promise<Uint8Array> {
    const { games, planes, size } = this.data;
    this.#reader ??= new PositionReader(games, planes, size);
    return Promise.resolve(this.#reader.readAll(requests));
  }

  end(): Promise<void> {
    return Promise.resolve();
  }
}
