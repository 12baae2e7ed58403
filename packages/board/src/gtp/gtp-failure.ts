/** A command that cannot be carried out; the message is what follows `?` in the answer. */
export class GtpFailure extends Error {
  override readonly name = 'GtpFailure';
}
