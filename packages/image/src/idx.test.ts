import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { decodeIdx } from './idx.ts';
import { readIdx } from './idx-file.ts';
import { idxBytes } from './idx.fixture.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

/** Two images of 2×3. */
const images = idxBytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);

function fileOf(bytes: Uint8Array, name = 'some-idx'): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

describe('decodeIdx', () => {
  it('reads dimensions and values', () => {
    const { shape, values } = decodeIdx(images, 3, 'here');
    expect(shape).toEqual([2, 2, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
  });

  it('reads from the middle of a larger buffer', () => {
    const larger = new Uint8Array([99, 99, 99, ...idxBytes([2], [7, 8]), 99]);
    expect([...decodeIdx(larger.subarray(3, 13), 1, 'here').values]).toEqual([7, 8]);
  });

  it('reads dimensions as unsigned big-endian numbers', () => {
    expect(decodeIdx(idxBytes([258], new Uint8Array(258)), 1, 'here').shape).toEqual([258]);
    expect(() => decodeIdx(idxBytes([0xffffffff], [1]), 1, 'here')).toThrow(
      'here: 4294967295 values should end at byte 4294967303, but the file ends at byte 9; it is cut off',
    );
  });

  it.each([
    ['another number type', idxBytes([1], [5], 0x0d01), '0x00000801, got 0x00000d01'],
    ['images in place of labels', images, '1 dimension must begin with 0x00000801, got 0x00000803'],
    ['a little-endian magic number', idxBytes([1], [5], 0x01080000), 'got 0x01080000'],
    ['a text', Buffer.from('<html>not found</html>'), 'got 0x3c68746d'],
    ['three bytes', new Uint8Array(3), 'got only 3 bytes'],
    ['nothing', new Uint8Array(0), 'got only 0 bytes'],
  ])('refuses %s', (_, bytes, message) => {
    const decode = () => decodeIdx(bytes, 1, 'labels');
    expect(decode).toThrow(InputError);
    expect(decode).toThrow(message);
    expect(decode).toThrow(/^labels, byte 0: .*are images and labels exchanged/);
  });

  it('refuses labels in place of images', () => {
    expect(() => decodeIdx(idxBytes([3], [1, 2, 3]), 3, 'images')).toThrow(
      '3 dimensions must begin with 0x00000803, got 0x00000801; are images and labels exchanged',
    );
  });

  it('says where a file is truncated', () => {
    expect(() => decodeIdx(images.subarray(0, 10), 3, 'images')).toThrow(
      'images: cut off in its header, at byte 10 of 16',
    );
    expect(() => decodeIdx(images.subarray(0, 27), 3, 'images')).toThrow(
      'images: 2×2×3 values should end at byte 28, but the file ends at byte 27; it is cut off',
    );
  });

  it('refuses more bytes than were announced', () => {
    expect(() => decodeIdx(new Uint8Array([...images, 0, 0]), 3, 'images')).toThrow(
      'images: 2×2×3 values should end at byte 28, but the file goes on for 2 more',
    );
  });
});

describe('readIdx', () => {
  it('reads plain and gzip alike, whatever the name says', async () => {
    for (const [bytes, name] of [
      [images, 'plain'],
      [gzipSync(images), 'packed.gz'],
      [gzipSync(images), 'packed-without-ending'],
      [images, 'unpacked-on-the-way.gz'],
    ] as const) {
      expect(await readIdx(fileOf(bytes, name), 3)).toEqual(decodeIdx(images, 3, ''));
    }
  });

  it('refuses a truncated gzip', async () => {
    const packed = gzipSync(images);
    const file = fileOf(packed.subarray(0, packed.length - 9));
    const reading = readIdx(file, 3);
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(
      `${file}: its gzip is cut off, at packed byte ${packed.length - 9}; get it again`,
    );
  });

  it.each([
    ['in its content', 20],
    // The last eight bytes are checksum and length.
    ['in its checksum', -8],
    ['in its length', -1],
  ])('refuses a gzip that is damaged %s', async (_, at) => {
    const packed = gzipSync(images, { level: 0 });
    const index = (at + packed.length) % packed.length;
    packed[index] ^= 0xff;
    const file = fileOf(packed);
    await expect(readIdx(file, 3)).rejects.toThrow(InputError);
    await expect(readIdx(file, 3)).rejects.toThrow(`${file}: its gzip is damaged (`);
  });

  it('says that a file is missing, or is a folder', async () => {
    const folder = temporaryFolder();
    const missing = path.join(folder, 'no-such-file');
    await expect(readIdx(missing, 3)).rejects.toThrow(InputError);
    await expect(readIdx(missing, 3)).rejects.toThrow(`${missing} is missing`);
    await expect(readIdx(folder, 3)).rejects.toThrow(`${folder} cannot be read (EISDIR)`);
  });
});
