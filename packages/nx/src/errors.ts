/** An Nx call is wrong; the message says what, where and what to do. */
export class NxCallError extends Error {
  override readonly name = 'NxCallError';
  readonly inputError = true;
}
