import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mismatch } from './checksums.ts';
import type { RemoteFile, Source } from './dataset.ts';
import { DataError } from './errors.ts';

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
 * A download goes to `<file>.partial` and goes on from there after an interruption; only when its
 * checksum is right does it take the file's name. So a file that has its name is whole.
 *
 * @throws DataError with every mirror's reason, and where to put the file by hand.
 */
export async function fetchFiles(source: Source, options: FetchOptions): Promise<void> {
  const folder = path.join(options.dataDir, source.name);
  if (!source.files) {
    options.onProgress?.(`${source.name} is generated: there is nothing to download`);
    return;
  }
  await mkdir(folder, { recursive: true });
  for (const file of source.files) {
    const local = path.join(folder, file.path);
    if (existsSync(local) && (await mismatch(local, file)) === undefined) {
      options.onProgress?.(`${file.path} is there, its checksum is right`);
      continue;
    }
    await fetchFile(source, file, local, options);
  }
}

async function fetchFile(
  source: Source,
  file: RemoteFile,
  local: string,
  options: FetchOptions,
): Promise<void> {
  const base = options.mirrorBase ?? process.env['AXISWISE_MIRROR'];
  const mirrors = base ? [`${base.replace(/\/+$/, '')}/${source.name}/${file.path}`] : file.mirrors;
  const partial = `${local}.partial`;
  const failures: string[] = [];
  for (const mirror of mirrors) {
    const failure = await tryMirror(mirror, file, partial, options);
    if (failure === undefined) {
      await rename(partial, local);
      return;
    }
    failures.push(`${mirror}: ${failure}`);
    options.onProgress?.(`${mirror} failed: ${failure}`);
  }
  throw new DataError(
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
  let failure = '';
  for (let attempt = 0; attempt <= retries; attempt++) {
    if (attempt > 0) await sleep(250 * attempt);
    try {
      await receive(address, partial, options);
      const wrong = await mismatch(partial, file);
      if (wrong === undefined) return undefined;
      // Not what was asked for: nothing of it may be gone on from.
      await rm(partial);
      return `wrong content: ${wrong}`;
    } catch (cause) {
      failure = describe(cause);
      if (cause instanceof RefusedError) return failure;
    }
  }
  return `${failure} (${retries + 1} attempts)`;
}

/** The server answered, and will answer the same again. */
class RefusedError extends Error {}

async function receive(address: string, partial: string, options: FetchOptions): Promise<void> {
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
      throw response.status >= 500 ? new Error(message) : new RefusedError(message);
    }
    const goesOn = response.status === 206 && rangeStart(response) === have;
    const expected = Number(response.headers.get('content-length') ?? NaN);
    const start = goesOn ? have : 0;
    onProgress?.(
      `${goesOn ? 'going on with' : 'downloading'} ${address}` +
        (Number.isNaN(expected) ? '' : ` (${megabytes(start + expected)})`),
    );
    const handle = await open(partial, goesOn ? 'a' : 'w');
    let received = 0;
    let lastLine = performance.now();
    const began = lastLine;
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        clearTimeout(timer);
        timer = setTimeout(stall, stallSeconds * 1000);
        await handle.write(chunk);
        received += chunk.length;
        const now = performance.now();
        if (now - lastLine > 2000) {
          lastLine = now;
          const rate = received / ((now - began) / 1000);
          const left = Number.isNaN(expected)
            ? ''
            : `, ${Math.ceil((expected - received) / rate)} s left`;
          onProgress?.(`${megabytes(start + received)}, ${megabytes(rate)}/s${left}`);
        }
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (received < expected) {
      throw new Error(`the connection broke after ${received} of ${expected} bytes`);
    }
  } catch (cause) {
    throw abort.signal.aborted ? abort.signal.reason : cause;
  } finally {
    clearTimeout(timer);
  }
}

const rangeStart = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);

const wholeLength = (response: Response): number =>
  Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? NaN);

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** What went wrong, in the words of the deepest cause: fetch itself only says "fetch failed". */
function describe(cause: unknown): string {
  let error = cause as Error;
  while (error.cause instanceof Error) error = error.cause;
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its host is not found';
    case 'ECONNREFUSED':
      return 'its host refuses connections';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
      return 'the connection broke';
    default:
      return error.message;
  }
}
