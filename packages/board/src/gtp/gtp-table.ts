import type { Game } from '../sgf/game.ts';
import type { GtpPlayer } from './gtp-player.ts';
import { type Colour, EMPTY, Position } from '../rules/position.ts';

/** What a command finds on the table: the board, the moves that led there, the komi, the player. */
export class GtpTable {
  readonly player: GtpPlayer;
  komi = 6.5;
  /** One more than the moves that can be taken back: the first is where the game began. */
  #positions: Position[];
  #moves: number[] = [];
  #colours: number[] = [];

  constructor(player: GtpPlayer) {
    this.player = player;
    this.#positions = [new Position(player.sizes?.[0] ?? 19)];
  }

  /** The position now. */
  get position(): Position {
    return this.#positions[this.#positions.length - 1];
  }

  /**
   * The game so far; the stones of its beginning are its setup.
   *
   * @param toMove whose turn it is.
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

  /** Begins a game from a position, by default the empty board of the present size. */
  begin(position = new Position(this.position.size)): void {
    this.#positions = [position];
    this.#moves = [];
    this.#colours = [];
  }

  /** Plays a legal move or a pass, which `undo` takes back. */
  play(point: number, colour: Colour): void {
    const next = this.position.copy();
    next.play(point, colour);
    this.#positions.push(next);
    this.#moves.push(point);
    this.#colours.push(colour);
  }

  /** Takes the last move back; whether there was one. */
  undo(): boolean {
    if (this.#moves.length === 0) return false;
    this.#moves.pop();
    this.#colours.pop();
    this.#positions.pop();
    return true;
  }
}
