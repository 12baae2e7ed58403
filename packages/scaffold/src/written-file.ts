/** A file of a new experiment. */
export interface WrittenFile {
  /** Within the folder of the experiment: `experiment.ts`. */
  readonly path: string;
  readonly content: string;
}
