/** A run directory or a training option is not what was asked for; the message says what to do. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly inputError = true;
}

/** The loss stopped being a number; the last good checkpoint is kept. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';
}
