import { existsSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { fileSize } from '@axiswise/messages';
import type { Response } from 'undici';
import { connectionFailure, RefusedError } from './connection-failure.ts';
import { connector } from './proxies.ts';
import { isFileSystemError } from '../write-error.ts';

/** Limits of one attempt to receive a file. */
export interface ReceiveOptions {
  /** Limit for the beginning of the response. */
  readonly answerSeconds: number;
  /** Limit for a pause without data. */
  readonly stallSeconds: number;
  /** The file's size if it is known: nothing longer is received. */
  readonly sizeBytes?: number;
  readonly httpsOnly?: boolean;
  readonly onProgress?: (line: string) => void;
}

/**
 * Receives a file from one address in one attempt, from the end of an earlier attempt.
 *
 * @param partial the data so far; longer after each attempt, removed if it cannot be resumed.
 * @throws RefusedError if a retry is useless; Error if it may help; errors of the file system as
 *   they are.
 */
export async function receive(
  address: string,
  partial: string,
  options: ReceiveOptions,
): Promise<void> {
  const { answerSeconds, stallSeconds, httpsOnly } = options;
  const have = existsSync(partial) ? (await stat(partial)).size : 0;
  const [{ fetch }, dispatcher] = await Promise.all([import('undici'), connector({ httpsOnly })]);
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
        // Uncompressed in transit, so that ranges and sizes mean the same on both sides.
        'Accept-Encoding': 'identity',
        ...(have > 0 && { Range: `bytes=${have}-` }),
      },
    });
    const stalled = new Error(`received nothing for ${stallSeconds} s`);
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

/** Statuses that may change a moment later: timeout, too many requests, the server's own faults. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;

/**
 * The position in the file at which the body of a response begins, or undefined if the file is
 * already complete.
 */
async function beginOf(
  response: Response,
  have: number,
  partial: string,
): Promise<number | undefined> {
  const { status, statusText } = response;
  if (status === 416) {
    // The partial file is at least as long as the file: complete, or of another file. The checksum
    // decides.
    if (wholeLength(response) === have) return undefined;
    await rm(partial);
    throw new Error('the file on the server is shorter than the partial file; restarting');
  }
  if (!response.ok || !response.body) {
    const message = `the server answers ${status} ${statusText}`.trim();
    throw isPassing(status) ? new Error(message) : new RefusedError(message);
  }
  if (status !== 206) return 0;
  if (rangeStart(response) === have) return have;
  await rm(partial);
  throw new Error('the server sent another part than requested; restarting');
}

/**
 * Appends the body of a response to the partial file, or replaces it if the body is the whole file.
 */
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
  // fetch unpacks content that a server compressed in transit; the stated length is not that of the
  // content then.
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
      // Without a stated length, stops before a wrong file fills the disk.
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

/** Reports every two seconds the progress of a download, its speed and the remaining time. */
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
