import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isInputError } from '@axiswise/messages';
import { mismatch } from './checksums.ts';
import { RefusedError } from './connection-failure.ts';
import { receive } from './receive.ts';
import type { ExpectedContent } from './remote-folder.ts';
import { makeFolders } from '../make-folders.ts';
import { isFileSystemError, writeError } from '../write-error.ts';

/** Timeouts, retries and progress of a download. */
export interface DownloadOptions {
  /** Receives a line on the progress: source, amount, speed. */
  readonly onProgress?: (line: string) => void;
  /** A server that does not begin to respond within this time is left; default `stallSeconds`. */
  readonly answerSeconds?: number;
  /** A server that sends nothing for this time is left; default 30 s. */
  readonly stallSeconds?: number;
  /** Retries per mirror after a broken connection; default two. */
  readonly retries?: number;
  /** Refuses addresses that are not https, also where a server redirects to one. */
  readonly httpsOnly?: boolean;
}

/** No mirror gave the file. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  /** The reason for each mirror, in the order in which they were tried. */
  readonly failures: readonly { readonly address: string; readonly reason: string }[];

  constructor(failures: DownloadError['failures']) {
    super(failures.map(({ address, reason }) => `${address}: ${reason}`).join('; '));
    this.failures = failures;
  }
}

/**
 * Downloads a file from the first of several addresses that has it.
 *
 * The download goes to `<file>.partial` and is resumed there after an interruption, also of the
 * process. The file gets its name only when it is complete and valid. Redirects are followed;
 * proxies are those of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 *
 * @param mirrors complete addresses, tried in this order.
 * @param options.expected known properties of the content: size, checksums.
 * @throws DownloadError if no mirror gives the file; InputError if it cannot be written.
 */
export async function downloadFile(
  mirrors: readonly string[],
  file: string,
  options: DownloadOptions & { readonly expected?: ExpectedContent } = {},
): Promise<void> {
  const partial = `${file}.partial`;
  const failures: DownloadError['failures'][number][] = [];
  try {
    await makeFolders(path.dirname(file));
    for (const address of mirrors) {
      const reason = await tryMirror(address, partial, options);
      if (reason === undefined) {
        await rename(partial, file);
        return;
      }
      failures.push({ address, reason });
      options.onProgress?.(`${address} failed: ${reason}`);
    }
  } catch (cause) {
    throw writeError(file, cause);
  }
  throw new DownloadError(failures);
}

/**
 * Downloads from one address into the partial file; returns the reason of a failure, or undefined.
 */
async function tryMirror(
  address: string,
  partial: string,
  options: DownloadOptions & { readonly expected?: ExpectedContent },
): Promise<string | undefined> {
  const { retries = 2, stallSeconds = 30, answerSeconds = stallSeconds } = options;
  const { expected = {}, httpsOnly, onProgress } = options;
  const { sizeBytes } = expected;
  // The partial file is from another mirror or another day, where the same name may be compressed
  // differently.
  let inherited = existsSync(partial);
  let failure = '';
  let attempts = 0;
  for (let left = retries; left >= 0; left--) {
    if (attempts++ > 0) await sleep(250 * attempts);
    try {
      await receive(address, partial, {
        ...{ answerSeconds, stallSeconds, sizeBytes, httpsOnly, onProgress },
      });
    } catch (cause) {
      if (isFileSystemError(cause) || isInputError(cause)) throw cause;
      failure = (cause as Error).message;
      if (cause instanceof RefusedError) return failure;
      continue;
    }
    const wrong = await mismatch(partial, expected);
    if (wrong === undefined) return undefined;
    // No part of it may be resumed.
    await rm(partial);
    failure = `wrong content: ${wrong}`;
    if (!inherited) return failure;
    onProgress?.(`the partial file does not fit the file at ${address}; restarting`);
    inherited = false;
    left++;
  }
  return `${failure} (${attempts} attempts)`;
}
