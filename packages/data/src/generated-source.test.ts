import { expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import { generatedSource } from './generated-source.ts';
import type { Random } from '@axiswise/random';

const source = (
  draw = (label: number, random: Random) => Float32Array.of(label, random.uniform()),
) =>
  generatedSource({
    name: 'dots',
    description: 'a class and a random number',
    axes: ['time'],
    shape: [2, 1],
    classes: ['a', 'b', 'c'],
    records: { train: 6, test: 4 },
    draw,
  });

const load = (options?: Record<string, string>, seed = 0) =>
  source().load({ dataDir: '', seed, ...(options && { options }) });

async function inputsOf(dataset: Awaited<ReturnType<typeof load>>, part: 'train' | 'test') {
  const split = dataset.splits[part];
  const out = new Float32Array(split.length * 2);
  await split.gather([...split.labels.keys()], out);
  return [...out];
}

it('draws classes in turn, with different examples', async () => {
  const dataset = await load();
  expect(dataset).toMatchObject({ name: 'dots', axes: ['time'], shape: [2, 1] });
  expect([...dataset.splits.train.labels]).toEqual([0, 1, 2, 0, 1, 2]);
  expect([...dataset.splits.test.labels]).toEqual([0, 1, 2, 0]);
  const drawn = [...(await inputsOf(dataset, 'train')), ...(await inputsOf(dataset, 'test'))];
  expect(new Set(drawn.filter((_, i) => i % 2 === 1)).size).toBe(10);
});

it('is the same for every run, and a smaller set begins a larger one', async () => {
  const few = await load(undefined, 5);
  const many = await load({ train: '60', test: '40' });
  expect(few.sha256).toBe((await load()).sha256);
  expect(few.sha256).not.toBe(many.sha256);
  expect((await inputsOf(many, 'train')).slice(0, 12)).toEqual(await inputsOf(few, 'train'));
});

it.each([
  [{ train: '2' }, /train must be an integer from 3 to 1,000,000, got '2'$/],
  [{ test: '1e3' }, /test must be .+, got '1e3'$/],
  [{ size: '3' }, /^dots has no option 'size'; it takes train=6 and test=4$/],
])('refuses %o', async (options, message) => {
  await expect(load(options as Record<string, string>)).rejects.toThrow(message);
});

it.each([
  [Float32Array.of(1), /^dots: example 0 \(a\) was drawn with 1 numbers, but the shape has 2$/],
  [Float32Array.of(0, NaN), /^dots: example 0 \(a\) was drawn with NaN at position 1$/],
])('refuses examples that do not fit', async (drawn, message) => {
  const loading = source(() => drawn).load({ dataDir: '', seed: 0 });
  await expect(loading).rejects.toThrow(message);
  await expect(loading).rejects.toThrow(InputError);
});
