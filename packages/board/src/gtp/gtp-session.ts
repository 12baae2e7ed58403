import type { Game } from '../sgf/game.ts';
import type { GtpPlayer } from './gtp-player.ts';
import { type Colour, EMPTY, Position } from '../rules/position.ts';

/** The state that commands act on: the board, the moves so far, the komi and the player. */
export class GtpSession {
  readonly player: GtpPlayer;
  komi = 6.5;
  /** The position before each move and after the last; the first one begins the game. */
  #positions: Position[];
  #moves: number[] = [];
  #colours: number[] = [];

  constructor(player: GtpPlayer) {
    this.player = player;
    this.#positions = [new Position(player.sizes?.[0] ?? 19)];
  }

  /** The present position. */
  get position(): Position {
    return this.#positions[this.#positions.length - 1];
  }

  /**
   * Returns the game so far; stones of its first position are its setup.
   *
   * @param toMove the player to move.
   */
  game(toMove: Colour): Game {
    const [{ size, points }] = this.#positions;
    const setup: number[] = [];
    points.forEach((colour, point) => {
      if (colour !== EMPTY) setup.push(0, point, colour);
    });
    return {
      size,
      komi: this.komi,
      handicap: 0,
      setup: Int16Array.from(setup),
      moves: Int16Array.from(this.#moves),
      colours: Uint8Array.from(this.#colours),
      toMove,
    };
  }

  /** Begins a game from a position; default an empty board of the present size. */
  begin(position = new Position(this.position.size)): void {
    this.#positions = [position];
    this.#moves = [];
    this.#colours = [];
  }

  /** Plays a legal move or a pass; `undo` takes it back. */
  play(point: number, colour: Colour): void {
    const next = this.position.copy();
    next.play(point, colour);
    this.#positions.push(next);
    this.#moves.push(point);
    this.#colours.push(colour);
  }

  /** Takes the last move back; returns whether there was one. */
  undo(): boolean {
    if (this.#moves.length === 0) return false;
    this.#moves.pop();
    this.#colours.pop();
    this.#positions.pop();
    return true;
  }
}
