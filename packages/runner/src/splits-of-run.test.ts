import { arraySplit } from '@axiswise/data';
import { expect, it } from 'vitest';
import { splitsOf } from './splits-of-run.ts';

const splitOf = (examples: number) =>
  arraySplit({
    inputs: Float32Array.from({ length: examples }, (_, i) => i),
    labels: Int32Array.from({ length: examples }, (_, i) => i % 2),
    shape: [1],
    classes: 2,
  });
const datasetOf = (examples: number) => ({
  splits: { train: splitOf(examples), test: splitOf(2) },
});

function inputsOf(split: ReturnType<typeof splitOf>): number[] {
  const inputs = new Float32Array(split.length);
  void split.gather([...split.labels.keys()], inputs);
  return [...inputs];
}

it('draws once what trials of one seed have in common, and anew what differs', () => {
  const dataset = datasetOf(100);
  const ask = (trainExamples: number | undefined, seed: number, validation = 0.2) =>
    splitsOf(dataset, { trainExamples, validation, seed });
  const first = ask(40, 0);
  expect([first.train.length, first.validation!.length]).toEqual([40, 20]);
  expect(ask(40, 0)).toEqual(first);
  expect(ask(40, 0).train).toBe(first.train);
  const other = ask(40, 1);
  expect(other.validation).toBe(first.validation);
  expect(inputsOf(other.train)).not.toEqual(inputsOf(first.train));
  expect(ask(30, 0).train.length).toBe(30);
  // As it was drawn the first time, though others were drawn since.
  expect(inputsOf(ask(40, 0).train)).toEqual(inputsOf(first.train));
  expect(ask(undefined, 0, 0.1).validation!.length).toBe(10);
});

it("takes the data's own validation examples, or none", () => {
  const { splits } = datasetOf(10);
  const validation = splitOf(4);
  const asked = { trainExamples: undefined, validation: 0.2, seed: 0 };
  expect(splitsOf({ splits: { ...splits, validation } }, asked)).toEqual({
    train: splits.train,
    validation,
  });
  expect(splitsOf({ splits }, { ...asked, validation: 0 })).toEqual({ train: splits.train });
});
