import net, { type AddressInfo } from 'node:net';
import { fetch } from 'undici';
import { describe, expect, it } from 'vitest';
import { connectionFailure, RefusedError } from './connection-failure.ts';

/** An error as fetch wraps it. */
const fetchFailed = (cause: Error) => new TypeError('fetch failed', { cause });
const withCode = (error: Error, code: string) => Object.assign(error, { code });

describe('connectionFailure', () => {
  it.each([
    ['ENOTFOUND', 'its host is not found'],
    ['ECONNREFUSED', 'its host refuses connections'],
    ['UND_ERR_SOCKET', 'the connection broke'],
    ['ENETUNREACH', 'its host cannot be reached from here'],
    ['UND_ERR_CONNECT_TIMEOUT', 'its host does not answer'],
  ])('says what %s means', (code, words) => {
    const told = withCode(new Error(`${code} in the words of the system`), code);
    expect(connectionFailure(fetchFailed(told)).message).toBe(words);
  });

  it('describes an empty error after all addresses of a host failed', () => {
    const each = ['ENETUNREACH', 'ETIMEDOUT'].map((code) => withCode(new Error(code), code));
    const told = withCode(new AggregateError(each, ''), 'ENETUNREACH');
    expect(connectionFailure(fetchFailed(told)).message).toBe(
      'its host cannot be reached from here',
    );
    const unheard = withCode(new AggregateError([], ''), 'EADDRNOTAVAIL');
    expect(connectionFailure(fetchFailed(unheard)).message).toBe('EADDRNOTAVAIL');
  });

  it('keeps the message of the deepest cause', () => {
    expect(connectionFailure(fetchFailed(new Error('self-signed certificate'))).message).toBe(
      'self-signed certificate',
    );
    expect(connectionFailure(new Error('received nothing for 30 s')).message).toBe(
      'received nothing for 30 s',
    );
  });

  it.each([
    ['redirect count exceeded', 'the server redirects in circles'],
    ['Proxy response (407) !== 200 when HTTP Tunneling', 'the proxy answers 407'],
    ['Proxy Authentication Required (407)', 'the proxy answers 407'],
  ])('takes "%s" for a refusal', (message, words) => {
    const failure = connectionFailure(fetchFailed(new Error(message)));
    expect(failure).toBeInstanceOf(RefusedError);
    expect(failure.message).toBe(words);
  });

  it('says in one line that a server does not speak TLS', async () => {
    const server = net.createServer((socket) => socket.on('error', () => undefined).end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const cause: unknown = await fetch(`https://127.0.0.1:${port}/`).catch((error) => error);
    server.close();
    expect(connectionFailure(cause).message).toMatch(
      /^no secure connection could be made \(ERR_SSL_\w+\)$/,
    );
  });
});
