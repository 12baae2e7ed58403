import { crc32, deflateSync } from 'node:zlib';
import { Random } from '@axiswise/random';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './picture.ts';
import { readPlainPng } from './plain-png.ts';

const chunk = (type: string, content: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(12 + content.length);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + content.length)), 8 + content.length);
  return bytes;
};
const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const header = (width: number, height: number, more: number[] = [8, 0, 0, 0, 0]): Buffer => {
  const bytes = Buffer.alloc(13);
  bytes.writeUInt32BE(width, 0);
  bytes.writeUInt32BE(height, 4);
  bytes.set(more, 8);
  return chunk('IHDR', bytes);
};
const end = chunk('IEND', new Uint8Array(0));
const random = new Random(1, 'png');
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, () => random.integer(256));

/** Rows of random bytes, each with one of the five filters. */
const filtered = (height: number, rowBytes: number): Uint8Array =>
  Buffer.concat(
    Array.from({ length: height }, (_, row) =>
      Buffer.concat([Uint8Array.of(row % 5), noise(rowBytes)]),
    ),
  );

describe('a plain PNG', () => {
  it.each([
    [1, 0, 9, 7],
    [3, 2, 6, 11],
  ])(
    'of %i channels has the pixels of the full decoder, by every filter',
    async (channels, colourType, width, height) => {
      const rows = deflateSync(filtered(height, width * channels));
      const file = Buffer.concat([
        signature,
        header(width, height, [8, colourType, 0, 0, 0]),
        chunk('pHYs', noise(9)),
        // In two parts.
        chunk('IDAT', rows.subarray(0, 20)),
        chunk('IDAT', rows.subarray(20)),
        end,
      ]);
      const png = readPlainPng(file)!;
      expect(png).toMatchObject({ height, width, channels });
      const shape = { height, width, channels };
      expect(png.pixels()).toEqual(await decodePicture(file, shape, 'full.png'));
    },
  );

  it('is what common encoders write', async () => {
    const raw = { width: 8, height: 5, channels: 3 } as const;
    const pixels = noise(8 * 5 * 3);
    const file = await sharp(pixels, { raw }).png().toBuffer();
    expect(readPlainPng(file)?.pixels()).toEqual(pixels);
  });

  const data = chunk('IDAT', deflateSync(filtered(4, 4)));
  const plain = Buffer.concat([signature, header(4, 4), data, end]);
  it.each([
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff])],
    ['cut off', plain.subarray(0, -5)],
    ['followed by something', Buffer.concat([plain, Buffer.of(0)])],
    ['damaged', Buffer.from(plain).fill(0x55, 45, 47)],
    ['of 16 bits', Buffer.concat([signature, header(4, 4, [16, 0, 0, 0, 0]), data, end])],
    ['of palette colours', Buffer.concat([signature, header(4, 4, [8, 3, 0, 0, 0]), data, end])],
    ['interlaced', Buffer.concat([signature, header(4, 4, [8, 0, 0, 0, 1]), data, end])],
    ['with a gamma', Buffer.concat([signature, header(4, 4), chunk('gAMA', noise(4)), data, end])],
    ['animated', Buffer.concat([signature, header(4, 4), chunk('acTL', noise(8)), data, end])],
    ['large', Buffer.concat([signature, header(1000, 1000), data, end])],
  ])('is not one that is %s', (_, file) => {
    expect(readPlainPng(file)).toBeUndefined();
  });

  it.each([
    ['too few rows', deflateSync(filtered(3, 4))],
    ['too many rows', deflateSync(filtered(5, 4))],
    ['no compressed data', noise(20)],
    ['an unknown filter', deflateSync(new Uint8Array(20).fill(9))],
  ])('has no pixels where it holds %s', (_, content) => {
    const file = Buffer.concat([signature, header(4, 4), chunk('IDAT', content), end]);
    expect(readPlainPng(file)!.pixels()).toBeUndefined();
  });
});
