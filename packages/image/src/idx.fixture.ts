/** The bytes of an IDX file: magic number, dimensions (big-endian), values. */
export function idxBytes(
  shape: readonly number[],
  values: ArrayLike<number>,
  magic = 0x0800 | shape.length,
): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic);
  shape.forEach((length, i) => view.setUint32(4 + 4 * i, length));
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
