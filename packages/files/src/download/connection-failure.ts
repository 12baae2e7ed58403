/** What a system says when it cannot talk to a server, in words. */
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

/** What undici says without a code. */
const messages: readonly (readonly [RegExp, string])[] = [
  [/^redirect count exceeded$/, 'the server redirects in circles'],
  [/^Proxy .*\((\d+)\)/, 'the proxy answers $1'],
];

/** A failure that another attempt at the same address would meet again. */
export class RefusedError extends Error {}

/**
 * Why a request got no response, or only a part of one, as an error with a message for people.
 *
 * Read from the deepest cause: fetch itself only says "fetch failed".
 *
 * @returns a {@link RefusedError} where asking again is of no use.
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
  // A host of several addresses fails with an error for each, in one that has no message.
  return new Error(message || code || 'for no reason given', { cause });
}
