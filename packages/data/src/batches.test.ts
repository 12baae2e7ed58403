import { describe, expect, it } from 'vitest';
import { batches, epochOrder } from './batches.ts';
import type { Split } from './dataset.ts';
import { arraySplit } from './splits.ts';

/** Example i is the pair (i, −i), its label i modulo 3. */
function pairs(length: number): Split {
  return arraySplit({
    inputs: Float32Array.from({ length: 2 * length }, (_, i) =>
      i % 2 === 0 ? i / 2 : -(i - 1) / 2,
    ),
    labels: Int32Array.from({ length }, (_, i) => i % 3),
    shape: [2],
    classes: 3,
  });
}

async function walk(split: Split, options: Partial<Parameters<typeof batches>[1]> = {}) {
  const sizes: number[] = [];
  const examples: number[] = [];
  const labels: number[] = [];
  for await (const batch of batches(split, { batchSize: 4, exampleSize: 2, ...options })) {
    sizes.push(batch.examples);
    expect(batch.inputs.length).toBe(2 * batch.examples);
    batch.targets.forEach((label, i) => {
      expect(batch.inputs[2 * i + 1] + batch.inputs[2 * i]).toBe(0);
      examples.push(batch.inputs[2 * i]);
      labels.push(label);
    });
  }
  return { sizes, examples, labels };
}

const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('batches', () => {
  it('shows every example once, the last, smaller batch included', async () => {
    expect(await walk(pairs(10))).toEqual({
      sizes: [4, 4, 2],
      examples: upTo(10),
      labels: upTo(10).map((i) => i % 3),
    });
  });

  it('has no empty batch at the end, and none for no example', async () => {
    expect((await walk(pairs(8))).sizes).toEqual([4, 4]);
    expect((await walk(pairs(8), { order: new Uint32Array(0) })).sizes).toEqual([]);
    expect((await walk(pairs(3), { batchSize: 100 })).sizes).toEqual([3]);
  });

  it('keeps an order, and each label with its example', async () => {
    const order = epochOrder(10, 5, 0);
    const { examples, labels } = await walk(pairs(10), { order });
    expect(examples).toEqual([...order]);
    expect(labels).toEqual([...order].map((i) => i % 3));
  });

  it('resumes an interrupted epoch', async () => {
    const order = epochOrder(10, 5, 0);
    const whole = await walk(pairs(10), { order });
    const rest = await walk(pairs(10), { order, from: 4 });
    expect(rest.examples).toEqual(whole.examples.slice(4));
    expect((await walk(pairs(10), { order, from: 10 })).sizes).toEqual([]);
  });

  it('waits for an asynchronous split', async () => {
    const at = pairs(5);
    const later: Split = {
      ...at,
      gather: async (indices, out) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        await at.gather(indices, out);
      },
    };
    expect((await walk(later)).examples).toEqual(upTo(5));
  });

  it.each([0, -1, 1.5, NaN])('refuses a batch size of %d', async (batchSize) => {
    await expect(walk(pairs(4), { batchSize })).rejects.toThrow(
      `batchSize must be a positive integer, got ${batchSize}`,
    );
  });
});

describe('epochOrder', () => {
  it('has every position once', () => {
    expect([...epochOrder(1000, 1, 0)].sort((a, b) => a - b)).toEqual(upTo(1000));
  });

  it('depends only on seed and epoch, seed 0 included', () => {
    const orders = [0, 1, 2].flatMap((seed) =>
      [0, 1, 2].map((epoch) => [...epochOrder(50, seed, epoch)].join(' ')),
    );
    expect(new Set(orders).size).toBe(9);
    expect([...epochOrder(50, 0, 0)].join(' ')).toBe(orders[0]);
  });

  it('augments examples and labels in training, and only there', async () => {
    const plain = pairs(5);
    const split: Split = {
      ...plain,
      augment(indices, out, labels, { seed, epoch }) {
        void plain.gather(indices, out);
        for (let i = 0; i < out.length; i++) out[i] *= seed;
        for (let i = 0; i < labels.length; i++) labels[i] += epoch;
      },
    };
    const varied = await walk(split, { augmentation: { seed: 10, epoch: 100 } });
    expect(varied.examples).toEqual([0, 10, 20, 30, 40]);
    expect(varied.labels).toEqual([100, 101, 102, 100, 101]);
    expect((await walk(split)).examples).toEqual(upTo(5));
    expect((await walk(plain, { augmentation: { seed: 10, epoch: 100 } })).examples).toEqual(
      upTo(5),
    );
  });

  it('gathers the next batch while one is used, without touching it', async () => {
    const plain = pairs(12);
    const asked: number[] = [];
    const split: Split = {
      ...plain,
      async gather(indices, out) {
        asked.push(indices[0]);
        await Promise.resolve();
        await plain.gather(indices, out);
      },
    };
    const walked = batches(split, { batchSize: 4, exampleSize: 2 });
    const { value } = await walked.next();
    await new Promise(setImmediate);
    expect(asked).toEqual([0, 4]);
    expect([...value!.inputs].filter((_, i) => i % 2 === 0)).toEqual([0, 1, 2, 3]);
    await walked.return(undefined);
  });

  it('fails if a batch cannot be gathered, and only when that batch is requested', async () => {
    const plain = pairs(8);
    const split: Split = {
      ...plain,
      async gather(indices, out) {
        if (indices[0] >= 4) throw new Error('unreadable');
        await plain.gather(indices, out);
      },
    };
    const walked = batches(split, { batchSize: 4, exampleSize: 2 });
    expect((await walked.next()).done).toBe(false);
    await new Promise(setImmediate);
    await expect(walked.next()).rejects.toThrow('unreadable');
  });
});
