import { existsSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { mismatch } from './checksums.ts';
import { DownloadError, downloadFile, type DownloadOptions } from './download-file.ts';
import { withFileLock } from '../file-lock.ts';
import { makeFolders } from '../make-folders.ts';
import type { RemoteFile, RemoteFolder } from './remote-folder.ts';
import { writeError } from '../write-error.ts';

/** Destination and origin of the files of {@link fetchFiles}. */
export interface FetchOptions extends DownloadOptions {
  readonly dataDir: string;
  /**
   * A base address in place of all mirrors: files are at `<base>/<source>/<file>`. Default
   * `$AXISWISE_MIRROR`.
   */
  readonly mirrorBase?: string;
}

/**
 * Downloads the files of a source that are missing or damaged, each like {@link downloadFile}. A
 * file that has its name is complete.
 *
 * @throws InputError with every mirror's reason and where to put the file by hand; also if the
 *   folder cannot be written, or another process is downloading the same file.
 */
export async function fetchFiles(source: RemoteFolder, options: FetchOptions): Promise<void> {
  const { dataDir, onProgress } = options;
  if (source.byHand) {
    const { folder: place, how } = source.byHand;
    throw new InputError(
      'data',
      `${source.name} cannot be downloaded by itself: ${how} (${path.join(dataDir, place)})`,
    );
  }
  if (!source.files) {
    onProgress?.(`${source.name} is generated: there is nothing to download`);
    return;
  }
  const base = mirrorBase(options);
  for (const file of source.files) {
    const local = path.join(dataDir, source.name, file.path);
    if (existsSync(local) && (await mismatch(local, file)) === undefined) {
      onProgress?.(`${file.path} is there, its checksum is right`);
      continue;
    }
    const mirrors = base === undefined ? file.mirrors : [`${base}/${source.name}/${file.path}`];
    try {
      await makeFolders(path.dirname(local));
      await withFileLock(local, () => downloadFile(mirrors, local, { ...options, expected: file }));
    } catch (cause) {
      throw explained(cause, file, local);
    }
    onProgress?.(`${local} is complete, its checksum is right`);
  }
}

function explained(cause: unknown, file: RemoteFile, local: string): unknown {
  if (!(cause instanceof DownloadError)) return writeError(local, cause);
  return new InputError(
    'data',
    `${file.path} could not be downloaded (${cause.message}); try again later, or put it by hand at ` +
      local,
    { cause },
  );
}

/** The base address that replaces all mirrors, if there is one. */
function mirrorBase(options: FetchOptions): string | undefined {
  const base = options.mirrorBase ?? process.env['AXISWISE_MIRROR'];
  if (!base) return undefined;
  if (!(/^https?:\/\//i.test(base) && URL.canParse(base))) {
    throw new InputError(
      'data',
      `${options.mirrorBase === undefined ? '$AXISWISE_MIRROR' : 'the base address of all mirrors'} ` +
        `must be a whole address such as https://mirror.example/data, got '${base}'`,
    );
  }
  return base.replace(/\/+$/, '');
}
