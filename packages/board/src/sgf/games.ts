import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import { type Game, replay } from './game.ts';
import { PASS } from '../rules/coordinates.ts';
import { type Position } from '../rules/position.ts';
import type { PlacedGame } from './sgf.ts';
import { GameError, type GameFault } from './sgf-error.ts';

/**
 * Collects games to learn from: of the size needed, legal to the last move, none twice.
 *
 * A game with an illegal move is left out as a whole: what went wrong in the file may have gone
 * wrong before that move. A game that is there twice would otherwise be trained on and tested.
 *
 * @example
 * const collection = new GameCollection(9);
 * const { games } = parseSgf('(;SZ[9];B[ee];W[cc])(;SZ[9];B[ee];W[ee])', 'two.sgf');
 * for (const each of games) collection.add(each);
 * collection.games.length; // 1
 * collection.describeSkipped(); // 'skipped 1 game: two.sgf (game 2 of 2): move 2, white E5: the point is occupied'
 */
export class GameCollection {
  readonly #size: number;
  readonly #games: CollectedGame[] = [];
  readonly #faults: GameError[] = [];
  readonly #known = new Map<string, string>();

  constructor(size = 19) {
    this.#size = size;
  }

  /** The games that can be used, in the order they were added. */
  get games(): readonly CollectedGame[] {
    return this.#games;
  }

  /** Why the others cannot. */
  get faults(): readonly GameError[] {
    return this.#faults;
  }

  /** Adds a game if it can be used; whether it was. */
  add({ place, game }: PlacedGame): boolean {
    try {
      checkGame({ place, game }, this.#size);
      if (game.moves.every((point) => point === PASS)) {
        throw new GameError('no moves', `${place} has no moves`);
      }
      const digest = digestOf(game);
      const twin = this.#known.get(digest);
      if (twin !== undefined) {
        throw new GameError('repeated game', `${place} is the same game as ${twin}`);
      }
      this.#known.set(digest, place);
      this.#games.push({ place, game, digest });
      return true;
    } catch (cause) {
      if (!(cause instanceof GameError)) throw cause;
      this.#faults.push(cause);
      return false;
    }
  }

  /** Notes a file or game that could not be read at all. */
  addFault(fault: GameError): void {
    this.#faults.push(fault);
  }

  /** One line on what was left out and why, with an example of each fault; undefined for nothing. */
  describeSkipped(): string | undefined {
    if (this.#faults.length === 0) return undefined;
    const byFault = new Map<GameFault, GameError[]>();
    for (const each of this.#faults) {
      const alike = byFault.get(each.fault);
      if (alike) alike.push(each);
      else byFault.set(each.fault, [each]);
    }
    const reasons = [...byFault].map(([fault, errors]) => {
      const [{ message }] = errors;
      return errors.length === 1 ? message : `${fault}: ${errors.length}, such as ${message}`;
    });
    const games = this.#faults.length === 1 ? '1 game' : `${this.#faults.length} games`;
    return `skipped ${games}: ${reasons.join('; ')}`;
  }
}

/** A game that can be used, and a checksum by which the same game is known elsewhere. */
export interface CollectedGame extends PlacedGame {
  /** SHA-256 (hex) over size, stones set up and moves; names and results do not count. */
  readonly digest: string;
}

/**
 * Checks that a game is on a board of this size and legal to its last move.
 *
 * @returns the position after the last move.
 * @throws GameError that names file, game and move.
 */
export function checkGame({ place, game }: PlacedGame, size = 19): Position {
  if (game.size !== size) {
    throw new GameError(
      'another board size',
      `${place} is a ${game.size}×${game.size} game, but ${size}×${size} is needed`,
    );
  }
  try {
    return replay(game);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new GameError('illegal move', `${place}: ${cause.message}`, { cause });
  }
}

function digestOf({ size, setup, moves, colours }: Game): string {
  const hash = createHash('sha256').update(`${size} ${setup.length} ${moves.length}\n`);
  for (const values of [setup, moves]) {
    // Little-endian on every machine.
    const bytes = Buffer.alloc(values.length * 2);
    values.forEach((value, i) => bytes.writeInt16LE(value, i * 2));
    hash.update(bytes);
  }
  return hash.update(colours).digest('hex');
}
