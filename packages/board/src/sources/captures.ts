import { type TargetForm, unlabelled } from '@axiswise/data';
import { EMPTY } from '../rules/position.ts';
import { type Game, replay } from '../sgf/game.ts';

/** What becomes of a stone; a point without one has no label. */
export const fates = ['stays', 'captured'] as const;

/** So many moves ahead a stone is watched. */
export const watchedMoves = 20;

/** The labels of the points of a board. */
export const fatesOn = (size: number): TargetForm => ({
  task: 'position-classification',
  shape: [size, size],
  names: ['fate'],
  axes: ['row', 'column'],
});

/** A stone while it is on the board: from before the move `from` to before the move `to`. */
interface Stone {
  readonly point: number;
  readonly from: number;
  readonly to: number;
  /** Whether the move `to` captures it. */
  readonly isCaptured: boolean;
}

/**
 * Which stones of a game are captured within the next twenty moves, read from the game itself: a few bytes a stone,
 * for every position of the game.
 *
 * @throws InputError where the game has an illegal move.
 */
export class Captures {
  readonly #stones: readonly Stone[];
  readonly #moves: number;

  constructor(game: Game) {
    this.#stones = stonesOf(game);
    this.#moves = game.moves.length;
  }

  /** Whether there are stones before a move, and twenty moves to watch them. */
  isKnown(move: number): boolean {
    return (
      move + watchedMoves <= this.#moves &&
      this.#stones.some(({ from, to }) => from <= move && move <= to)
    );
  }

  /** Writes the label of each point before a move: an index into {@link fates}, or `unlabelled`. */
  write(move: number, out: Float32Array): void {
    out.fill(unlabelled);
    for (const { point, from, to, isCaptured } of this.#stones) {
      if (move < from || move > to) continue;
      out[point] = Number(isCaptured && to < move + watchedMoves);
    }
  }
}

function stonesOf(game: Game): Stone[] {
  const stones: Stone[] = [];
  const colours = new Uint8Array(game.size * game.size);
  const since = new Int16Array(colours.length);
  const look = (points: Uint8Array, move: number): void => {
    for (let point = 0; point < points.length; point++) {
      if (points[point] === colours[point]) continue;
      if (colours[point] !== EMPTY) {
        const isCaptured = !isSetUp(game, point, move);
        stones.push({ point, from: since[point], to: move - 1, isCaptured });
      }
      colours[point] = points[point];
      since[point] = move;
    }
  };
  const end = game.moves.length;
  look(replay(game, (position, move) => look(position.points, move)).points, end);
  colours.forEach((colour, point) => {
    if (colour === EMPTY) return;
    stones.push({ point, from: since[point], to: end, isCaptured: false });
  });
  return stones;
}

/** Whether a point is changed outside of moves, after so many of them. */
function isSetUp({ setup }: Game, point: number, moves: number): boolean {
  for (let i = 0; i < setup.length; i += 3) {
    if (setup[i] === moves && setup[i + 1] === point) return true;
  }
  return false;
}
