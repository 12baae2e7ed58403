import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  boundKeptFiles,
  cacheFolder,
  type KeptFile,
  keptFile,
  listKeptFiles,
  makeFolders,
} from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { codeDigest } from './code-digest.ts';
import { type Entry, EntryWriter, readEntry } from './entry-file.ts';
import {
  inMemory,
  type NumberArray,
  type Numbers,
  numbersIn,
  type NumberType,
  numberTypes,
} from './numbers.ts';
import { type Preparation, type Prepared, preparedOf, type PrepareOptions } from './preparation.ts';

export type { Preparation, Prepared };

const ending = '.prepared';
const defaultCacheGigabytes = 8;
const defaultMemoryGigabytes = 0.5;

/** Where prepared data is kept, how much of it at most, and how much of a data set is held in memory. */
export interface PreparedStore {
  readonly folder: string;
  /** 0: nothing is kept. */
  readonly mostBytes: number;
  readonly memoryBytes: number;
}

/**
 * The store of prepared data: `$AXISWISE_PREPARED_DIR`, else `prepared` in the cache folder, of at most
 * `$AXISWISE_PREPARED_GB` gigabytes (8 by default; 0 keeps nothing). Data of more than
 * `$AXISWISE_DATA_MEMORY_GB` (0.5 by default) is read from its file, example by example.
 */
export function preparedStore(environment: NodeJS.ProcessEnv = process.env): PreparedStore {
  const bytes = (name: string, byDefault: number): number => {
    const asked = environment[name];
    if (asked === undefined || asked === '') return byDefault * 1e9;
    const gigabytes = Number(asked);
    if (gigabytes >= 0) return gigabytes * 1e9;
    throw new InputError('data', `${name} must be a number of gigabytes, got '${asked}'`);
  };
  const own = environment['AXISWISE_PREPARED_DIR'];
  return {
    folder: own ? path.resolve(own) : path.join(cacheFolder(environment), 'prepared'),
    mostBytes: bytes('AXISWISE_PREPARED_GB', defaultCacheGigabytes),
    memoryBytes: bytes('AXISWISE_DATA_MEMORY_GB', defaultMemoryGigabytes),
  };
}

/**
 * Prepares data once and keeps it in the {@link preparedStore}: later calls, in other processes too, read it
 * back, which is bit for bit the same.
 *
 * Data is the same where its name, what decides it, the code that prepares it ({@link codeDigest}) and the
 * JavaScript engine are the same. Entries are whole or absent and checked when they are read; damaged ones
 * are made anew. Where there is too little room, those go that were not used for the longest time. Of
 * several processes that want the same, one prepares it and the others wait.
 */
export async function prepareOnce<Facts>(options: PrepareOptions<Facts>): Promise<Prepared<Facts>> {
  const { name, code, onProgress, prepare } = options;
  const store = preparedStore();
  const decisive = async (): Promise<string> => JSON.stringify(await options.decidedBy());
  const before = await decisive();
  const make = async (place: string, keeps: boolean): Promise<Entry> => {
    const collected = new Collected(place, store.memoryBytes, onProgress);
    try {
      const facts = await prepare(collected);
      const isSame = keeps && collected.bytes <= store.mostBytes && (await decisive()) === before;
      return collected.finish(facts, isSame);
    } catch (cause) {
      collected.drop();
      throw cause;
    }
  };
  if (store.mostBytes === 0 || code === undefined) {
    await makeFolders(store.folder).catch(() => undefined);
    return preparedOf(await make(scratchIn(store.folder), false));
  }
  const key = createHash('sha256')
    .update(JSON.stringify([name, before, codeDigest(code)]))
    .update(JSON.stringify([process.versions.v8, process.arch, os.endianness()]))
    .digest('hex');
  const file = path.join(store.folder, `${fileNameOf(name)}-${key.slice(0, 32)}${ending}`);

  let made = false;
  const entry = await keptFile(file, {
    read: (place) => {
      const found = readEntry(place, store.memoryBytes);
      for (const line of found?.notices ?? []) onProgress?.(line);
      return Promise.resolve(found);
    },
    make: (place) => {
      made = true;
      return make(place, true);
    },
  });
  if (made) await boundKeptFiles(store.folder, { ending, mostBytes: store.mostBytes });
  return preparedOf(entry);
}

/** The prepared data that is kept, the most recently used first. */
export const listPrepared = (store = preparedStore()): Promise<readonly KeptFile[]> =>
  listKeptFiles(store.folder, ending);

/**
 * Removes prepared data; what runs goes on with what it has read.
 *
 * @param names of the data sets of which to remove it; by default all.
 */
export async function clearPrepared(
  names?: readonly string[],
  store = preparedStore(),
): Promise<readonly KeptFile[]> {
  if (!names) return boundKeptFiles(store.folder, { ending, mostBytes: 0 });
  const wanted = names.map(fileNameOf);
  const found = (await listPrepared(store)).filter((each) => wanted.includes(preparedName(each)));
  for (const { file } of found) await rm(file, { force: true });
  return found;
}

/** The data set of a prepared file, by its name. */
export const preparedName = ({ file }: KeptFile): string =>
  path.basename(file, ending).replace(/-[0-9a-f]{32}$/, '');

const fileNameOf = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}._-]/gu, '-').slice(0, 80) || 'data';

/** A file that is removed while it is read, also by others where this process is killed. */
const scratchIn = (folder: string): string =>
  path.join(folder, `scratch.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);

/** Collects what is prepared: in memory, or in a file what would take too much of it. */
class Collected implements Preparation {
  readonly #place: string;
  readonly #memoryBytes: number;
  readonly #onProgress: ((line: string) => void) | undefined;
  readonly #arrays = new Map<string, NumberArray>();
  readonly #inFile = new Set<string>();
  readonly #notices: string[] = [];
  #file: { readonly path: string; readonly writer: EntryWriter } | undefined;
  bytes = 0;

  constructor(place: string, memoryBytes: number, onProgress?: (line: string) => void) {
    this.#place = place;
    this.#memoryBytes = memoryBytes;
    this.#onProgress = onProgress;
  }

  keep(name: string, values: NumberArray): void {
    this.bytes += values.byteLength;
    this.#arrays.set(name, values);
  }

  reserve(name: string, type: NumberType, length: number) {
    const bytes = length * numberTypes[type].BYTES_PER_ELEMENT;
    this.bytes += bytes;
    if (this.bytes > this.#memoryBytes) {
      const { writer } = (this.#file ??= this.#openAnywhere());
      writer.reserve(name, type, length);
      this.#inFile.add(name);
      return { set: (values: NumberArray, at: number) => writer.set(name, values, at) };
    }
    const values = numbersIn(new SharedArrayBuffer(bytes), type);
    this.#arrays.set(name, values);
    return { set: (piece: NumberArray, at: number) => values.set(piece, at) };
  }

  notice(line: string): void {
    this.#notices.push(line);
    this.#onProgress?.(line);
  }

  /** Writes what is to be kept, as far as the file system allows it. */
  finish(given: unknown, isKept: boolean): Entry {
    const notices = this.#notices;
    // As they come from a file: without what JSON leaves out.
    const facts = JSON.parse(JSON.stringify(given ?? null)) as unknown;
    if (isKept) {
      try {
        const { writer } = (this.#file ??= this.#open(this.#place));
        for (const [name, values] of this.#arrays) writer.add(name, values);
        writer.finish({ facts, notices });
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        if (code === undefined) throw cause;
        this.#onProgress?.(
          `the prepared data cannot be kept in ${path.dirname(this.#place)} (${code}) and is prepared anew ` +
            `each time`,
        );
        this.drop();
      }
    } else {
      this.drop();
    }
    const arrays = new Map<string, Numbers>();
    for (const [name, values] of this.#arrays) arrays.set(name, inMemory(values));
    // The file stays open and can be read, also where its name is gone.
    for (const name of this.#inFile) arrays.set(name, this.#file!.writer.numbers(name));
    if (this.#file && this.#file.path !== this.#place) this.drop();
    return { facts, notices, arrays };
  }

  /** Removes the file, so that it is not kept. */
  drop(): void {
    if (this.#file) rmSync(this.#file.path, { force: true });
  }

  #open(place: string) {
    return { path: place, writer: new EntryWriter(place) };
  }

  /** What memory does not hold needs a file, even where none can be kept. */
  #openAnywhere() {
    try {
      return this.#open(this.#place);
    } catch {
      return this.#open(scratchIn(os.tmpdir()));
    }
  }
}
