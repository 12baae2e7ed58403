import { sha256 } from '@axiswise/digest';
import { InputError } from '@axiswise/messages';
import { type Game, replay } from './game.ts';
import { PASS } from '../rules/coordinates.ts';
import { type Position } from '../rules/position.ts';
import type { PlacedGame } from './sgf.ts';
import { GameError, type GameFault } from './sgf-error.ts';

/**
 * Collects usable games: of the required size, legal to the last move, without repetitions.
 *
 * A game with an illegal move is skipped as a whole, because the file may be wrong before that move
 * too. A repeated game is skipped, because it could be in both train and test.
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

  /** The usable games, in the order in which they were added. */
  get games(): readonly CollectedGame[] {
    return this.#games;
  }

  /** Why the other games are not usable. */
  get faults(): readonly GameError[] {
    return this.#faults;
  }

  /** Adds a game if it is usable; returns whether it was. */
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

  /** Records a file or game that could not be read. */
  addFault(fault: GameError): void {
    this.#faults.push(fault);
  }

  /**
   * Describes in one line what was skipped and why, with an example of each fault; undefined if
   * nothing was.
   */
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

/** A usable game with a checksum that identifies it. */
export interface CollectedGame extends PlacedGame {
  /** SHA-256 (hex) over size, setup stones and moves; names and results do not count. */
  readonly digest: string;
}

/**
 * Checks that a game has the required board size and is legal to its last move.
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
  const hash = sha256().update(`${size} ${setup.length} ${moves.length}\n`);
  for (const values of [setup, moves]) {
    // Little-endian on every machine, so that digests agree.
    const bytes = new DataView(new ArrayBuffer(values.length * 2));
    values.forEach((value, i) => bytes.setInt16(i * 2, value, true));
    hash.update(bytes);
  }
  return hash.update(colours).hex();
}
