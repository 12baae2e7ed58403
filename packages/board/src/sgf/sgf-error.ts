import { InputError } from '@axiswise/messages';

/** The faults of a game, as a summary counts them: "illegal move: 3". */
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

/** An unusable game; the message names file, game, move and fault. */
export class GameError extends InputError {
  override readonly name = 'GameError';
  readonly fault: GameFault;

  constructor(fault: GameFault, message: string, options?: ErrorOptions) {
    super('board', message, options);
    this.fault = fault;
  }
}
