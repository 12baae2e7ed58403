/** A move or a position that the rules do not allow; the message names the point and the reason. */
export class BoardError extends Error {
  override readonly name = 'BoardError';
  readonly inputError = true;
}
