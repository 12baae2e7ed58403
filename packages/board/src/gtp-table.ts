import type { GtpPlayer } from './gtp.ts';
import { Position } from './position.ts';

/** What a command finds on the table: the board, the moves that led there, the komi, the player. */
export class GtpTable {
  readonly player: GtpPlayer;
  komi = 6.5;
  /** One more than the moves that can be taken back: the first is where the game began. */
  #positions: Position[];
  #moves: number[] = [];

  constructor(player: GtpPlayer) {
    this.player = player;
    this.#positions = [new Position(player.sizes?.[0] ?? 19)];
  }

  /** The position now. */
  get position(): Position {
    return this.#positions[this.#positions.length - 1];
  }

  /** The moves since the game began, the latest last. */
  get moves(): readonly number[] {
    return this.#moves;
  }

  /** Begins a game from a position, by default the empty board of the present size. */
  begin(position = new Position(this.position.size)): void {
    this.#positions = [position];
    this.#moves = [];
  }

  /** Plays a legal move or a pass, which `undo` takes back. */
  play(point: number, colour: number): void {
    const next = this.position.copy();
    next.play(point, colour as Position['toMove']);
    this.#positions.push(next);
    this.#moves.push(point);
  }

  /** Takes the last move back; whether there was one. */
  undo(): boolean {
    if (this.#moves.length === 0) return false;
    this.#moves.pop();
    this.#positions.pop();
    return true;
  }
}
