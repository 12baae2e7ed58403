import { crc32 } from 'node:zlib';

/** 1 January 1980, midnight: the same contents give the same bytes whenever they are written. */
const date = 0x21;
const mostBytes = 0xffffffff;

/**
 * Packs files into a zip archive without compression, as NumPy's `savez` and Keras do.
 *
 * Source: APPNOTE.TXT of PKWARE, version 6.3.10, without the extensions for more than 4 GiB.
 *
 * @param files contents by name; names with `/` lie in folders.
 * @throws RangeError where the archive would be larger than 4 GiB.
 */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const bodies: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const path = Buffer.from(name, 'utf8');
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0); // version needed to extract: 2.0
    facts.writeUInt16LE(0x800, 2); // names are UTF-8
    facts.writeUInt16LE(0, 4); // stored
    facts.writeUInt16LE(0, 6);
    facts.writeUInt16LE(date, 8);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(path.length, 22);
    facts.writeUInt16LE(0, 24);
    const local = Buffer.concat([signature(0x04034b50), facts, path]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 0]);
    directory.push(Buffer.concat([signature(0x02014b50), madeBy, facts, rest, path]));
    bodies.push(local, content);
    offset += local.length + content.length;
    if (offset > mostBytes) throw new RangeError('a zip archive holds at most 4 GiB');
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...bodies, central, signature(0x06054b50), end]));
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
