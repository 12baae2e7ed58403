import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256OfFile, writeFileAtomically } from '@axiswise/files';

/** The file of checksums beside the libraries, as `sha256sum -c SHA256SUMS` reads it. */
const checksumFile = 'SHA256SUMS';

/** The folders of what is loaded: the libraries, and the binding with our kernels. */
const loadedFolders = ['deps/lib', 'lib/napi-v8'];

/** What is recorded of an installation: the SHA-256 of each file, by its path in the folder. */
export type Checksums = ReadonlyMap<string, string>;

/**
 * Reads the checksums beside the libraries.
 *
 * @returns undefined where none were recorded, as by 0.1.0.
 */
export async function recordedChecksums(folder: string): Promise<Checksums | undefined> {
  const file = path.join(folder, checksumFile);
  if (!existsSync(file)) return undefined;
  const lines = (await readFile(file, 'utf8')).matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm);
  return new Map([...lines].map(([, sha256, name]) => [name, sha256]));
}

/** Records the checksums of everything in a folder that will be loaded. */
export async function recordChecksums(folder: string): Promise<void> {
  const names: string[] = [];
  for (const part of loadedFolders) {
    const below = await readdir(path.join(folder, part)).catch(() => []);
    for (const name of below.map((entry) => `${part}/${entry}`)) {
      if ((await stat(path.join(folder, name))).isFile()) names.push(name);
    }
  }
  await writeChecksums(folder, await checksumsOf(folder, names));
}

/** Adds the checksum of one file, of which there may be an earlier one. */
export async function recordChecksum(folder: string, name: string): Promise<void> {
  const added = await checksumsOf(folder, [name]);
  await writeChecksums(folder, new Map([...((await recordedChecksums(folder)) ?? []), ...added]));
}

/** A file that is not what was recorded, and why; undefined where all are. */
export async function firstDifference(
  folder: string,
  recorded: Checksums,
): Promise<{ readonly name: string; readonly reason: string } | undefined> {
  const present = [...recorded.keys()].filter((name) => existsSync(path.join(folder, name)));
  const found = await checksumsOf(folder, present);
  for (const [name, sha256] of recorded) {
    const actual = found.get(name);
    if (actual === undefined) return { name, reason: 'it is missing' };
    if (actual !== sha256) {
      return { name, reason: `it has the SHA-256 ${actual} instead of ${sha256}` };
    }
  }
  return undefined;
}

/** Checksums of files, and of what links point to; each file is read once. */
async function checksumsOf(folder: string, names: readonly string[]): Promise<Checksums> {
  const known = new Map<string, string>();
  const sums = new Map<string, string>();
  for (const name of [...names].sort()) {
    const file = await realpath(path.join(folder, name));
    const sha256 = known.get(file) ?? (await sha256OfFile(file));
    known.set(file, sha256);
    sums.set(name, sha256);
  }
  return sums;
}

async function writeChecksums(folder: string, sums: Checksums): Promise<void> {
  const lines = [...sums].map(([name, sha256]) => `${sha256}  ${name}\n`);
  await writeFileAtomically(path.join(folder, checksumFile), lines.join(''));
}
