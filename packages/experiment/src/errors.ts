/** An experiment, strategy, data set or option that does not exist or does not fit. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
  readonly inputError = true;
}
