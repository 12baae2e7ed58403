/**
 * The data, or the call that names it, is wrong; the message says what, where and what to do.
 *
 * `inputError` is how the command line tells a mistake of the caller (exit code 2) from a failure
 * of ours (exit code 1): every package marks its own error class this way.
 */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly inputError = true;
}
