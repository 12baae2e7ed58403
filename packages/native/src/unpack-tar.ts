import { createReadStream } from 'node:fs';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createGunzip } from 'node:zlib';

const blockBytes = 512;
/** Names and extended headers are short; a longer one is damage. */
const mostHeaderBytes = 2 ** 20;

interface Member {
  readonly name: string;
  readonly linkName: string;
  readonly sizeBytes: number;
  readonly mode: number;
  /** The letter of its kind: a file, a folder, a link, an extended header. */
  readonly kind: string;
}

/**
 * Unpacks a gzipped tar into an empty folder. No member can leave that folder, whatever its name is
 * and whatever links came before it. Programs named tar differ in what they let through.
 *
 * Reads files, folders, links, and the long names of GNU and of POSIX (pax).
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header".
 *
 * @throws Error where the archive is damaged, or a member would leave the folder.
 */
export async function unpackTar(archive: string, folder: string): Promise<void> {
  const file = createReadStream(archive);
  const unzipped = createGunzip();
  file.once('error', (cause) => unzipped.destroy(cause)).pipe(unzipped);
  const bytes = new ByteReader(unzipped);
  const links = new Set<string>();
  /** What headers of their own say of the next member. */
  let longer: Partial<Member> = {};
  try {
    for (;;) {
      const header = await bytes.read(blockBytes);
      if (header.every((byte) => byte === 0)) break;
      const plain = memberOf(header);
      const padding = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;
      if ('LKxg'.includes(plain.kind)) {
        if (plain.sizeBytes > mostHeaderBytes) throw new Error('a header in it is too long');
        const content = await bytes.read(plain.sizeBytes);
        if (plain.kind === 'L') longer = { ...longer, name: textOf(content) };
        if (plain.kind === 'K') longer = { ...longer, linkName: textOf(content) };
        if (plain.kind === 'x') longer = { ...longer, ...paxFields(content) };
        await bytes.read(padding(plain.sizeBytes));
        continue;
      }
      const member = { ...plain, ...longer };
      longer = {};
      await unpackMember(member, folder, bytes, links);
      await bytes.read(padding(member.sizeBytes));
    }
    // The checksum of gzip comes last.
    await bytes.readToEnd();
  } finally {
    file.destroy();
    unzipped.destroy();
  }
}

async function unpackMember(
  member: Member,
  folder: string,
  bytes: ByteReader,
  links: Set<string>,
): Promise<void> {
  const { name, linkName, kind } = member;
  const inside = insideOf(name, name);
  if (inside === '') return;
  // The links of this archive are all that there are, since the folder was empty.
  const parts = inside.split('/');
  const isLinked = parts.some((_, i) => links.has(parts.slice(0, i + 1).join('/')));
  if (isLinked) throw new Error(`its member ${name} goes through a link`);
  const place = path.join(folder, inside);
  await mkdir(path.dirname(place), { recursive: true });
  switch (kind) {
    case '0':
    case '7':
      await writeFile(place, bytes.chunks(member.sizeBytes), {
        flag: 'wx',
        mode: member.mode & 0o111 ? 0o755 : 0o644,
      });
      return;
    case '5':
      await mkdir(place, { recursive: true });
      return;
    case '2':
      insideOf(linkName, `${name} -> ${linkName}`);
      links.add(inside);
      await symlink(linkName, place);
      return;
    case '1': {
      const target = insideOf(linkName, `${name} -> ${linkName}`);
      if (links.has(target)) throw new Error(`its member ${name} goes through a link`);
      await link(path.join(folder, target), place);
      return;
    }
    default:
      throw new Error(`its member ${name} is neither a file, a folder nor a link`);
  }
}

/**
 * A name without `.` and double slashes; empty for the folder itself.
 *
 * No `..` is let through at all, not even `a/..`: it leaves the folder where `a` is a link to it.
 */
function insideOf(name: string, shown: string): string {
  const leaves = path.posix.isAbsolute(name) || /^[A-Za-z]:|\\/.test(name);
  if (leaves || name.split('/').includes('..')) {
    throw new Error(`its member ${shown} would leave the folder that it is unpacked into`);
  }
  return path.posix.normalize(name).replace(/^\.(\/|$)|\/$/g, '');
}

function memberOf(header: Buffer): Member {
  const text = (from: number, length: number): string =>
    textOf(header.subarray(from, from + length));
  const octal = (from: number, length: number): number =>
    parseInt(text(from, length).trim() || '0', 8);
  const sum = header.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (sum !== octal(148, 8)) throw new Error('it is no tar, or is damaged');
  // GNU writes sizes beyond 8 GiB in binary; nothing here is that large.
  const sizeBytes = octal(124, 12);
  if (!Number.isSafeInteger(sizeBytes)) throw new Error('a size in it cannot be read');
  const prefix = text(257, 6) === 'ustar' ? text(345, 155) : '';
  return {
    name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    linkName: text(157, 100),
    sizeBytes,
    mode: octal(100, 8),
    kind: text(156, 1) || '0',
  };
}

/** The fields of an extended header that matter: records `length name=value\n`. */
function paxFields(content: Buffer): Partial<Member> {
  const fields: { name?: string; linkName?: string; sizeBytes?: number } = {};
  for (let at = 0; at < content.length;) {
    const length = parseInt(content.toString('latin1', at, at + 20), 10);
    if (!(length > 0)) throw new Error('an extended header in it is damaged');
    const record = content.toString('utf8', at, at + length);
    const [, key, value] = /^\d+ ([^=]+)=(.*)\n$/s.exec(record) ?? [];
    if (key === 'path') fields.name = value;
    if (key === 'linkpath') fields.linkName = value;
    if (key === 'size') fields.sizeBytes = Number(value);
    at += length;
  }
  return fields;
}

/** Text up to the first zero. */
function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** Reads a stream in pieces of any length. */
class ByteReader {
  readonly #stream: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#stream = stream[Symbol.asyncIterator]();
  }

  async read(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.chunks(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *chunks(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      if (this.#rest.length === 0) {
        const { value, done } = await this.#stream.next();
        if (done) throw new Error('it ends too early');
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async readToEnd(): Promise<void> {
    while (!(await this.#stream.next()).done);
  }
}
