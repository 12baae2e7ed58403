import type { PASS } from '../rules/coordinates.ts';
import type { Position } from '../rules/position.ts';
import type { Game } from '../sgf/game.ts';

/** What plays behind the protocol. */
export interface GtpPlayer {
  readonly name: string;
  readonly version: string;
  /** The board sizes it plays; every size from 2 to 25 where absent. */
  readonly sizes?: readonly number[];
  /**
   * The move of the player whose turn it is: a legal point, {@link PASS}, or 'resign'.
   *
   * @param position a copy, free to be changed.
   * @param game how it came about, for those who look back; stones of a handicap are its setup.
   */
  genmove(position: Position, game: Game): Move | Promise<Move>;
}

type Move = number | typeof PASS | 'resign';
