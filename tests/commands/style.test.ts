import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Photograph, readPhotograph, writePicture } from '@axiswise/image';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

interface Losses {
  contentLoss: number;
  styleLoss: number;
  totalVariation: number;
}
interface StyleResult extends Losses {
  initial: Losses;
  steps: number;
  seconds: number;
  png: string;
  width: number;
  height: number;
}

const scratch = temporaryFolder();
const at = (name: string): string => path.join(scratch, name);

/** Bright and dark squares, or stripes, of a width in pixels. */
const drawn = (
  height: number,
  width: number,
  isBright: (row: number, column: number) => boolean,
) => ({
  ...{ height, width, channels: 3 },
  pixels: Float32Array.from({ length: height * width * 3 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3 / width), Math.floor(i / 3) % width];
    return isBright(row, column) ? [0.9, 0.8, 0.2][i % 3] : [0.1, 0.2, 0.4][i % 3];
  }),
});

beforeAll(async () => {
  await writePicture(
    at('squares.png'),
    drawn(64, 64, (row, column) => row > 20 && row < 44 && column > 20 && column < 44),
  );
  // Of another shape: it is scaled to the same longer side.
  await writePicture(
    at('stripes.jpg'),
    drawn(60, 120, (row, column) => (row + column) % 16 < 8),
  );
  await writePicture(
    at('dot.png'),
    drawn(1, 1, () => true),
  );
  writeFileSync(at('notes.png'), 'drawn on a Monday');
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const call = (...words: string[]): string[] => [
  ...['style', '--content', at('squares.png'), '--style', at('stripes.jpg')],
  ...['--out', at('out.png'), ...words],
];

const differs = (a: Photograph, b: Photograph): boolean =>
  a.pixels.some((value, i) => value !== b.pixels[i]);

describe('axiswise style', () => {
  it('paints a picture whose Gram matrices are nearer to the style’s', async () => {
    const result = await resultOf<StyleResult>(call('--steps', '30', '--every', '12'));
    expect(result).toMatchObject({ steps: 30, png: at('out.png'), width: 64, height: 64 });
    expect(result.initial.contentLoss).toBe(0);
    expect(result.styleLoss).toBeLessThan(0.3 * result.initial.styleLoss);
    expect(result.seconds).toBeGreaterThan(0);
    const painted = await readPhotograph(at('out.png'));
    expect(painted).toMatchObject({ height: 64, width: 64 });
    expect(differs(painted, await readPhotograph(at('squares.png')))).toBe(true);
    const names = readdirSync(scratch).filter((name) => name.startsWith('out'));
    expect(names.sort()).toEqual(['out-0012.png', 'out-0024.png', 'out.png']);

    // Same call, same picture.
    const first = readFileSync(at('out.png'));
    await resultOf(call('--steps', '30'));
    expect(readFileSync(at('out.png')).equals(first)).toBe(true);
  });

  it('looks through a net from noise, smaller, as JPEG, in the content’s colours', async () => {
    const result = await resultOf<StyleResult>([
      ...call('--steps', '3', '--extractor', 'textures', '--start', 'noise', '--keep-color'),
      ...['--size', '32', '--style-layers', 'block1_conv2', '--out', at('small.jpg')],
    ]);
    expect(result).toMatchObject({ width: 32, height: 32 });
    expect(await readPhotograph(at('small.jpg'))).toMatchObject({ height: 32, width: 32 });
  });

  it('leaves a whole picture when it is interrupted', async () => {
    const out = at('interrupted.png');
    const words = ['--steps', '5000', '--every', '2', '--extractor', 'textures', '--out', out];
    const outcome = axiswise(call(...words));
    while (!existsSync(at('interrupted-0002.png'))) await sleep(5);
    process.emit('SIGINT');
    const { code, stderr } = await outcome;
    expect(code).toBe(130);
    expect(stderr).toContain(`the picture so far is in ${out}`);
    expect(await readPhotograph(out)).toMatchObject({ height: 64, width: 64 });
  });

  it.each<[string, () => string[], RegExp]>([
    ['a picture of 1×1', () => call('--content', at('dot.png')), /dot\.png has 1×1 pixels; take/],
    ['no picture', () => call('--style', at('notes.png')), /notes\.png is not a picture/],
    ['a file that is not there', () => call('--style', at('none.png')), /none\.png cannot be read/],
    [
      'layers that do not exist',
      () => call('--style-layers', 'scale1,conv9'),
      /patches has no layer "conv9"; choose of .*scale1, scale2/,
    ],
    [
      'no extractor',
      () => call('--extractor', at('vgg')),
      /there is no model .*vgg; name random, patches or textures/,
    ],
    [
      'an extractor that is a graph model',
      () => {
        mkdirSync(at('graph'), { recursive: true });
        writeFileSync(at('graph/model.json'), '{"format": "graph-model", "modelTopology": {}}');
        return call('--extractor', at('graph'));
      },
      /is a graph model, whose layers are gone; convert/,
    ],
    [
      'a negative weight',
      () => call('--style-weight=-1'),
      /--style-weight must be a non-negative number, got -1/,
    ],
    [
      'a weight that is none',
      () => call('--total-variation', 'much'),
      /--total-variation must be a non-negative number/,
    ],
    ['a size beyond memory', () => call('--size', '5000'), /--size must be at most 2048, got 5000/],
    ['a way to keep colours', () => call('--keep-color', 'all'), /must be luminance or matching/],
    [
      'a name that is no picture',
      () => call('--out', at('out.tiff')),
      /must end in \.png, \.jpg, \.jpeg, got \S+out\.tiff/,
    ],
  ])('refuses %s with one sentence and code 2', async (_, words, message) => {
    const { code, stdout, stderr } = await axiswise([...words(), '--steps', '1', '--json']);
    expect({ code, stdout, stderr }).toMatchObject({ code: 2, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
