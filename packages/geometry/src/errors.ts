/**
 * A geometry that cannot be: the message says which layer and axis, what was expected, what came
 * and what to do.
 */
export class GeometryError extends Error {
  override readonly name = 'GeometryError';
  /** The caller can mend it: the command line ends with exit code 2. */
  readonly inputError = true;
}
