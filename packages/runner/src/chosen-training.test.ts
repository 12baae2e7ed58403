import { expect, it } from 'vitest';
import type { AugmentationKind, TrainingConfig } from '@axiswise/training/kinds';
import { chosenTraining, type TrainingChoices } from './chosen-training.ts';

const base: TrainingConfig = {
  epochs: 1,
  batchSize: 8,
  optimizer: { kind: 'adam', learningRate: 0.01 },
};
const turn: AugmentationKind = {
  describe: 'turned',
  settings: { degrees: { default: 15, from: 0 }, chance: { default: 1, from: 0 } },
};
const move: AugmentationKind = { describe: 'moved', settings: { chance: { default: 1, from: 0 } } };
const kinds = { augmentations: { turn, move } };

const chosen = (choices: TrainingChoices, declared: Partial<TrainingConfig> = {}) =>
  chosenTraining({ ...base, ...declared }, choices, kinds);

it('records augmentations by name, and with the settings that each has', () => {
  expect(chosen({})).toEqual(base);
  expect(chosen({ augmentation: 'turn' }).augmentation).toBe('turn');
  expect(chosen({ augmentation: ['turn', 'move'] }).augmentation).toEqual([
    { kind: 'turn' },
    { kind: 'move' },
  ]);
  const augmentationOptions = { degrees: 5, chance: 0.5 };
  expect(chosen({ augmentation: ['turn', 'move'], augmentationOptions }).augmentation).toEqual([
    { kind: 'turn', degrees: 5, chance: 0.5 },
    { kind: 'move', chance: 0.5 },
  ]);
  expect(
    chosen({ augmentationOptions }, { augmentation: [{ kind: 'turn', degrees: 9 }] }).augmentation,
  ).toEqual([{ kind: 'turn', degrees: 5, chance: 0.5 }]);
});

it.each<[TrainingChoices, string]>([
  [
    { augmentationOptions: { degrees: 1 } },
    'the settings of an augmentation (degrees) need an augmentation; name one',
  ],
  [
    { augmentation: ['move'], augmentationOptions: { degree: 1 } },
    'there is no setting of the augmentation move "degree"',
  ],
  [
    { augmentation: 'turn', augmentationOptions: { degrees: -1 } },
    'degrees of the augmentation "turn" must be a number from 0, got -1',
  ],
  [{ augmentation: ['move', 'trun'] }, 'there is no augmentation "trun"; did you mean "turn"?'],
  [{ emaMomentum: 1 }, 'emaMomentum must be a number from 0 to below 1, got 1'],
  [{ gradientAccumulation: 9 }, 'gradientAccumulation must be at most the batch size, 8'],
  [{ patience: 0 }, 'patience must be a positive integer, got 0'],
])('refuses %j', (choices, message) => {
  expect(() => chosen(choices)).toThrow(message);
});

it('takes how batches are computed, weights averaged, and patience', () => {
  const choices = { gradientAccumulation: 2, emaMomentum: 0.9, patience: 3 };
  expect(chosen(choices)).toEqual({ ...base, ...choices });
});
