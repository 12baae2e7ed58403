import { arraySplit } from '@axiswise/data';
import { expect, it } from 'vitest';
import { augmentedBy } from './augmentation-kind.ts';
import { augmentations } from './augmentations.ts';

const as = { shape: [2, 1], classes: 2 };
const split = arraySplit({
  inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
  labels: Int32Array.of(0, 1, 0),
  ...as,
});

async function augmented(of: typeof split, epoch: number) {
  const out = new Float32Array(4);
  const labels = Int32Array.of(0, 1);
  await of.augment!([2, 1], out, labels, { seed: 1, epoch });
  return { out: [...out], labels: [...labels] };
}

it('changes examples in place, and labels where the kind returns one', async () => {
  const opposite = augmentedBy(
    { describe: 'the opposite', augment: ({ input, label }) => (input.reverse(), 1 - label) },
    split,
    as,
  );
  expect(await augmented(opposite, 0)).toEqual({ out: [6, 5, 4, 3], labels: [1, 0] });
  const noisy = augmentedBy(
    {
      describe: 'noise',
      augment({ input, random }) {
        input[0] += random.normal();
      },
    },
    split,
    as,
  );
  const first = await augmented(noisy, 0);
  expect(first.labels).toEqual([0, 1]);
  expect(first.out[0]).not.toBe(5);
  expect(await augmented(noisy, 0)).toEqual(first);
  expect(await augmented(noisy, 1)).not.toEqual(first);
});

it('replaces what the data does by itself, "none" by nothing', () => {
  const data = { ...split, augment: () => undefined };
  expect(augmentedBy(augmentations['none'], data, as)).not.toHaveProperty('augment');
});

it('refuses a label that is no class', async () => {
  const wrong = augmentedBy({ describe: 'wrong', augment: () => 2 }, split, as);
  await expect(augmented(wrong, 0)).rejects.toThrow(
    'the augmentation (wrong) must return a class from 0 to 1, got 2',
  );
});
