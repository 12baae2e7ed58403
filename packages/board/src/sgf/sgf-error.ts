import { InputError } from '@axiswise/messages';

/** What can be wrong with a game, in the words of a summary: "illegal move: 3". */
export type GameFault =
  | 'no SGF'
  | 'unbalanced brackets'
  | 'wrong encoding'
  | 'no game of Go'
  | 'meaningless value'
  | 'another board size'
  | 'no moves'
  | 'illegal move'
  | 'repeated game';

/** A game that cannot be used; the message names file, game and move, and says what is wrong. */
export class GameError extends InputError {
  override readonly name = 'GameError';
  readonly fault: GameFault;

  constructor(fault: GameFault, message: string, options?: ErrorOptions) {
    super('board', message, options);
    this.fault = fault;
  }
}
