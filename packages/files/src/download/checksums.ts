import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { ExpectedContent, RemoteFolder } from './remote-folder.ts';

/** Whether a file exists and has the expected content. */
export interface FileState {
  readonly path: string;
  readonly present: boolean;
  /** Null if it was not checked. */
  readonly ok: boolean | null;
  /** The reason if it is not valid, else empty. */
  readonly reason: string;
}

/**
 * Checks the files of a source below `dataDir/<source name>/`.
 *
 * @param options.checksums reads the files completely and compares; otherwise only their presence
 *   is checked.
 */
export async function verifyFiles(
  source: RemoteFolder,
  dataDir: string,
  options: { readonly checksums?: boolean } = {},
): Promise<FileState[]> {
  const { checksums = true } = options;
  return Promise.all(
    (source.files ?? []).map(async (file) => {
      const local = path.join(dataDir, source.name, file.path);
      if (!existsSync(local)) {
        return { path: local, present: false, ok: null, reason: `${file.path} is missing` };
      }
      if (!checksums) return { path: local, present: true, ok: null, reason: '' };
      const reason = await mismatch(local, file);
      return {
        path: local,
        present: true,
        ok: reason === undefined,
        reason: reason ? `${file.path}: ${reason}` : '',
      };
    }),
  );
}

/** Why a file is not as expected, or undefined if it is. */
export async function mismatch(local: string, file: ExpectedContent): Promise<string | undefined> {
  const { size } = await stat(local);
  if (file.sizeBytes !== undefined && size !== file.sizeBytes) {
    return `${size} bytes instead of ${file.sizeBytes}`;
  }
  const packed = { sha256: file.sha256, md5: file.md5 };
  const content = { sha256: file.contentSha256, md5: file.contentMd5 };
  for (const [expected, ofContent] of [
    [packed, false],
    [content, true],
  ] as const) {
    for (const algorithm of ['sha256', 'md5'] as const) {
      if (expected[algorithm] === undefined) continue;
      const hash = createHash(algorithm);
      try {
        // Recognised by content, because some servers unpack a gzip file in transit.
        await (ofContent && (await isGzip(local))
          ? pipeline(createReadStream(local), createGunzip(), feed(hash))
          : pipeline(createReadStream(local), feed(hash)));
      } catch (cause) {
        const { code = '', message } = cause as NodeJS.ErrnoException;
        return code.startsWith('Z_')
          ? `its gzip is damaged (${message})`
          : `it cannot be read (${message})`;
      }
      const digest = hash.digest('hex');
      if (digest !== expected[algorithm]) {
        const what = ofContent ? 'the content has the' : 'it has the';
        return `${what} ${algorithm} ${digest} instead of ${expected[algorithm]}`;
      }
    }
  }
  return undefined;
}

/** The SHA-256 of a file, in hexadecimal digits. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), feed(hash));
  return hash.digest('hex');
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

const feed = (hash: Hash) =>
  async function (chunks: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of chunks) hash.update(chunk);
  };
