import { createHash } from 'node:crypto';

export interface NamedArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

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
  const header: Record<string, unknown> = {};
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
  const data = Buffer.concat(parts);
  header['__metadata__'] = { ...metadata, sha256: sha256(data) };
  const json = Buffer.from(JSON.stringify(header));
  // The format asks for numbers on an 8-byte boundary; JSON may end in spaces.
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, data]);
}

/** Reads what {@link encodeSafetensors} wrote; throws where the content is not what was written. */
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
  const { __metadata__: metadata, ...entries } = JSON.parse(
    buffer.toString('utf8', 8, 8 + headerLength),
  ) as Record<string, never>;
  const data = buffer.subarray(8 + headerLength);
  if (sha256(data) !== (metadata as Record<string, string>)['sha256']) {
    throw new RangeError('the numbers do not match their checksum');
  }
  const arrays = new Map<string, NamedArray>();
  for (const [name, entry] of Object.entries(entries)) {
    const { shape, data_offsets: offsets } = entry as {
      shape: number[];
      data_offsets: [number, number];
    };
    // A copy, so that the numbers start on a boundary of four.
    const bytes = Uint8Array.from(data.subarray(...offsets));
    arrays.set(name, { shape, values: new Float32Array(bytes.buffer) });
  }
  return { arrays, metadata };
}

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
