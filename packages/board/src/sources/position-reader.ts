import type { PlaneCount } from './board-options.ts';
import { type Game, giveTurn } from '../sgf/game.ts';
import { PlaneEncoder } from '../planes/planes.ts';
import { PASS } from '../rules/coordinates.ts';
import { type Colour, Position } from '../rules/position.ts';
import { transformPlanes } from '../rules/symmetries.ts';

/**
 * A position of a game: the game, the move that follows it, and the symmetry under which to encode
 * it.
 */
export interface PositionRequest {
  readonly game: number;
  readonly move: number;
  readonly symmetry: number;
}

/**
 * Replays games up to a move and encodes the position.
 *
 * The games were checked when they were read; an illegal move still throws an InputError. A reader
 * keeps one position and is for one thread.
 */
export class PositionReader {
  readonly #games: readonly Game[];
  readonly #encoder: PlaneEncoder;
  readonly #position: Position;
  readonly #plain: Uint8Array;

  constructor(games: readonly Game[], planes: PlaneCount, size = 19) {
    this.#games = games;
    this.#encoder = new PlaneEncoder(planes, size);
    this.#position = new Position(size);
    this.#plain = new Uint8Array(size * size * planes);
  }

  /** @param out `size² × planes` bytes. */
  read({ game, move, symmetry }: PositionRequest, out: Uint8Array): void {
    this.#playTo(this.#games[game], move);
    if (symmetry === 0) {
      this.#encoder.encode(this.#position, out);
    } else {
      this.#encoder.encode(this.#position, this.#plain);
      transformPlanes(this.#plain, this.#position.size, symmetry, out);
    }
  }

  /**
   * Encodes positions in order.
   *
   * @param requests three numbers each: game, move, symmetry.
   * @throws Error if a position cannot be encoded.
   */
  readAll(requests: Int32Array): Uint8Array<ArrayBuffer> {
    const size = this.#plain.length;
    const bytes = new Uint8Array((requests.length / 3) * size);
    try {
      for (let i = 0, at = 0; i < requests.length; i += 3, at += size) {
        const [game, move, symmetry] = requests.subarray(i, i + 3);
        this.read({ game, move, symmetry }, bytes.subarray(at, at + size));
      }
    } catch (error) {
      throw new Error(`cannot encode a position: ${(error as Error).message}`, { cause: error });
    }
    return bytes;
  }

  #playTo({ setup, moves, colours, toMove }: Game, move: number): void {
    const position = this.#position;
    position.clear();
    let next = 0;
    const setUp = (before: number): void => {
      for (; next < setup.length && setup[next] <= before; next += 3) {
        position.place(setup[next + 1], setup[next + 2]);
      }
    };
    for (let i = 0; i < move; i++) {
      setUp(i);
      position.play(moves[i], colours[i]);
    }
    setUp(move);
    giveTurn(position, (move < moves.length ? colours[move] : toMove) as Colour);
  }
}

/** The label of a position: the point of the move, which a policy network is to predict. */
export function labelOf({ moves }: Game, move: number): number {
  return moves[move] ?? PASS;
}
