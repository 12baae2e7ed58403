/** A layer, a unit or an option of a visualisation is wrong; says what, where, what to do. */
export class VisualizeError extends Error {
  override readonly name = 'VisualizeError';
  readonly inputError = true;
}
