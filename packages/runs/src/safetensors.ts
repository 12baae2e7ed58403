import { createHash } from 'node:crypto';
import { parseJson } from '@axiswise/files';
import { z } from 'zod';

/** An array of a file, without its name. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The key in `__metadata__` of the checksum over the whole file but itself: names, shapes, numbers. */
const fileChecksum = 'fileSha256';
/** The key of the checksum that the first release wrote: over the numbers alone. */
const dataChecksum = 'sha256';
/** What stands in the place of the checksum while it is computed. */
const blank = '0'.repeat(64);

/**
 * Writes float32 arrays in the safetensors format: eight bytes of header length, a JSON header with
 * shapes and offsets, the numbers. Other programs can open a checkpoint of ours; see
 * https://github.com/huggingface/safetensors.
 *
 * @param metadata strings kept in the header under `__metadata__`.
 */
export function encodeSafetensors(
  arrays: ReadonlyMap<string, NamedArray>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = {
    __metadata__: { ...metadata, [fileChecksum]: blank },
  };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of arrays) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    header[name] = {
      dtype: 'F32',
      shape,
      data_offsets: [offset, offset + bytes.length],
    };
    parts.push(bytes);
    offset += bytes.length;
  }
  const json = Buffer.from(JSON.stringify(header));
  // The format asks for numbers on an 8-byte boundary; JSON may end in spaces.
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const file = Buffer.concat([length, padded, ...parts]);
  file.write(sha256(file), placeOfChecksum(file, blank), 'latin1');
  return file;
}

/**
 * Reads what {@link encodeSafetensors} wrote, also by the first release.
 *
 * @throws RangeError or InputError where the content is not what was written.
 */
export function decodeSafetensors(content: Uint8Array): {
  arrays: Map<string, NamedArray>;
  metadata: Record<string, string>;
} {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (buffer.length < 8) throw new RangeError(`${buffer.length} bytes are too few for a header`);
  const headerLength = Number(buffer.readBigUInt64LE());
  if (8 + headerLength > buffer.length) {
    throw new RangeError(`the header is cut off: ${headerLength} bytes announced`);
  }
  const { __metadata__: metadata, ...entries } = parseJson(
    buffer.toString('utf8', 8, 8 + headerLength),
    headerSchema,
    { place: 'its header', what: 'that of a checkpoint' },
  );
  const data = buffer.subarray(8 + headerLength);
  checkChecksum(buffer, data, metadata);
  const arrays = new Map<string, NamedArray>();
  for (const [name, { shape, data_offsets: offsets }] of Object.entries(entries)) {
    const bytes = Uint8Array.from(data.subarray(...offsets));
    const expected = 4 * shape.reduce((product, length) => product * length, 1);
    if (bytes.length !== expected) {
      throw new RangeError(`"${name}" [${shape.join(', ')}] has ${bytes.length} bytes`);
    }
    // A copy, so that the numbers start on a boundary of four.
    arrays.set(name, { shape, values: new Float32Array(bytes.buffer) });
  }
  return { arrays, metadata };
}

const size = z.int().min(0);
const entrySchema = z.looseObject({
  dtype: z.literal('F32'),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()) })
  .catchall(entrySchema);

function checkChecksum(
  file: Buffer,
  data: Buffer,
  metadata: Readonly<Record<string, string>>,
): void {
  const expected = metadata[fileChecksum];
  if (expected === undefined) {
    if (sha256(data) === metadata[dataChecksum]) return;
    throw new RangeError('the numbers do not match their checksum');
  }
  const blanked = Buffer.from(file);
  blanked.write(blank, placeOfChecksum(file, expected), 'latin1');
  if (sha256(blanked) !== expected) throw new RangeError('the file does not match its checksum');
}

/** Where the checksum stands: `__metadata__` is the header's first entry, before any name of an array. */
const placeOfChecksum = (file: Buffer, value: string): number =>
  file.indexOf(`"${fileChecksum}":"${value}"`) + `"${fileChecksum}":"`.length;

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
