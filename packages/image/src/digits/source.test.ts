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
  it('has 8,000 + 2,000 pictures of 28 × 28 × 1 in ten classes', () => {
    expect(dataset.name).toBe('digits');
    expect(dataset.axes).toEqual(['height', 'width']);
    expect(dataset.shape).toEqual([28, 28, 1]);
    expect(dataset.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(dataset.splits.train.length).toBe(8000);
    expect(dataset.splits.test.length).toBe(2000);
    expect(dataset.splits.validation).toBeUndefined();
  });

  it('gives the same data on every machine', () => {
    // This changes only when the drawing changes; earlier results are of other data then.
    expect(dataset.sha256).toBe('fdb6293ab080b16e7d904f71a3382cb0421c79648fba4ebb06b94916e6bbce42');
  });

  it('gives the same data in every run, and a smaller set begins a larger one', async () => {
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

  it('has no example twice, within and across splits', () => {
    const all = [...fingerprints(dataset.splits.train), ...fingerprints(dataset.splits.test)];
    expect(new Set(all).size).toBe(10_000);
  });

  it.each([
    [{ trian: '100' }, /no option 'trian'; it takes train=8000 and test=2000/],
    [{ train: '9' }, /train must be an integer from 10 to 1,000,000, got '9'/],
    [{ test: '1e3' }, /test must be an integer .* got '1e3'/],
    [{ test: '-5' }, /got '-5'/],
    [{ train: '' }, /got ''/],
    [{ train: '1000001' }, /got '1000001'/],
  ])('refuses the options %j', async (options: Record<string, string>, message) => {
    const loading = digits.load({ ...context, options });
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(message);
  });
});
