import { crc32, inflateRawSync } from 'node:zlib';
import { InputError } from '@axiswise/messages';
import { type Bytes, bytesInMemory, partOf } from './bytes.ts';

/** A file of a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** Its content, checked. */
  open(): Bytes;
}

const signatures = { end: 0x06054b50, end64: 0x06064b50, central: 0x02014b50, local: 0x04034b50 };
const locator64Bytes = 20;
const endBytes = 22;
const longestComment = 65_535;
/** What is read at once to check a file that is stored as it is. */
const pieceBytes = 4 * 2 ** 20;
/** What is compressed is unpacked in memory. */
const mostUnpacked = 4e9;

/**
 * Lists the files of a ZIP archive, stored or deflated, of any size (ZIP64): what `np.savez` and
 * `np.savez_compressed` write.
 *
 * Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification", 6.3.
 *
 * @param place for messages.
 * @throws InputError where it is no such archive, or is damaged; {@link ZipEntry.open} too.
 */
export function zipEntries(bytes: Bytes, place: string): ZipEntry[] {
  const fail = (message: string): never => {
    throw new InputError('data', `${place} ${message}`);
  };
  const read = (from: number, length: number): Buffer => {
    if (!Number.isSafeInteger(from) || from < 0 || from + length > bytes.length) {
      fail('is a damaged archive: it points to what lies behind its end');
    }
    return Buffer.from(bytes.read(from, from + length));
  };
  const tailStart = Math.max(0, bytes.length - endBytes - longestComment);
  const tail = read(tailStart, bytes.length - tailStart);
  const endAt = lastEnd(tail);
  if (endAt === undefined) {
    return fail('is no archive in the format .npz, or is cut off; write it with np.savez');
  }
  let directory = { entries: tail.readUInt16LE(endAt + 10), start: tail.readUInt32LE(endAt + 16) };
  if (directory.entries === 0xffff || directory.start === 0xffffffff) {
    const locator = read(tailStart + endAt - locator64Bytes, locator64Bytes);
    const end64 = read(Number(locator.readBigUInt64LE(8)), 56);
    if (end64.readUInt32LE(0) !== signatures.end64) return fail('is a damaged archive');
    directory = {
      entries: Number(end64.readBigUInt64LE(32)),
      start: Number(end64.readBigUInt64LE(48)),
    };
  }
  const entries: ZipEntry[] = [];
  let at = directory.start;
  for (let i = 0; i < directory.entries; i++) {
    const fixed = read(at, 46);
    if (fixed.readUInt32LE(0) !== signatures.central) return fail('is a damaged archive');
    const lengths = [28, 30, 32].map((each) => fixed.readUInt16LE(each));
    const [nameLength, extraLength, commentLength] = lengths;
    const name = read(at + 46, nameLength).toString('utf8');
    const extra = read(at + 46 + nameLength, extraLength);
    const found = {
      isEncrypted: (fixed.readUInt16LE(8) & 1) !== 0,
      method: fixed.readUInt16LE(10),
      crc: fixed.readUInt32LE(16),
      ...sizesOf(fixed, extra),
    };
    entries.push({ name, open: () => openEntry(name, found, { read, bytes, fail }) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

interface Found {
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly localAt: number;
}

interface Archive {
  readonly bytes: Bytes;
  read(from: number, length: number): Buffer;
  fail(message: string): never;
}

/** The last record that ends an archive and reaches exactly to its end. */
function lastEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - endBytes; at >= 0; at--) {
    const isEnd =
      tail.readUInt32LE(at) === signatures.end &&
      at + endBytes + tail.readUInt16LE(at + 20) === tail.length;
    if (isEnd) return at;
  }
  return undefined;
}

/** Sizes and place of an entry; those that need 64 bits stand in an extra field. */
function sizesOf(fixed: Buffer, extra: Buffer): Pick<Found, 'packed' | 'size' | 'localAt'> {
  const numbers = [24, 20, 42].map((at) => fixed.readUInt32LE(at));
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    numbers.forEach((value, i) => {
      if (value !== 0xffffffff || from + 8 > extra.length) return;
      numbers[i] = Number(extra.readBigUInt64LE(from));
      from += 8;
    });
  }
  const [size, packed, localAt] = numbers;
  return { size, packed, localAt };
}

function openEntry(
  name: string,
  { isEncrypted, method, crc, packed, size, localAt }: Found,
  { bytes, read, fail }: Archive,
): Bytes {
  if (isEncrypted) return fail(`is encrypted at ${name}; write it without a password`);
  const local = read(localAt, 30);
  if (local.readUInt32LE(0) !== signatures.local) return fail(`is damaged at ${name}`);
  const start = localAt + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (start + packed > bytes.length) return fail(`is cut off within ${name}`);
  const damaged = (): never => fail(`is damaged within ${name}: its checksum does not fit`);
  if (method === 0) {
    const stored = partOf(bytes, start, packed);
    let sum = 0;
    for (let at = 0; at < packed; at += pieceBytes) {
      sum = crc32(stored.read(at, Math.min(at + pieceBytes, packed)), sum);
    }
    return sum === crc ? stored : damaged();
  }
  if (method !== 8) {
    return fail(`packs ${name} by method ${method}, which is not read; write it with np.savez`);
  }
  if (size > mostUnpacked) {
    return fail(`holds ${name} of ${Math.ceil(size / 1e9)} GB; write it with np.savez, not packed`);
  }
  let content: Buffer;
  try {
    content = inflateRawSync(read(start, packed), { maxOutputLength: Math.max(1, size) });
  } catch {
    return damaged();
  }
  return content.length === size && crc32(content) === crc ? bytesInMemory(content) : damaged();
}
