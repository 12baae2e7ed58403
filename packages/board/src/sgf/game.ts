import { InputError } from '@axiswise/messages';
import { gtpName } from '../rules/coordinates.ts';
import { type Colour, EMPTY, Position } from '../rules/position.ts';

/**
 * A game in compact form: a few bytes per move, cheap to send to another thread.
 *
 * Points are `row × size + column`; colours are EMPTY, BLACK, WHITE.
 */
export interface Game {
  readonly size: number;
  /** Points that White gets for moving second; 0 if the file states none. */
  readonly komi: number;
  /** The stated number of handicap stones; the stones themselves are in `setup`. */
  readonly handicap: number;
  /**
   * Stones added or removed outside of moves, in order of moves. Three numbers each: the number of
   * moves before, the point, and its new colour.
   */
  readonly setup: Int16Array;
  /** The point of every move, or PASS. */
  readonly moves: Int16Array;
  /** The colour of every move; players need not alternate (handicap, lessons). */
  readonly colours: Uint8Array;
  /** The player to move after the last move. */
  readonly toMove: Colour;
  /** The result as written in the file: `B+R`, `W+3.5`. */
  readonly result?: string;
  readonly black?: Player;
  readonly white?: Player;
}

/** A player, as written in the file. */
export interface Player {
  readonly name?: string;
  /** `9d`, `12k`. */
  readonly rank?: string;
}

/**
 * Replays a game and shows every position before its move.
 *
 * The position is one object that changes from move to move; copy it to keep it.
 *
 * @param visit gets the position, with `toMove` set to the colour of the next move, and the index
 * of that move.
 * @returns the position after the last move, with the player to move.
 * @throws InputError at an illegal move ("move 57, black Q16: the point is occupied"), or if setup
 * stones leave a chain without liberties.
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

/** Sets the player to move. A ko ban ends if the other colour moves out of turn. */
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
