/** An engine that is asked for cannot run; the message says why and what to do. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
  readonly inputError = true;
}
