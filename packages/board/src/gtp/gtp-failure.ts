/** A command that cannot be carried out; the message follows `?` in the answer. */
export class GtpFailure extends Error {
  override readonly name = 'GtpFailure';
}
