import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import tls from 'node:tls';

const redirects = new Set([301, 302, 303, 307, 308]);

/** Limits of {@link download}: a host that is blocked is to be noticed soon. */
export interface DownloadOptions {
  /** Until the host answers, by default 5 s. */
  readonly answerTimeoutMs?: number;
  /** Between two pieces of the body, by default 30 s. */
  readonly stallTimeoutMs?: number;
  /** Called as bytes come; `total` is NaN where the host does not say. */
  readonly onBytes?: (received: number, total: number) => void;
}

/**
 * Downloads a file, through the proxy of `HTTPS_PROXY` or `HTTP_PROXY` where one is set.
 *
 * @returns the number of bytes.
 * @throws Error that names the address and what went wrong: no answer, an answer other than 200, a
 *   connection that stalls or ends early. No file is left behind then.
 */
export async function download(
  url: string,
  file: string,
  options: DownloadOptions = {},
): Promise<number> {
  const { answerTimeoutMs = 5_000, stallTimeoutMs = 30_000, onBytes } = options;
  try {
    const response = await openFollowing(new URL(url), answerTimeoutMs);
    const total = Number(response.headers['content-length'] ?? NaN);
    let received = 0;
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        onBytes?.(received, total);
        done(null, chunk);
      },
    });
    response.setTimeout(stallTimeoutMs, () => {
      response.destroy(new Error(`no data came for ${stallTimeoutMs / 1000} s`));
    });
    await pipeline(response, counter, createWriteStream(file)).catch((cause: Error) => {
      if (response.complete || cause.message !== 'aborted') throw cause;
      throw new Error(`the connection ended after ${received} of ${total} bytes`, { cause });
    });
    return received;
  } catch (cause) {
    await rm(file, { force: true });
    throw new Error(`${url}: ${(cause as Error).message}`, { cause });
  }
}

async function openFollowing(url: URL, timeoutMs: number): Promise<http.IncomingMessage> {
  for (let hops = 0; hops < 5; hops++) {
    const response = await open(url, timeoutMs);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.destroy();
    if (!redirects.has(statusCode) || !headers.location) {
      throw new Error(`the host answers ${statusCode} ${response.statusMessage ?? ''}`.trim());
    }
    url = new URL(headers.location, url);
  }
  throw new Error('the host redirects in circles');
}

function open(url: URL, timeoutMs: number): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    let request: http.ClientRequest | undefined;
    const timer = setTimeout(() => {
      fail(new Error(`the host does not answer within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    const fail = (cause: Error): void => {
      clearTimeout(timer);
      request?.destroy();
      // A host with several addresses fails with one error for each and an empty message.
      const [first] = (cause as AggregateError).errors ?? [];
      reject(new Error(cause.message || (first as Error).message, { cause }));
    };
    const proxy = proxyFor(url);
    const client = url.protocol === 'https:' ? https : http;
    const send = (extra: https.RequestOptions): void => {
      request = client.get(url, extra, (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      request.once('error', fail);
    };
    if (proxy === undefined) {
      send({ agent: false });
    } else if (url.protocol === 'http:') {
      send({
        agent: false,
        hostname: proxy.hostname,
        port: proxy.port || 80,
        path: url.href,
        headers: { host: url.host, ...credentials(proxy) },
      });
    } else {
      const authority = `${url.hostname}:${url.port || 443}`;
      request = http.request({
        host: proxy.hostname,
        port: proxy.port || 80,
        method: 'CONNECT',
        path: authority,
        headers: { host: authority, ...credentials(proxy) },
      });
      request.once('error', fail);
      request.once('connect', ({ statusCode }, socket) => {
        if (statusCode !== 200) {
          socket.destroy();
          fail(new Error(`the proxy ${proxy.host} answers ${statusCode}`));
          return;
        }
        // Without an agent, which would not call this but would know the port of https.
        const createConnection = () => tls.connect({ socket, servername: url.hostname });
        send({ createConnection, defaultPort: 443 });
      });
      request.end();
    }
  });
}

function proxyFor(url: URL): URL | undefined {
  const variable = (name: string) => process.env[name] || process.env[name.toUpperCase()];
  const address = url.protocol === 'https:' ? variable('https_proxy') : variable('http_proxy');
  if (!address) return undefined;
  const direct = (variable('no_proxy') ?? '').split(',').map((host) => host.trim());
  const isDirect = direct.some((host) => {
    const suffix = host.replace(/^\*?\.?/, '');
    return (
      host === '*' || url.hostname === suffix || (suffix && url.hostname.endsWith(`.${suffix}`))
    );
  });
  if (isDirect) return undefined;
  return new URL(address.includes('://') ? address : `http://${address}`);
}

function credentials({ username, password }: URL): Record<string, string> {
  if (!username) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}
