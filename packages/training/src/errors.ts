/** The loss stopped being a number; the last good checkpoint is kept. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
}
