import type { Source } from './dataset.ts';

/**
 * One way in which people keep data of their own: all that is to be known of it. An experiment declares
 * those that it reads under `dataFormats`.
 *
 * @example
 * const format: DataFormat = {
 *   describe: 'a file of one JSON object a line',
 *   reads: (path) => path.endsWith('.jsonl'),
 *   source: (path, { axes }) => exampleFile(path, { axes }),
 * };
 */
export interface DataFormat {
  /** One line for lists and messages: `pictures, a folder per class`. */
  readonly describe: string;
  /**
   * Whether a file or folder looks like it: by its name, or by the names of what a folder holds. Asked
   * where an experiment reads several formats.
   */
  reads(path: string): boolean;
  /** The data at a path. */
  source(path: string, context: DataFormatContext): Source;
  /**
   * The examples in one file, as the network wants them, for `predict`. Absent: single files are not
   * predicted.
   */
  decode?(file: string, as: DecodeContext): Promise<readonly DecodedExample[]>;
}

/** What a format is told of the experiment that reads it. */
export interface DataFormatContext {
  /** The names of the axes that the data has, in order. */
  readonly axes: readonly string[];
}

/** How the examples that a run was trained on were read. */
export interface DecodeContext {
  readonly shape: readonly number[];
  /** The data's {@link Dataset.encoding}. */
  readonly encoding: unknown;
}

/** One example that a file holds. */
export interface DecodedExample {
  /** Which of them it is, where a file holds several: `line 3`, `0.12 s`. */
  readonly part?: string;
  /** As many numbers as the shape says. */
  readonly input: Float32Array;
}
