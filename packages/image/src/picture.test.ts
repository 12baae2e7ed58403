import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import sharp, { type Color, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectPicture, type PictureShape, readPicture, writePng } from './picture.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

function fileOf(bytes: Uint8Array, name = 'picture.png'): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

/** One colour, 4×2 (width × height). */
const plain = (background: Color, channels: 3 | 4 = 3): Sharp =>
  sharp({ create: { width: 4, height: 2, channels, background } });

/** A picture of noise, whose file is large enough to be truncated in the middle. */
function detailed(): Sharp {
  const random = new Random(0, 'noise');
  const pixels = Uint8Array.from({ length: 64 * 64 * 3 }, () => random.integer(256));
  return sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } });
}

/** The bytes that a network gets. */
async function seen(file: string, shape?: Partial<PictureShape>): Promise<number[]> {
  const facts = await inspectPicture(file);
  const values = await readPicture(file, { ...facts, ...shape });
  return Array.from(values, (value) => Math.round(255 * value));
}

describe('writePng and readPicture', () => {
  it('keep every grey pixel', async () => {
    const pixels = Uint8Array.from({ length: 256 }, (_, i) => i);
    const file = path.join(temporaryFolder(), 'grey.png');
    await writePng(file, { pixels, height: 8, width: 32, channels: 1 });
    expect(await inspectPicture(file)).toMatchObject({ height: 8, width: 32, channels: 1 });
    const values = await readPicture(file, { height: 8, width: 32, channels: 1 });
    expect(values).toEqual(Float32Array.from(pixels, (value) => value / 255));
  });

  it('keep every colour, in the order height, width, channels', async () => {
    const pixels = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 1, 2, 3, 40, 50, 60);
    const file = path.join(temporaryFolder(), 'colour.png');
    await writePng(file, { pixels, height: 2, width: 3, channels: 3 });
    expect(await inspectPicture(file)).toMatchObject({ height: 2, width: 3, channels: 3 });
    expect(await seen(file)).toEqual([...pixels]);
  });

  it('take floats from 0 to 1 and clip other values', async () => {
    const file = path.join(temporaryFolder(), 'floats.png');
    const pixels = Float32Array.of(0, 0.2, 1, -1, 7, NaN);
    await writePng(file, { pixels, height: 1, width: 6, channels: 1 });
    expect(await seen(file)).toEqual([0, 51, 255, 0, 255, 0]);
  });

  it('refuse another number of pixels than the shape has', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'short.png');
    const writing = writePng(file, { pixels: new Uint8Array(5), height: 2, width: 3, channels: 1 });
    await expect(writing).rejects.toThrow(InputError);
    await expect(writing).rejects.toThrow(`${file}: a picture of 2×3×1 must have 6 values, got 5`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    { height: 2, width: 2, channels: 2 },
    { height: 2, width: 2, channels: 4 },
    { height: 0, width: 2, channels: 1 },
    { height: 2, width: 1.5, channels: 3 },
  ])('refuse the shape $height×$width×$channels', async (shape) => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'shape.png');
    const size = shape.height * shape.width * shape.channels;
    const message =
      `${file}: a picture must have a height and a width of at least 1 and 1 or 3 channels, ` +
      `got ${shape.height}×${shape.width}×${shape.channels}`;
    await expect(writePng(file, { ...shape, pixels: new Uint8Array(size) })).rejects.toThrow(
      new InputError('data', message),
    );
    expect(readdirSync(folder)).toEqual([]);
    await expect(readPicture(file, shape)).rejects.toThrow(new InputError('data', message));
  });

  it('write complete files or none', async () => {
    const folder = temporaryFolder();
    const picture = { pixels: new Uint8Array(4), height: 2, width: 2, channels: 1 };
    await writePng(path.join(folder, 'a.png'), picture);
    await writePng(path.join(folder, 'a.png'), picture);
    expect(readdirSync(folder)).toEqual(['a.png']);
    const below = path.join(folder, 'a.png', 'b.png');
    await expect(writePng(below, picture)).rejects.toThrow(InputError);
    await expect(writePng(below, picture)).rejects.toThrow(
      /^cannot write .*b\.png: a (file stands where a folder is needed|part of that path is a file)/,
    );
    expect(readdirSync(folder)).toEqual(['a.png']);
  });
});

describe('readPicture', () => {
  it('resizes: halves a chequerboard to grey, and height and width apart', async () => {
    const pixels = Uint8Array.from({ length: 64 }, (_, i) => 255 * (((i >> 3) + i) % 2));
    const file = path.join(temporaryFolder(), 'board.png');
    await writePng(file, { pixels, height: 8, width: 8, channels: 1 });
    const values = await seen(file, { height: 4, width: 2 });
    expect(values).toHaveLength(8);
    for (const value of values) expect(Math.abs(value - 127.5)).toBeLessThan(8);
  });

  it('converts colour to grey and grey to colour', async () => {
    const green = fileOf(await plain({ r: 0, g: 255, b: 0 }).png().toBuffer());
    const [grey, ...others] = await seen(green, { channels: 1 });
    // Green is the lightest of the three, and not white.
    expect(grey).toBeGreaterThan(150);
    expect(grey).toBeLessThan(255);
    expect(new Set([grey, ...others]).size).toBe(1);
    const file = path.join(temporaryFolder(), 'grey.png');
    await writePng(file, { pixels: Uint8Array.of(7, 250), height: 1, width: 2, channels: 1 });
    expect(await seen(file, { channels: 3 })).toEqual([7, 7, 7, 250, 250, 250]);
  });

  it('puts transparent pictures on black', async () => {
    const half = fileOf(await plain({ r: 255, g: 255, b: 255, alpha: 0.4 }, 4).png().toBuffer());
    expect((await inspectPicture(half)).channels).toBe(3);
    for (const value of await seen(half)) expect(Math.abs(value - 102)).toBeLessThan(2);
  });

  it('reads palettes as their colours', async () => {
    const file = fileOf(await plain('#123456').png({ palette: true }).toBuffer());
    expect((await seen(file)).slice(0, 3)).toEqual([0x12, 0x34, 0x56]);
  });

  it('takes the upper 8 of 16 bits', async () => {
    const values = Uint16Array.of(0, 0x10ff, 0x8000, 0xffff);
    const png = await sharp(values, { raw: { width: 4, height: 1, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const file = fileOf(png);
    expect((await sharp(png).metadata()).depth).toBe('ushort');
    expect((await inspectPicture(file)).channels).toBe(1);
    for (const [i, value] of (await seen(file)).entries()) {
      expect(Math.abs(value - (values[i] >> 8))).toBeLessThanOrEqual(1);
    }
  });

  it('converts CMYK to red, green and blue', async () => {
    const jpeg = await plain('#ff0000').toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(jpeg).metadata()).space).toBe('cmyk');
    const file = fileOf(jpeg, 'red.jpg');
    const [red, green, blue] = await seen(file);
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(40);
    expect(blue).toBeLessThan(40);
    expect(await seen(file, { channels: 1 })).toHaveLength(8);
  });

  it('rotates a picture by its EXIF orientation', async () => {
    const file = fileOf(
      await plain('#808080').withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      'turned.jpg',
    );
    expect(await inspectPicture(file)).toMatchObject({ height: 4, width: 2 });
  });

  // Rows 1 2 3 and 4 5 6 on the sensor; EXIF states where their first row and column belong.
  it.each([
    [1, 2, 3, [1, 2, 3, 4, 5, 6]],
    [2, 2, 3, [3, 2, 1, 6, 5, 4]],
    [3, 2, 3, [6, 5, 4, 3, 2, 1]],
    [4, 2, 3, [4, 5, 6, 1, 2, 3]],
    [5, 3, 2, [1, 4, 2, 5, 3, 6]],
    [6, 3, 2, [4, 1, 5, 2, 6, 3]],
    [7, 3, 2, [6, 3, 5, 2, 4, 1]],
    [8, 3, 2, [3, 6, 2, 5, 1, 4]],
  ])('turns every pixel: EXIF orientation %d', async (orientation, height, width, expected) => {
    const raw = { width: 3, height: 2, channels: 1 } as const;
    const png = await sharp(Uint8Array.of(1, 2, 3, 4, 5, 6), { raw })
      .toColourspace('b-w')
      .withMetadata({ orientation })
      .png()
      .toBuffer();
    const file = fileOf(png);
    expect(await inspectPicture(file)).toMatchObject({ height, width });
    // The EXIF data comes with a colour profile, and that with three equal channels.
    expect(await seen(file, { channels: 1 })).toEqual(expected);
  });
});

describe('a picture that cannot be read is one clear error', () => {
  const reading = (file: string) => readPicture(file, { height: 8, width: 8, channels: 3 });

  it.each<[string, () => Promise<Uint8Array>, string]>([
    ['zero.png', async () => new Uint8Array(0), 'is empty (0 bytes); remove it or put'],
    ['text.png', async () => Buffer.from('no picture'), 'is not a picture that can be read'],
    ['cut.png', async () => (await detailed().png().toBuffer()).subarray(0, 5000), 'is damaged'],
    ['cut.jpg', async () => (await detailed().jpeg().toBuffer()).subarray(0, 2000), 'is damaged'],
    [
      'head.jpg',
      async () => (await detailed().jpeg().toBuffer()).subarray(0, 20),
      'is not a picture',
    ],
    ['gif.png', () => plain('#123456').gif().toBuffer(), 'is a gif picture; convert it to PNG'],
  ])('%s', async (name, bytes, message) => {
    const file = fileOf(await bytes(), name);
    await expect(reading(file)).rejects.toThrow(InputError);
    await expect(reading(file)).rejects.toThrow(`${file} ${message}`);
  });

  it('damaged pixels', async () => {
    const png = await detailed().png().toBuffer();
    png.fill(0, 3000, 3100);
    const file = fileOf(png);
    await expect(reading(file)).rejects.toThrow(`${file} is damaged`);
  });

  it('a missing file', async () => {
    await expect(reading('/nowhere/a.png')).rejects.toThrow(
      '/nowhere/a.png cannot be read (ENOENT)',
    );
  });

  it('an animated PNG', async () => {
    const png = await plain('#123456').png().toBuffer();
    const firstChunk = 8 + 12 + png.readUInt32BE(8);
    // The control chunk says: two pictures, shown for ever. Its checksum is not read here.
    const control = Buffer.alloc(20);
    control.writeUInt32BE(8, 0);
    control.write('acTL', 4, 'latin1');
    control.writeUInt32BE(2, 8);
    const animated = [png.subarray(0, firstChunk), control, png.subarray(firstChunk)];
    const file = fileOf(Buffer.concat(animated));
    await expect(reading(file)).rejects.toThrow(`${file} is animated; keep one picture of it`);
    const still = fileOf(png);
    await expect(reading(still)).resolves.toHaveLength(192);
  });

  it('more pixels than fit into memory', async () => {
    const png = await plain('#000').png().toBuffer();
    // Width and height are in the first chunk, before its checksum.
    png.writeUInt32BE(20_000, 16);
    png.writeUInt32BE(20_000, 20);
    png.writeInt32BE(crc32(png.subarray(12, 29)), 29);
    const file = fileOf(png);
    await expect(reading(file)).rejects.toThrow(
      `${file} has 20000×20000 pixels; make it smaller than 50 million`,
    );
    expect(readFileSync(file)).toHaveLength(png.length);
  });
});

/** CRC-32 as in a PNG's chunks (Annex D), bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}
