import { existsSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { fileSize } from '@axiswise/messages';
import type { Response } from 'undici';
import { connectionFailure, RefusedError } from './connection-failure.ts';
import { connector } from './proxies.ts';
import { isFileSystemError } from '../write-error.ts';

/** How one attempt to receive a file goes on, and when it is given up. */
export interface ReceiveOptions {
  /** A response that begins later is given up. */
  readonly answerSeconds: number;
  /** A server that sends nothing for so long is given up. */
  readonly stallSeconds: number;
  /** The file's size where it is known: nothing longer is received. */
  readonly sizeBytes?: number;
  readonly onProgress?: (line: string) => void;
}

/**
 * Receives a file from one address in one attempt, from where an earlier attempt ended.
 *
 * @param partial what came so far; longer after each attempt, removed where it cannot be continued.
 * @throws RefusedError where the server will answer the same again; Error where it may not; an error
 *   of the file system as it is.
 */
export async function receive(
  address: string,
  partial: string,
  options: ReceiveOptions,
): Promise<void> {
  const { answerSeconds, stallSeconds } = options;
  const have = existsSync(partial) ? (await stat(partial)).size : 0;
  const [{ fetch }, dispatcher] = await Promise.all([import('undici'), connector()]);
  const patience = new Patience();
  try {
    patience.restart(
      answerSeconds,
      new RefusedError(`the server does not answer within ${answerSeconds} s`),
    );
    const response = await fetch(address, {
      dispatcher,
      signal: patience.signal,
      headers: {
        // Bytes as they lie on the server, so that ranges and sizes mean the same on both sides.
        'Accept-Encoding': 'identity',
        ...(have > 0 && { Range: `bytes=${have}-` }),
      },
    });
    const stalled = new Error(`nothing came for ${stallSeconds} s`);
    patience.restart(stallSeconds, stalled);
    const start = await beginOf(response, have, partial);
    if (start === undefined) return;
    await writeBody(response, partial, {
      ...options,
      address,
      start,
      onChunk: () => patience.restart(stallSeconds, stalled),
    });
  } catch (cause) {
    if (patience.signal.aborted) throw patience.signal.reason;
    if (isFileSystemError(cause)) throw cause;
    throw connectionFailure(cause);
  } finally {
    patience.end();
    // Closes the connection of a response that was not read to its end.
    await dispatcher.destroy();
  }
}

/** Aborts its signal with an error unless it is restarted in time. */
class Patience {
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  readonly signal = this.#abort.signal;

  restart(seconds: number, error: Error): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(error), seconds * 1000);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Statuses that may be others a moment later: timeout, too many requests, the server's own faults. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/**
 * The position in the file at which the body of a response begins, or undefined where all of the file
 * is here.
 */
async function beginOf(
  response: Response,
  have: number,
  partial: string,
): Promise<number | undefined> {
  const { status, statusText } = response;
  if (status === 416) {
    // The part is at least as long as the file: whole, or another file's. The checksum tells.
    if (wholeLength(response) === have) return undefined;
    await rm(partial);
    throw new Error('the server has less than is here already; beginning anew');
  }
  if (!response.ok || !response.body) {
    const message = `the server answers ${status} ${statusText}`.trim();
    throw isPassing(status) ? new Error(message) : new RefusedError(message);
  }
  if (status !== 206) return 0;
  if (rangeStart(response) === have) return have;
  await rm(partial);
  throw new Error('the server sent another part than was asked for; beginning anew');
}

/** Appends the body of a response to the partial file, or replaces it where the body is the whole. */
async function writeBody(
  response: Response,
  partial: string,
  options: Pick<ReceiveOptions, 'sizeBytes' | 'onProgress'> & {
    readonly address: string;
    readonly start: number;
    readonly onChunk: () => void;
  },
): Promise<void> {
  const { address, start, sizeBytes = Infinity, onProgress, onChunk } = options;
  // fetch unpacks what a server packs for the way: then its length says nothing about ours.
  const packed = response.headers.has('content-encoding');
  const announced = packed ? NaN : Number(response.headers.get('content-length') ?? NaN);
  if (start + announced > sizeBytes) {
    throw new RefusedError(`wrong content: ${start + announced} bytes instead of ${sizeBytes}`);
  }
  onProgress?.(
    `${start > 0 ? 'going on with' : 'downloading'} ${address}` +
      (Number.isNaN(announced) ? '' : ` (${fileSize(start + announced)})`),
  );
  const progress = progressLines(start, announced, onProgress);
  const handle = await open(partial, start > 0 ? 'a' : 'w');
  let received = 0;
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      onChunk();
      await handle.writeFile(chunk);
      received += chunk.length;
      progress(received);
      // Without a length announced: do not fill the disk with what cannot be the file.
      if (start + received > sizeBytes) break;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (start + received > sizeBytes) {
    await rm(partial);
    throw new RefusedError(`wrong content: more than ${sizeBytes} bytes`);
  }
  if (received < announced) {
    throw new Error(`the connection broke after ${received} of ${announced} bytes`);
  }
}

/** Says every two seconds how far a download is, how fast, and how long it will take. */
function progressLines(
  start: number,
  announced: number,
  onProgress: ReceiveOptions['onProgress'],
): (received: number) => void {
  const began = performance.now();
  let lastLine = began;
  return (received) => {
    const now = performance.now();
    if (now - lastLine < 2000) return;
    lastLine = now;
    const rate = received / ((now - began) / 1000);
    const left = (announced - received) / rate;
    onProgress?.(
      `${fileSize(start + received)}, ${fileSize(rate)}/s` +
        (Number.isFinite(left) ? `, ${Math.ceil(left)} s left` : ''),
    );
  };
}

const rangeStart = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);

const wholeLength = (response: Response): number =>
  Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);
