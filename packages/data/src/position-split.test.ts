import { describe, expect, it } from 'vitest';
import { positionSplit, unlabelled } from './position-split.ts';
import { allTargets, holdOut, joinSplits, subset } from './splits.ts';

const split = (labels: readonly number[], shape: readonly number[] = [2, 2]) =>
  positionSplit({
    inputs: new Float32Array(12),
    labels: { values: Int16Array.from(labels), shape },
    shape: [2, 2, 1],
    classes: 3,
    name: 'masks',
  });
const labels = [0, 1, 2, 0, unlabelled, 1, 1, unlabelled, 2, 2, 2, 2];

describe('a split with a label for each position', () => {
  it('keeps labels with their examples, also where it is divided and joined', () => {
    const whole = split(labels);
    expect(whole.length).toBe(3);
    expect([...allTargets(whole)]).toEqual(labels);
    expect([...allTargets(subset(whole, Uint32Array.of(2, 1)))]).toEqual([
      ...labels.slice(8),
      ...labels.slice(4, 8),
    ]);
    const { rest, heldOut } = holdOut(whole, { count: 1, seed: 0 });
    expect(allTargets(joinSplits(rest, heldOut))).toHaveLength(12);
  });

  it.each([
    [labels.slice(1), 'masks has 11 labels, but 3 examples of 2 × 2 positions need 12'],
    [
      labels.with(6, 3),
      'masks: the label of example 1 at position 1, 0 is 3, but with 3 classes labels go from 0 to 2',
    ],
    [labels.with(0, -1), 'the label of example 0 at position 0, 0 is -1'],
    [
      [...labels.slice(0, 8), ...Array<number>(4).fill(unlabelled)],
      'masks: no position of example 2 has a label; label some, or leave the example out',
    ],
  ])('refuses the labels %j', (wrong, message) => {
    expect(() => split(wrong)).toThrow(message);
  });
});
