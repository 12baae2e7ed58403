/**
 * The kind of a mistake. A caller may know a better remedy by the code: the command line names the
 * option that corrects it.
 */
export type InputErrorCode =
  | 'axes-absent'
  | 'backend'
  | 'board'
  | 'comparison-absent'
  | 'comparison-differs'
  | 'data'
  | 'data-format'
  | 'experiment'
  | 'experiment-name'
  | 'export'
  | 'export-exists'
  | 'file-damaged'
  | 'folder-not-empty'
  | 'generator'
  | 'geometry'
  | 'model'
  | 'model-absent'
  | 'package-absent'
  | 'run'
  | 'run-absent'
  | 'run-differs'
  | 'run-exists'
  | 'run-locked'
  | 'run-not-finished'
  | 'style'
  | 'usage'
  | 'vectors-absent'
  | 'visualization'
  | 'workers-unsupported';

/**
 * A mistake of the caller, in the call or in its input. The message is one sentence: what was
 * expected, what was given, where, and the remedy.
 *
 * The command line ends with exit code 2 on it; any other error is a failure of ours (exit code 1).
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
  /** Identifies this class across two copies of this package, where `instanceof` cannot. */
  readonly inputError = true;
  readonly code: InputErrorCode;
  /** The message without the remedy, for callers that know a better one. */
  readonly problem: string;

  constructor(
    code: InputErrorCode,
    problem: string,
    {
      remedy,
      ...options
    }: ErrorOptions & {
      /** What to do about it, as the end of the message. */
      readonly remedy?: string;
    } = {},
  ) {
    super(remedy === undefined ? problem : `${problem}; ${remedy}`, options);
    this.code = code;
    this.problem = problem;
  }
}

/** Whether an error is a mistake of the caller. */
export const isInputError = (error: unknown): error is InputError =>
  (error as Partial<InputError> | undefined)?.inputError === true;
