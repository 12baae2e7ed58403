import type { Axes, Strategy } from '@axiswise/geometry';

/** A value that a written file imports. */
export interface ImportedValue {
  readonly name: string;
  /** The package: `@axiswise/image`. */
  readonly from: string;
}

/** An experiment as it is to be written: all that its files say. */
export interface DesignPlan {
  readonly name: string;
  /** Of the files of code: `ts`, or `mts` where the project is no ES module. */
  readonly extension: string;
  /** In one line, what filters do: `Photos: slide along height and width`. */
  readonly title: string;
  /** The call that wrote it. */
  readonly command: string;
  /** Both answers for every axis, with the evidence as the reasons. */
  readonly axes: Axes;
  /** The axes that the data has, where an embedding adds the others. */
  readonly dataAxes?: readonly string[] | undefined;
  readonly example: {
    readonly shape: readonly number[];
    /** 0 where the task has none. */
    readonly classes: number;
    /** As a data set says them; absent where a class of each example is predicted. */
    readonly targets?:
      | {
          readonly task: string;
          readonly shape: readonly number[];
          readonly names: readonly string[];
          readonly units?: readonly string[] | undefined;
          readonly axes?: readonly string[] | undefined;
        }
      | undefined;
    readonly vocabularySize?: number | undefined;
  };
  readonly data: {
    /** The format that reads it, and the name that the experiment gives it. */
    readonly format: ImportedValue & { readonly key: string };
    /** A path relative to the folder of the experiment, or one that holds anywhere on this machine. */
    readonly place: { readonly relative: string } | { readonly absolute: string };
    readonly options: Readonly<Record<string, string>>;
  };
  /** How inputs are drawn, as code; absent: along their axes. */
  readonly look?: { readonly imports: readonly ImportedValue[]; readonly code: string } | undefined;
  /** In words, where that is not one class of each example: what is predicted, and by what it is measured. */
  readonly predicted?: { readonly words: string; readonly metric: string } | undefined;
  /** The recommended one first. */
  readonly strategies: Readonly<Record<string, Strategy>>;
  readonly network: {
    /** What makes vectors of tokens, where the data are tokens. */
    readonly embedding?: { readonly width: number; readonly along: string } | undefined;
    /** The number of filters of each block. */
    readonly filters: readonly number[];
    /** Axes of which only the largest value is kept: where along them it lies tells nothing. */
    readonly anywhere: readonly string[];
    /** Whether each position is a class, and has a score of its own where filters slide along all axes. */
    readonly labelsArePositions?: boolean | undefined;
    /** The axes each of whose positions has a label: they are kept as long as they are up to the last layer. */
    readonly labelled: readonly string[];
    /** Units of the hidden dense layer; 0: there is none. */
    readonly hidden: number;
    readonly dropout: number;
    /** Of every strategy, without the batch: `[3]` classes. */
    readonly outputShape: readonly number[];
  };
  readonly training: { readonly epochs: number; readonly comparisonEpochs: number };
  readonly expects: string;
}
