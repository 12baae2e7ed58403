import { statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server responds to a request; `body` is its file. */
export type Behaviour = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  body: Uint8Array,
) => void;

export interface FileServer {
  /** Its address without a slash at the end. */
  readonly base: string;
  /** The `Range` headers of the requests, in order; empty strings for none. */
  readonly ranges: string[];
  readonly close: () => Promise<void>;
}

/** Serves files as real servers do, whole or from where a range begins. */
export const wellBehaved: Behaviour = (request, response, body) => {
  response.end(announce(request, response, body));
};

/**
 * Announces the whole, sends the first `bytes`, and ends the connection once they have arrived in the
 * receiver's file: what is on its way when a connection ends may be lost.
 */
export const cutsAfter =
  (bytes: number, receivers: string): Behaviour =>
  (request, response, body) => {
    const promised = announce(request, response, body);
    const arrivedSize = body.length - promised.length + Math.min(bytes, promised.length);
    response.write(promised.subarray(0, bytes));
    const poll = setInterval(() => {
      const arrived = statSync(receivers, { throwIfNoEntry: false })?.size ?? 0;
      if (arrived < arrivedSize && !response.destroyed) return;
      clearInterval(poll);
      response.destroy();
    }, 5);
  };

/** Sends the first `bytes`, then nothing more. */
export const stallsAfter =
  (bytes: number): Behaviour =>
  (request, response, body) => {
    response.write(announce(request, response, body).subarray(0, bytes));
  };

/** Sends the whole, whatever part was asked for. */
export const ignoresRanges: Behaviour = (_request, response, body) => {
  response.writeHead(200, { 'content-length': body.length }).end(body);
};

/** Responds with a status and an unrelated body. */
export const respondsWith =
  (status: number): Behaviour =>
  (_request, response) => {
    response.writeHead(status).end('not what was asked for');
  };

/** Serves another file, as a well-behaved server does. */
export const serves =
  (other: Uint8Array): Behaviour =>
  (request, response) => {
    wellBehaved(request, response, other);
  };

/** Never responds. */
export const staysSilent: Behaviour = () => undefined;

/** Behaves as the first at the first request, as the second at the second, then as the last. */
export function inTurn(...behaviours: Behaviour[]): Behaviour {
  let turn = 0;
  return (...call) => behaviours[Math.min(turn++, behaviours.length - 1)](...call);
}

/** Starts a server that has one file under every name. */
export async function serve(body: Uint8Array, behaviour = wellBehaved): Promise<FileServer> {
  const ranges: string[] = [];
  const server = http.createServer((request, response) => {
    ranges.push(request.headers.range ?? '');
    behaviour(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Writes the head of a response; returns the bytes that it announces. */
function announce(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  body: Uint8Array,
): Uint8Array {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? NaN);
  if (Number.isNaN(from)) {
    response.writeHead(200, { 'content-length': body.length });
    return body;
  }
  if (from >= body.length) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` });
    return new Uint8Array(0);
  }
  response.writeHead(206, {
    'content-length': body.length - from,
    'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
  });
  return body.subarray(from);
}
