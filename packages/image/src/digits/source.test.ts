import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { Dataset, Split } from '@axiswise/data';
import { beforeAll, describe, expect, it } from 'vitest';
import { digits } from './source.ts';

const context = { dataDir: '/nowhere', seed: 0 };

function inputsOf(split: Split): Float32Array {
  const out = new Float32Array(split.length * 784);
  void split.gather(
    Uint32Array.from({ length: split.length }, (_, i) => i),
    out,
  );
  return out;
}

function fingerprints(split: Split): string[] {
  const inputs = inputsOf(split);
  return Array.from({ length: split.length }, (_, i) =>
    createHash('sha256')
      .update(inputs.subarray(i * 784, (i + 1) * 784))
      .digest('hex'),
  );
}

let dataset: Dataset;
beforeAll(async () => {
  dataset = await digits.load(context);
});

describe('digits', () => {
  it('is 8,000 + 2,000 pictures of 28 × 28 × 1 in ten classes', () => {
    expect(dataset.name).toBe('digits');
    expect(dataset.axes).toEqual(['height', 'width']);
    expect(dataset.shape).toEqual([28, 28, 1]);
    expect(dataset.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(dataset.splits.train.length).toBe(8000);
    expect(dataset.splits.test.length).toBe(2000);
    expect(dataset.splits.validation).toBeUndefined();
  });

  it('is the same data on every machine', () => {
    // Changes only when the drawing changes: then results from before are of other data.
    expect(dataset.sha256).toBe('fdb6293ab080b16e7d904f71a3382cb0421c79648fba4ebb06b94916e6bbce42');
  });

  it('is the same data in every run, and the beginning of a larger set', async () => {
    const small = await digits.load({
      ...context,
      seed: 9,
      options: { train: '100', test: '50' },
    });
    expect(small.splits.train.length).toBe(100);
    expect(inputsOf(small.splits.train)).toEqual(
      inputsOf(dataset.splits.train).slice(0, 100 * 784),
    );
    expect(inputsOf(small.splits.test)).toEqual(inputsOf(dataset.splits.test).slice(0, 50 * 784));
    expect(small.sha256).not.toBe(dataset.sha256);
  });

  it('shows every label equally often', () => {
    for (const split of [dataset.splits.train, dataset.splits.test]) {
      const counts = dataset.classes.map(
        (_, label) => split.labels.filter((each) => each === label).length,
      );
      expect(counts).toEqual(Array(10).fill(split.length / 10));
    }
  });

  it('has no example twice, in one split or in both', () => {
    const all = [...fingerprints(dataset.splits.train), ...fingerprints(dataset.splits.test)];
    expect(new Set(all).size).toBe(10_000);
  });

  it.each([
    [{ trian: '100' }, /no option 'trian'; it takes train=8000 and test=2000/],
    [{ train: '9' }, /train of digits is a whole number of examples from 10 to 1,000,000, but '9'/],
    [{ test: '1e3' }, /test of digits .* '1e3' came/],
    [{ test: '-5' }, /'-5' came/],
    [{ train: '' }, /'' came/],
    [{ train: '1000001' }, /'1000001' came/],
  ])('refuses the options %j', async (options: Record<string, string>, message) => {
    const loading = digits.load({ ...context, options });
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(message);
  });
});
