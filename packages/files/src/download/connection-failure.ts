/** Descriptions of a system's connection errors. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its host is not found',
  EAI_AGAIN: 'its host is not found',
  ECONNREFUSED: 'its host refuses connections',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  UND_ERR_SOCKET: 'the connection broke',
  ENETUNREACH: 'its host cannot be reached from here',
  EHOSTUNREACH: 'its host cannot be reached from here',
  ETIMEDOUT: 'its host does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'its host does not answer',
};

/** Descriptions of undici's errors without a code. */
const messages: readonly (readonly [RegExp, string])[] = [
  [/^redirect count exceeded$/, 'the server redirects in circles'],
  [/^Proxy .*\((\d+)\)/, 'the proxy answers $1'],
];

/** A failure that a retry at the same address would repeat. */
export class RefusedError extends Error {}

/**
 * Turns the failure of a request, or of a part of its response, into an error with a message for
 * people.
 *
 * It reads the deepest cause, because fetch itself only says "fetch failed".
 *
 * @returns a {@link RefusedError} if a retry is useless.
 */
export function connectionFailure(cause: unknown): Error {
  let error = cause as NodeJS.ErrnoException;
  while (error.cause instanceof Error) error = error.cause;
  if (error instanceof RefusedError) return error;
  const { code = '' } = error;
  if (Object.hasOwn(reasons, code)) return new Error(reasons[code], { cause });
  // OpenSSL's own message is a line of its source code.
  if (code.startsWith('ERR_SSL')) {
    return new Error(`no secure connection could be made (${code})`, { cause });
  }
  const message = error.message.split('\n')[0].trim();
  for (const [pattern, words] of messages) {
    const match = pattern.exec(message);
    if (match) return new RefusedError(words.replace('$1', match[1]), { cause });
  }
  // A host with several addresses fails with an error for each, in one that has no message.
  return new Error(message || code || 'for no reason given', { cause });
}
