import { arraySplit } from '@axiswise/data';
import { expect, it } from 'vitest';
import { augmentedBy, checkAugmentations, chosenAugmentation } from './augmentation.ts';
import type { AugmentationKind } from './augmentation-kind.ts';
import { augmentations } from './augmentations.ts';

const as = { shape: [2, 1], classes: 2 };
const split = arraySplit({
  inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
  labels: Int32Array.of(0, 1, 0),
  ...as,
});

const chosen = (kind: AugmentationKind, settings = {}) =>
  chosenAugmentation(kind, { kind: 'it', ...settings });

async function augmented(of: typeof split, epoch: number) {
  const out = new Float32Array(4);
  const labels = Int32Array.of(0, 1);
  await of.augment!([2, 1], out, labels, { seed: 1, epoch });
  return { out: [...out], labels: [...labels] };
}

it('changes examples in place, and labels where the kind returns one', async () => {
  const opposite = augmentedBy(
    [
      chosen({
        describe: 'the opposite',
        augment: ({ input, label }) => (input.reverse(), 1 - label),
      }),
    ],
    split,
    as,
  );
  expect(await augmented(opposite, 0)).toEqual({ out: [6, 5, 4, 3], labels: [1, 0] });
  const noisy = augmentedBy(
    [
      chosen({
        describe: 'noise',
        augment({ input, random }) {
          input[0] += random.normal();
        },
      }),
    ],
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
  expect(augmentedBy([chosen(augmentations['none'])], data, as)).not.toHaveProperty('augment');
});

it('refuses a label that is no class', async () => {
  const wrong = augmentedBy([chosen({ describe: 'wrong', augment: () => 2 })], split, as);
  await expect(augmented(wrong, 0)).rejects.toThrow(
    'the augmentation (wrong) must return a class from 0 to 1, got 2',
  );
});

it('augments by one after the other, with the settings of each', async () => {
  const times: AugmentationKind = {
    describe: 'multiplied',
    settings: { by: { default: 2, from: 0 } },
    augment: ({ input, settings }) =>
      input.forEach((value, i) => (input[i] = value * Number(settings['by']))),
  };
  const plusOne: AugmentationKind = {
    describe: 'one more',
    augment: ({ input }) => input.forEach((value, i) => (input[i] = value + 1)),
  };
  const both = augmentedBy([chosen(times, { by: 10 }), chosen(plusOne), chosen(times)], split, as);
  expect((await augmented(both, 0)).out).toEqual([102, 122, 62, 82]);
  expect(() => chosen(times, { by: -1 })).toThrow(
    'by of the augmentation "it" must be a number from 0, got -1',
  );
  expect(() => chosen(plusOne, { by: 1 })).toThrow(
    'the augmentation "it" has no settings, got "by"',
  );
});

it('refuses data that a kind does not fit', () => {
  const kind: AugmentationKind = {
    describe: 'of recordings',
    refuses: ({ axes }) => (axes.includes('time') ? undefined : 'it needs an axis of time'),
  };
  const data = { name: 'mine', shape: [4, 1] };
  checkAugmentations([chosen(kind)], { ...data, axes: ['time'] });
  expect(() => checkAugmentations([chosen(kind)], { ...data, axes: ['height'] })).toThrow(
    'the augmentation "it" does not fit the data mine: it needs an axis of time; leave it out',
  );
});
