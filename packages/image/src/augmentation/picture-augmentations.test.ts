import { readFileSync } from 'node:fs';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { colour, crop, cutout, exceptFor, flip, rotation, shift } from './picture-augmentations.ts';
import {
  changeColours,
  type ColourFactors,
  cropPicture,
  eraseRegion,
  flipPicture,
  layoutOf,
  type PictureLayout,
  type Region,
  rotatePicture,
  shiftPicture,
} from './transforms.ts';

// What PyTorch makes of a picture; the script that asked it stands beside the file.
const golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/pictures.json', import.meta.url), 'utf8'),
) as {
  layout: PictureLayout;
  picture: number[];
  rotation: { degrees: number; pixels: number[] }[];
  crop: { region: Region; pixels: number[] };
  colour: { factors: ColourFactors; pixels: number[] };
};

const expectClose = (pixels: Float32Array, expected: readonly number[]) => {
  expect(pixels).toHaveLength(expected.length);
  pixels.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
};

/** Two pictures of 2×3 pixels, one after another. */
const layout = { frames: 2, height: 2, width: 3, channels: 1 };
const changed = (change: (pixels: Float32Array) => void): number[] => {
  const pixels = Float32Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16);
  change(pixels);
  return [...pixels];
};

describe('transforms', () => {
  it.each(golden.rotation)('rotates by $degrees degrees as PyTorch', ({ degrees, pixels }) => {
    const picture = Float32Array.from(golden.picture);
    rotatePicture(picture, golden.layout, degrees);
    expectClose(picture, pixels);
  });

  it('stretches a region as PyTorch', () => {
    const picture = Float32Array.from(golden.picture);
    cropPicture(picture, golden.layout, golden.crop.region);
    expectClose(picture, golden.crop.pixels);
  });

  it('changes colours as torchvision', () => {
    const picture = Float32Array.from(golden.picture);
    changeColours(picture, golden.layout, golden.colour.factors);
    expectClose(picture, golden.colour.pixels);
  });

  it.each([
    [{ rows: 1, columns: 0 }, [0, 0, 0, 1, 2, 3, 0, 0, 0, 11, 12, 13]],
    [{ rows: -1, columns: 0 }, [4, 5, 6, 0, 0, 0, 14, 15, 16, 0, 0, 0]],
    [{ rows: 0, columns: 2 }, [0, 0, 1, 0, 0, 4, 0, 0, 11, 0, 0, 14]],
    [{ rows: 0, columns: -1 }, [2, 3, 0, 5, 6, 0, 12, 13, 0, 15, 16, 0]],
    [{ rows: 0, columns: 3 }, Array.from({ length: 12 }, () => 0)],
  ])('shifts by %j', (by, expected) => {
    expect(changed((pixels) => shiftPicture(pixels, layout, by))).toEqual(expected);
  });

  it('mirrors along an axis, and turns by 180 degrees as both', () => {
    const left = changed((pixels) => flipPicture(pixels, layout, 'width'));
    expect(left).toEqual([3, 2, 1, 6, 5, 4, 13, 12, 11, 16, 15, 14]);
    const upside = changed((pixels) => flipPicture(pixels, layout, 'height'));
    expect(upside).toEqual([4, 5, 6, 1, 2, 3, 14, 15, 16, 11, 12, 13]);
    const both = changed((pixels) => {
      flipPicture(pixels, layout, 'width');
      flipPicture(pixels, layout, 'height');
    });
    const turned = changed((pixels) => rotatePicture(pixels, layout, 180));
    turned.forEach((value, i) => expect(value).toBeCloseTo(both[i], 5));
  });

  it('rotates counter-clockwise', () => {
    const square = Float32Array.of(1, 2, 3, 4);
    rotatePicture(square, layoutOf([2, 2, 1]), 90);
    square.forEach((value, i) => expect(value).toBeCloseTo([2, 4, 1, 3][i], 5));
  });

  it('erases what of a region is in the picture', () => {
    const region = { top: -1, left: 1, height: 2, width: 5 };
    expect(changed((pixels) => eraseRegion(pixels, layout, region))).toEqual([
      1, 0, 0, 4, 5, 6, 11, 0, 0, 14, 15, 16,
    ]);
  });
});

describe('augmentations of pictures', () => {
  const shape = [8, 8, 3];
  const ones = (): Float32Array => new Float32Array(8 * 8 * 3).fill(0.5);
  /** Those of many pictures. */
  const drawn = (
    augment: (picture: { input: Float32Array; shape: number[]; label: 0; random: Random }) => void,
  ): Float32Array[] =>
    Array.from({ length: 200 }, (_, i) => {
      const input = ones();
      augment({ input, shape, label: 0, random: new Random(1, 'augmentation', 0, i) });
      return input;
    });
  const zeros = (pixels: Float32Array): number => pixels.filter((value) => value === 0).length / 3;

  it('shifts by at most so much, both ways along both axes', () => {
    const settings = { distance: 0.25 };
    const lost = drawn((picture) => shift.augment({ ...picture, settings })).map(zeros);
    // Two rows and two columns of eight, at most.
    expect(Math.max(...lost)).toBe(64 - 36);
    expect(Math.min(...lost)).toBe(0);
  });

  it('cuts a square of at most 16 pixels, less at the rim', () => {
    const lost = drawn((picture) => cutout.augment({ ...picture, settings: { side: 0.5 } })).map(
      zeros,
    );
    expect(Math.max(...lost)).toBe(16);
    expect(Math.min(...lost)).toBe(4);
  });

  it('mirrors about so many as it says', () => {
    const flipped = drawn((picture) => {
      picture.input[0] = 1;
      flip('width').augment({ ...picture, settings: { probability: 0.25 } });
    }).filter((pixels) => pixels[0] !== 1).length;
    expect(flipped).toBeGreaterThan(30);
    expect(flipped).toBeLessThan(70);
  });

  it('crops, rotates and colours within what a picture holds, and differently each time', () => {
    const crops = drawn((picture) => {
      picture.input.forEach((_, i) => (picture.input[i] = i / 192));
      crop.augment({ ...picture, settings: { area: 0.5 } });
    });
    expect(new Set(crops.map((pixels) => pixels[0])).size).toBeGreaterThan(10);
    expect(Math.max(...crops.map((pixels) => Math.max(...pixels)))).toBeLessThanOrEqual(1);
    const colours = drawn((picture) =>
      colour.augment({ ...picture, settings: { brightness: 0.4, contrast: 0, saturation: 0 } }),
    ).map((pixels) => pixels[0]);
    expect(Math.min(...colours)).toBeGreaterThanOrEqual(0.3);
    expect(Math.max(...colours)).toBeLessThanOrEqual(0.7 + 1e-6);
    expect(Math.max(...colours) - Math.min(...colours)).toBeGreaterThan(0.3);
    const still = drawn((picture) => rotation.augment({ ...picture, settings: { degrees: 0 } }));
    still.forEach((pixels) => expect(pixels).toEqual(ones()));
  });

  it('says what it does not fit', () => {
    const grey = { data: 'mine', axes: ['height', 'width'], shape: [8, 8, 1] };
    expect(colour.refuses(grey)).toBe(
      'it needs pictures with 3 channels (red, green, blue), and these have 1',
    );
    expect(colour.refuses({ ...grey, shape })).toBeUndefined();
    expect(shift.refuses(grey)).toBeUndefined();
    expect(shift.refuses({ ...grey, axes: ['frequency', 'time'] })).toBe(
      'it changes height and width, and the axes are frequency, time',
    );
    const masks = { task: 'segmentation', shape: [8, 8], names: [] };
    expect(rotation.refuses({ ...grey, targets: masks })).toContain('for each position');
    const careful = exceptFor({ digits: 'no' }, flip('width'));
    expect(careful.refuses({ ...grey, data: 'digits' })).toBe('no');
    expect(careful.refuses(grey)).toBeUndefined();
  });
});
