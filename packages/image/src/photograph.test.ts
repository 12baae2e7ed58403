import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { readPhotograph, writePicture } from './photograph.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-photograph-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const at = (name: string): string => path.join(scratch, name);

/** A picture of one colour. */
async function plain(
  name: string,
  { width, height, background = '#f00' }: { width: number; height: number; background?: string },
): Promise<string> {
  const channels = background.length > 7 ? 4 : 3;
  await sharp({ create: { width, height, channels, background }, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .toFile(at(name));
  return at(name);
}

describe('readPhotograph', () => {
  it('keeps size and proportions, or scales the longer side', async () => {
    const file = await plain('wide.png', { width: 60, height: 30 });
    const own = await readPhotograph(file);
    expect(own).toMatchObject({ height: 30, width: 60, channels: 3, remarks: [] });
    expect([...own.pixels.subarray(0, 3)]).toEqual([1, 0, 0]);
    const smaller = await readPhotograph(file, { longestSide: 20 });
    expect(smaller).toMatchObject({
      ...{ height: 10, width: 20 },
      original: { height: 30, width: 60 },
    });
  });

  it('puts transparent pictures on white, and says so', async () => {
    const file = await plain('clear.png', { width: 4, height: 4, background: '#00000000' });
    const { pixels, remarks } = await readPhotograph(file);
    expect(new Set(pixels)).toEqual(new Set([1]));
    expect(remarks).toEqual(['what is transparent was laid on white']);
  });

  it('converts CMYK and 16 bits, and says so', async () => {
    const red = sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } });
    await red.clone().toColourspace('cmyk').jpeg().toFile(at('cmyk.jpg'));
    await red.clone().toColourspace('rgb16').png().toFile(at('deep.png'));
    expect((await readPhotograph(at('cmyk.jpg'))).remarks).toEqual(['CMYK was converted to RGB']);
    const deep = await readPhotograph(at('deep.png'));
    expect(deep.remarks).toEqual(['16 bits was converted to 8']);
    expect([...deep.pixels.subarray(0, 3)]).toEqual([1, 0, 0]);
  });

  it('refuses 10,000×10,000 at its own size and reads it scaled down', async () => {
    const file = await plain('huge.png', { width: 10_000, height: 10_000 });
    await expect(readPhotograph(file, { largestSide: 2048 })).rejects.toThrow(
      `${file} has 10000×10000 pixels; at most 50 million are read at their own size: ` +
        'ask for a size of 2048 or less to have it made smaller',
    );
    expect(await readPhotograph(file, { longestSide: 32 })).toMatchObject({
      height: 32,
      width: 32,
    });
  });

  it('refuses a picture whose header states a large size', async () => {
    // The header of a PNG of 60,000×60,000, with the pixels of one of 1×1.
    const file = await plain('bomb.png', { width: 1, height: 1 });
    const bytes = await sharp(file).png().toBuffer();
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    writeFileSync(file, bytes);
    await expect(readPhotograph(file, { longestSide: 64 })).rejects.toThrow(
      'bomb.png has 60000×60000 pixels; at most 268 million can be read; make it smaller first',
    );
  });

  it('refuses a picture that is too small, before and after scaling', async () => {
    const dot = await plain('dot.png', { width: 1, height: 1 });
    await expect(readPhotograph(dot, { shortestSide: 16 })).rejects.toThrow(
      `${dot} has 1×1 pixels; take a picture of at least 16×16`,
    );
    const strip = await plain('strip.png', { width: 400, height: 20 });
    await expect(readPhotograph(strip, { shortestSide: 16, longestSide: 100 })).rejects.toThrow(
      'would be made 100×5 pixels small, but at least 16×16 are needed',
    );
  });

  it('refuses a file that is no picture, and an animated one', async () => {
    writeFileSync(at('notes.jpg'), 'drawn on a Monday');
    await expect(readPhotograph(at('notes.jpg'))).rejects.toThrow(
      /notes\.jpg is not a picture that can be read/,
    );
    const frames = sharp(Buffer.alloc(8 * 16 * 3, 7), {
      raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
    });
    await frames.gif().toFile(at('moving.gif'));
    await expect(readPhotograph(at('moving.gif'))).rejects.toThrow(
      /moving\.gif is a gif picture; convert it to PNG or JPEG/,
    );
  });
});

describe('writePicture', () => {
  const picture = { pixels: new Float32Array(48).fill(0.5), height: 4, width: 4, channels: 3 };

  it.each(['a.png', 'a.jpg', 'a.JPEG'])('writes %s, which reads as it was', async (name) => {
    await writePicture(at(name), picture);
    const { pixels } = await readPhotograph(at(name));
    pixels.forEach((value) => expect(value).toBeCloseTo(0.5, 2));
  });

  it('refuses other names and writes nothing', async () => {
    await expect(writePicture(at('a.tiff'), picture)).rejects.toThrow(
      'must end in .png, .jpg, .jpeg',
    );
    expect(existsSync(at('a.tiff'))).toBe(false);
  });
});
