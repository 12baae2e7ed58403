import type { Source } from './dataset.ts';

/**
 * A format for the user's own data, with everything about it in one object. An experiment declares the
 * formats that it reads under `dataFormats`.
 *
 * @example
 * const format: DataFormat = {
 *   describe: 'a file of one JSON object per line',
 *   reads: (path) => path.endsWith('.jsonl'),
 *   source: (path, { axes }) => exampleFile(path, { axes }),
 * };
 */
export interface DataFormat {
  /** One line for lists and messages: `pictures, a folder per class`. */
  readonly describe: string;
  /**
   * Whether a file or folder looks like this format, by its name or the names in the folder. It is called
   * if an experiment reads several formats.
   */
  reads(path: string): boolean;
  /**
   * Why a path that looks like data is none that this format reads, in words behind its name, to be said where no
   * format of an experiment reads it: `holds numbers, and there are no words in these`. Undefined where that is
   * nothing to this format.
   */
  whyNot?(path: string): string | undefined;
  /** Makes the source of the data at a path. */
  source(path: string, context: DataFormatContext): Source;
  /**
   * Reads the examples of one file as the network's input, for `predict`. Without this method, single files
   * are not predicted.
   */
  decode?(file: string, as: DecodeContext): Promise<readonly DecodedExample[]>;
  /**
   * Whether {@link decode} reads a file that is found in a folder, for `predict` of a folder. By default it is asked
   * of {@link reads}.
   */
  decodes?(file: string): boolean;
  /**
   * Reads the examples of a text as {@link decode} does those of a file: a sentence that is typed in a call, or lines
   * from standard input. Without this method only files are predicted.
   *
   * @param name where the text comes from, for messages: `standard input`.
   */
  decodeText?(text: string, as: DecodeContext, name: string): Promise<readonly DecodedExample[]>;
  /**
   * Says what {@link decode} does, so that others can do it with other software: it goes with an exported
   * model.
   */
  preprocessing?(as: DecodeContext): Preprocessing;
}

/** How a raw file becomes the network's input. */
export interface Preprocessing {
  /** The files: `a PNG or JPEG`. */
  readonly reads: string;
  /** One plain sentence a step, in order. */
  readonly steps: readonly string[];
  /** The numbers and words that the steps speak of: JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
  /**
   * The same as a Python module with NumPy and what else it names. It defines `examples(file)`, which gives
   * an array `[examples, ...shape]` of 32-bit floating-point numbers, and reads the settings from
   * `model-card.json` beside it. Absent where that would be a program of its own.
   */
  readonly python?: string;
}

/** What a format knows of the experiment that reads it. */
export interface DataFormatContext {
  /** The names of the axes of the data, in order. */
  readonly axes: readonly string[];
}

/** How the training examples of a run were read. */
export interface DecodeContext {
  readonly shape: readonly number[];
  /** The data's {@link Dataset.encoding}. */
  readonly encoding: unknown;
}

/** One example of a file. */
export interface DecodedExample {
  /** Its place in a file of several examples: `line 3`, `0.12 s`. */
  readonly part?: string;
  /** As many numbers as the shape has. */
  readonly input: Float32Array;
}
