import { crc32, deflateRawSync } from 'node:zlib';

/** An array in the format `.npy`, for tests. */
export function npy(
  dtype: '<f4' | '|u1' | '<i8' | (string & {}),
  shape: readonly number[],
  values: readonly number[] = [],
  { fortranOrder = false, content }: { fortranOrder?: boolean; content?: Buffer } = {},
): Buffer {
  const header =
    `{'descr': '${dtype}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, ` +
    `'shape': (${shape.map((length) => `${length},`).join(' ')}), }`;
  const padded = `${header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11)}\n`;
  const start = Buffer.alloc(10);
  start.write('\x93NUMPY\x01\x00', 'latin1');
  start.writeUInt16LE(padded.length, 8);
  const written =
    dtype === '<f4'
      ? Buffer.from(Float32Array.from(values).buffer)
      : dtype === '<i8'
        ? Buffer.from(BigInt64Array.from(values, BigInt).buffer)
        : Buffer.from(values);
  return Buffer.concat([start, Buffer.from(padded, 'latin1'), content ?? written]);
}

/** An archive of arrays in the format `.npz`, for tests. */
export function npz(
  arrays: Readonly<Record<string, Buffer>>,
  { deflated = false }: { deflated?: boolean } = {},
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [key, content] of Object.entries(arrays)) {
    const name = Buffer.from(`${key}.npy`);
    const packed = deflated ? deflateRawSync(content) : content;
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(deflated ? 8 : 0, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, name, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), facts, place, name);
    files.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(arrays).length, 8);
  end.writeUInt16LE(Object.keys(arrays).length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, central, end]);
}
