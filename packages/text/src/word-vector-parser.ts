/** Reads word vectors piece by piece, so that a file may be larger than memory. */
export interface VectorParser {
  /**
   * Reads the complete entries in `bytes`.
   *
   * @returns how many bytes were read; the others come again with the next piece behind them.
   */
  take(bytes: Buffer): number;
  /**
   * Ends the file.
   *
   * @param rest what {@link take} left at last.
   * @throws InputError if the file is incomplete.
   */
  finish(rest: Buffer): void;
}
