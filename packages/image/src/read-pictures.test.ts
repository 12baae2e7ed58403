import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { afterEach, expect, it } from 'vitest';
import { writePng } from './picture.ts';
import { PictureReader } from './read-pictures.ts';

const shape = { height: 2, width: 3, channels: 1 };
const readers: PictureReader[] = [];
const reader = (seconds: number): PictureReader => {
  const made = new PictureReader({ threads: 2, seconds });
  readers.push(made);
  return made;
};
afterEach(() => Promise.all(readers.splice(0).map((each) => each.end())));

async function layPictures(count: number): Promise<string[]> {
  const folder = temporaryFolder();
  const files = Array.from({ length: count }, (_, i) => path.join(folder, `${i}.png`));
  await Promise.all(
    files.map((file, i) => writePng(file, { ...shape, pixels: new Uint8Array(6).fill(i) })),
  );
  return files;
}

it('reads the same in this thread and in others, each picture in its place', async () => {
  const files = await layPictures(150);
  const read = async (seconds: number) => {
    const pixels = new Uint8Array(6 * files.length);
    const digests: string[] = [];
    await reader(seconds).decode(files, shape, (some, hashes, first) => {
      pixels.set(some, 6 * first);
      hashes.forEach((hash, i) => (digests[first + i] = Buffer.from(hash).toString('hex')));
    });
    return { pixels, digests };
  };
  const here = await read(60);
  expect([...here.pixels]).toEqual(files.flatMap((_, i) => Array<number>(6).fill(i)));
  expect(new Set(here.digests).size).toBe(150);
  expect(await read(0)).toEqual(here);
});

it('looks at every picture', async () => {
  const files = await layPictures(70);
  const seen: number[] = [];
  await reader(0).inspect(files, (found, index) => {
    expect(found).toEqual(shape);
    seen.push(index);
  });
  expect(seen.sort((a, b) => a - b)).toEqual([...files.keys()]);
});

it.each([0, 60])(
  'reports the first picture that cannot be read (%i s in this thread)',
  async (seconds) => {
    const files = await layPictures(140);
    for (const i of [90, 135]) writeFileSync(files[i], 'no picture');
    await expect(reader(seconds).decode(files, shape, () => undefined)).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/90\.png is not a picture that can be read/) as unknown,
    });
  },
);
