import { useBackend, withoutLeaks } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseExtractor } from './extractor-choice.ts';
import { scene, texture } from './pictures.fixture.ts';
import { luminanceOf } from './color.ts';
import { transferStyle, type TransferStyleOptions } from './transfer-style.ts';

beforeAll(() => useBackend(testBackend()));

const content = scene(48);
const style = texture(7, 40, 56);
const paint = (options: Partial<TransferStyleOptions> = {}) =>
  transferStyle({ content, style, extractor: chooseExtractor('textures'), steps: 12, ...options });

describe('transferStyle', () => {
  it('brings the Gram matrices near to the style’s and leaves no tensors', async () => {
    const { initial, final, steps, picture } = await withoutLeaks('style', () =>
      paint({ extractor: chooseExtractor('patches'), steps: 25 }),
    );
    expect(steps).toBe(25);
    expect(picture.pixels).toHaveLength(48 * 48 * 3);
    expect(initial.contentLoss).toBe(0);
    // Less than a tenth of the distance between the content and the texture of the style.
    expect(final.styleLoss).toBeLessThan(0.1 * initial.styleLoss);
    // It still resembles the content more than the style does.
    expect(final.contentLoss).toBeLessThan(1);
  });

  it('keeps the content if style has no weight', async () => {
    const { picture } = await paint({ weights: { style: 0, totalVariation: 0 } });
    expect(picture.pixels).toEqual(content.pixels);
  });

  it('reconstructs the content from noise if style has no weight', async () => {
    const { initial, final } = await paint({
      start: 'noise',
      weights: { style: 0, totalVariation: 0 },
      contentLayers: ['block1_conv1'],
      steps: 40,
    });
    expect(final.contentLoss).toBeLessThan(0.02 * initial.contentLoss);
  });

  it('reduces the loss from step to step', async () => {
    const losses: number[] = [];
    await paint({ onStep: ({ loss }) => losses.push(loss) });
    expect(losses).toHaveLength(12);
    losses.slice(1).forEach((loss, i) => expect(loss).toBeLessThanOrEqual(losses[i]));
    expect(losses[11]).toBeLessThan(0.5 * losses[0]);
  });

  it('is equal for equal seeds and differs for others', async () => {
    const from = (seed: number): Promise<Float32Array> =>
      paint({ start: 'noise', seed, steps: 3 }).then(({ picture }) => picture.pixels);
    const first = await from(0);
    expect(await from(0)).toEqual(first);
    expect(await from(1)).not.toEqual(first);
  });

  it('keeps the colours: only brightness changes', async () => {
    const { picture } = await paint({ keepColor: 'luminance' });
    const [own, painted] = [luminanceOf(content), luminanceOf(picture)];
    let changed = 0;
    for (let i = 0; i < own.length; i++) {
      const shift = [0, 1, 2].map((c) => picture.pixels[3 * i + c] - content.pixels[3 * i + c]);
      if (picture.pixels.subarray(3 * i, 3 * i + 3).some((value) => value === 0 || value === 1))
        continue;
      shift.forEach((value) => expect(value).toBeCloseTo(painted[i] - own[i], 4));
      if (Math.abs(shift[0]) > 0.02) changed++;
    }
    expect(changed).toBeGreaterThan(100);
  });

  it('reports intermediate pictures, and returns the last one if it is interrupted', async () => {
    const seen: number[] = [];
    const abort = new AbortController();
    const result = await withoutLeaks('an interrupted transfer', () =>
      paint({
        every: 2,
        onPicture: async (_, step) => {
          seen.push(step);
          if (step === 6) abort.abort();
        },
        signal: abort.signal,
      }),
    );
    expect(seen).toEqual([2, 4, 6]);
    expect(result).toMatchObject({ steps: 6, interrupted: true });
    expect(result.final.styleLoss).toBeLessThan(result.initial.styleLoss);
  });

  it.each<[string, Partial<TransferStyleOptions>, RegExp]>([
    [
      'a negative weight',
      { weights: { style: -1 } },
      /weight of style must be a non-negative number, got -1/,
    ],
    [
      'a weight that is none',
      { weights: { totalVariation: NaN } },
      /of total variation must be a non-negative number/,
    ],
    ['no weight at all', { weights: { content: 0, style: 0 } }, /are both 0; give one of them/],
    ['no step', { steps: 0 }, /^steps must be a positive integer, got 0/],
    [
      'a picture of 1×1',
      { content: scene(1) },
      /content has 1×1 pixels; take one of at least 16×16/,
    ],
    [
      'a picture too large',
      { style: scene(16, 2049) },
      /style has 2049×16 pixels; make its longer/,
    ],
    [
      'a layer that is not there',
      { contentLayers: ['conv9'] },
      /no layer "conv9"; choose of block1/,
    ],
  ])('refuses %s', async (_, options, message) => {
    await expect(withoutLeaks('a refusal', () => paint(options))).rejects.toThrow(message);
  });
});
