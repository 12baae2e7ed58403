/** A picture, an extractor or a weight of the style transfer is wrong; says what, where, what to do. */
export class StyleError extends Error {
  override readonly name = 'StyleError';
  readonly inputError = true;
}
