import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mismatch } from './checksums.ts';
import { connectionFailure } from './connection-failure.ts';
import type { RemoteFile, RemoteFolder } from './remote-folder.ts';
import { InputError } from '@axiswise/messages';
import { withFileLock } from './file-lock.ts';
import { isFileSystemError, writeError } from './write-error.ts';

export interface FetchOptions {
  readonly dataDir: string;
  /** One line on what goes on: from where, how far, how fast. */
  readonly onProgress?: (line: string) => void;
  /**
   * A base address in place of all mirrors: files are looked for at `<base>/<source>/<file>`. By
   * default `$AXISWISE_MIRROR`.
   */
  readonly mirrorBase?: string;
  /** A server that sends nothing for so long is given up; 30 s by default. */
  readonly stallSeconds?: number;
  /** How often a mirror is asked again after a broken connection; twice by default. */
  readonly retries?: number;
}

/**
 * Downloads the files of a source that are missing or damaged.
 *
 * A download goes to `<file>.partial` and goes on from there after an interruption; only when size
 * and checksum are right does it take the file's name. So a file that has its name is whole.
 *
 * @throws InputError with every mirror's reason and where to put the file by hand; where the folder
 *   cannot be written, or another process is downloading the same file.
 */
export async function fetchFiles(source: RemoteFolder, options: FetchOptions): Promise<void> {
  const folder = path.join(options.dataDir, source.name);
  if (source.byHand) {
    const { folder: place, how } = source.byHand;
    throw new InputError(
      'data',
      `${source.name} cannot be downloaded by itself: ${how} (${path.join(options.dataDir, place)})`,
    );
  }
  if (!source.files) {
    options.onProgress?.(`${source.name} is generated: there is nothing to download`);
    return;
  }
  const base = mirrorBase(options);
  for (const file of source.files) {
    const local = path.join(folder, file.path);
    if (existsSync(local) && (await mismatch(local, file)) === undefined) {
      options.onProgress?.(`${file.path} is there, its checksum is right`);
      continue;
    }
    try {
      await mkdir(path.dirname(local), { recursive: true });
      await withFileLock(local, () =>
        fetchFile(addresses(source, file, base), file, local, options),
      );
    } catch (cause) {
      throw writeError(local, cause);
    }
  }
}

/** The base address that replaces all mirrors, if there is one. */
function mirrorBase(options: FetchOptions): string | undefined {
  const base = options.mirrorBase ?? process.env['AXISWISE_MIRROR'];
  if (!base) return undefined;
  if (!(/^https?:\/\//i.test(base) && URL.canParse(base))) {
    throw new InputError(
      'data',
      `${options.mirrorBase === undefined ? '$AXISWISE_MIRROR' : 'the base address of all mirrors'} is ` +
        `'${base}'; give a whole address such as https://mirror.example/data`,
    );
  }
  return base.replace(/\/+$/, '');
}

const addresses = (
  source: RemoteFolder,
  file: RemoteFile,
  base: string | undefined,
): readonly string[] =>
  base === undefined ? file.mirrors : [`${base}/${source.name}/${file.path}`];

async function fetchFile(
  mirrors: readonly string[],
  file: RemoteFile,
  local: string,
  options: FetchOptions,
): Promise<void> {
  const partial = `${local}.partial`;
  const failures: string[] = [];
  for (const mirror of mirrors) {
    const failure = await tryMirror(mirror, file, partial, options);
    if (failure === undefined) {
      await rename(partial, local);
      options.onProgress?.(`${local} is whole, its checksum is right`);
      return;
    }
    failures.push(`${mirror}: ${failure}`);
    options.onProgress?.(`${mirror} failed: ${failure}`);
  }
  throw new InputError(
    'data',
    `${file.path} could not be downloaded (${failures.join('; ')}); try again later, or put it by ` +
      `hand at ${local}`,
  );
}

/** Downloads from one address into the partial file; answers why it failed, or undefined. */
async function tryMirror(
  address: string,
  file: RemoteFile,
  partial: string,
  options: FetchOptions,
): Promise<string | undefined> {
  const { retries = 2 } = options;
  // Bytes of another mirror or of another day: the same name may be packed differently there.
  let inherited = existsSync(partial);
  let failure = '';
  let attempts = 0;
  for (let left = retries; left >= 0; left--) {
    if (attempts++ > 0) await sleep(250 * attempts);
    try {
      await receive(address, file, partial, options);
    } catch (cause) {
      if (isFileSystemError(cause)) throw cause;
      failure = connectionFailure(cause);
      if (cause instanceof RefusedError) return failure;
      continue;
    }
    const wrong = await mismatch(partial, file);
    if (wrong === undefined) return undefined;
    // Nothing of it may be gone on from.
    await rm(partial);
    failure = `wrong content: ${wrong}`;
    if (!inherited) return failure;
    options.onProgress?.(`what was here did not fit what ${address} has; beginning anew`);
    inherited = false;
    left++;
  }
  return `${failure} (${attempts} attempts)`;
}

/** The server answered, and will answer the same again. */
class RefusedError extends Error {}

/** Answers that may be others a moment later: timeout, too many requests, the server's own faults. */
const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 429;

async function receive(
  address: string,
  file: RemoteFile,
  partial: string,
  options: FetchOptions,
): Promise<void> {
  const { stallSeconds = 30, onProgress } = options;
  const have = existsSync(partial) ? (await stat(partial)).size : 0;
  const abort = new AbortController();
  const stall = (): void => abort.abort(new Error(`nothing came for ${stallSeconds} s`));
  let timer = setTimeout(stall, stallSeconds * 1000);
  try {
    const response = await fetch(address, {
      signal: abort.signal,
      headers: {
        // Bytes as they lie on the server, so that ranges and sizes mean the same on both sides.
        'Accept-Encoding': 'identity',
        ...(have > 0 && { Range: `bytes=${have}-` }),
      },
    });
    if (response.status === 416) {
      // The part is at least as long as the file: whole, or another file's. The checksum tells.
      await response.body?.cancel();
      if (wholeLength(response) === have) return;
      await rm(partial);
      throw new Error('the server has less than is here already; beginning anew');
    }
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      const message = `the server answered ${response.status} ${response.statusText}`.trim();
      throw isPassing(response.status) ? new Error(message) : new RefusedError(message);
    }
    const goesOn = response.status === 206 && rangeStart(response) === have;
    if (response.status === 206 && !goesOn) {
      await response.body.cancel();
      await rm(partial);
      throw new Error('the server sent another part than was asked for; beginning anew');
    }
    const start = goesOn ? have : 0;
    // fetch unpacks what a server packs for the way: then its length says nothing about ours.
    const packed = response.headers.has('content-encoding');
    const announced = packed ? NaN : Number(response.headers.get('content-length') ?? NaN);
    const isTooLong = (bytes: number): boolean => bytes > (file.sizeBytes ?? Infinity);
    if (isTooLong(start + announced)) {
      await response.body.cancel();
      throw new RefusedError(
        `wrong content: ${start + announced} bytes instead of ${file.sizeBytes}`,
      );
    }
    onProgress?.(
      `${goesOn ? 'going on with' : 'downloading'} ${address}` +
        (Number.isNaN(announced) ? '' : ` (${inWords(start + announced)})`),
    );
    const progress = progressLines(start, announced, onProgress);
    const handle = await open(partial, goesOn ? 'a' : 'w');
    let received = 0;
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        clearTimeout(timer);
        timer = setTimeout(stall, stallSeconds * 1000);
        await handle.writeFile(chunk);
        received += chunk.length;
        progress(received);
        // Without a length announced: do not fill the disk with what cannot be it.
        if (isTooLong(start + received)) break;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (isTooLong(start + received)) {
      await rm(partial);
      throw new RefusedError(`wrong content: more than ${file.sizeBytes} bytes`);
    }
    if (received < announced) {
      throw new Error(`the connection broke after ${received} of ${announced} bytes`);
    }
  } catch (cause) {
    throw abort.signal.aborted ? abort.signal.reason : cause;
  } finally {
    clearTimeout(timer);
  }
}

/** Says every two seconds how far a download is, how fast, and how long it will take. */
function progressLines(
  start: number,
  announced: number,
  onProgress: FetchOptions['onProgress'],
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
      `${inWords(start + received)}, ${inWords(rate)}/s` +
        (Number.isFinite(left) ? `, ${Math.ceil(left)} s left` : ''),
    );
  };
}

const rangeStart = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);

const wholeLength = (response: Response): number =>
  Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);

const inWords = (bytes: number): string =>
  bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
