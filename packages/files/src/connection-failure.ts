/** What a system says when it cannot talk to a host, in words. */
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

/**
 * Why a request got no answer, or only a part of one.
 *
 * Read from the deepest cause: fetch itself only says "fetch failed".
 */
export function connectionFailure(cause: unknown): string {
  let error = cause as NodeJS.ErrnoException;
  while (error.cause instanceof Error) error = error.cause;
  const { code = '', message } = error;
  if (Object.hasOwn(reasons, code)) return reasons[code];
  // OpenSSL's own message is a line of its source code.
  if (code.startsWith('ERR_SSL')) return `no secure connection could be made (${code})`;
  // A host of several addresses fails with an error for each, in one that has no message.
  return message.split('\n')[0].trim() || code || 'for no reason given';
}
