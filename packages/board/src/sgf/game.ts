import { InputError } from '@axiswise/messages';
import { gtpName } from '../rules/coordinates.ts';
import { type Colour, EMPTY, Position } from '../rules/position.ts';

/**
 * One game, compact: a few bytes a move, cheap to hand to another thread.
 *
 * Points are `row × size + column`; colours are EMPTY, BLACK, WHITE.
 */
export interface Game {
  readonly size: number;
  /** Points that White gets for moving second; 0 where the file says nothing. */
  readonly komi: number;
  /** The handicap as stated, in stones; the stones themselves are in `setup`. */
  readonly handicap: number;
  /**
   * Stones put on or taken off outside of moves, three numbers each: how many moves come before,
   * the point, and its colour from then on. In order of moves.
   */
  readonly setup: Int16Array;
  /** The point of every move, or PASS. */
  readonly moves: Int16Array;
  /** Who made each move; players need not alternate (handicap, lessons). */
  readonly colours: Uint8Array;
  /** Whose turn it is after the last move. */
  readonly toMove: Colour;
  /** As in the file: `B+R`, `W+3.5`. */
  readonly result?: string;
  readonly black?: Player;
  readonly white?: Player;
}

/** Who played, as in the file. */
export interface Player {
  readonly name?: string;
  /** `9d`, `12k`. */
  readonly rank?: string;
}

/**
 * Plays a game through, showing every position before its move.
 *
 * The position is one object that changes from move to move: copy what is to last.
 *
 * @param visit gets the position, with `toMove` set to who is going to move, and the move's index.
 * @returns the position after the last move, with the player whose turn it is.
 * @throws InputError at an illegal move ("move 57, black Q16: the point is occupied"), or where
 *   setup stones leave a chain without liberties.
 */
export function replay(
  game: Game,
  visit: (position: Position, move: number) => void = () => {},
): Position {
  const { size, setup, moves, colours } = game;
  const position = new Position(size);
  let next = 0;
  const setUp = (move: number): void => {
    const first = next;
    for (; next < setup.length && setup[next] <= move; next += 3) {
      position.place(setup[next + 1], setup[next + 2]);
    }
    if (next > first) checkLiberties(position, move);
  };
  for (let move = 0; move < moves.length; move++) {
    setUp(move);
    giveTurn(position, colours[move] as Colour);
    visit(position, move);
    try {
      position.play(moves[move]);
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      throw new InputError('board', `move ${move + 1}, ${cause.message}`, { cause });
    }
  }
  setUp(moves.length);
  giveTurn(position, game.toMove);
  return position;
}

/** Lets a colour move next. A ko binds only who would move in turn: a move lies between. */
export function giveTurn(position: Position, colour: Colour): void {
  if (position.toMove === colour) return;
  position.toMove = colour;
  position.koPoint = -1;
}

function checkLiberties(position: Position, move: number): void {
  const { points, size } = position;
  for (let point = 0; point < points.length; point++) {
    if (points[point] !== EMPTY && position.libertiesAt(point) === 0) {
      throw new InputError(
        'board',
        `the stones set up before move ${move + 1} leave ${gtpName(point, size)} without a liberty`,
      );
    }
  }
}
