import type { Dataset, Split } from '@axiswise/data';
import { beforeAll, describe, expect, it } from 'vitest';
import { digits } from './source.ts';

function inputsOf(split: Split): Float32Array {
  const out = new Float32Array(split.length * 784);
  void split.gather(
    Uint32Array.from({ length: split.length }, (_, i) => i),
    out,
  );
  return out;
}

let dataset: Dataset;
beforeAll(async () => {
  dataset = await digits.load({ dataDir: '/nowhere', seed: 0 });
});

describe('digits', () => {
  it('is neither trivial nor noise for softmax regression on the pixels', () => {
    const share = softmaxRegressionAccuracy(dataset);
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.88);
  });

  it('is learnable beyond that: the nearest of 8,000 examples mostly shows the same digit', () => {
    expect(nearestNeighbourAccuracy(dataset, 200)).toBeGreaterThan(0.9);
  });
});

/** Test accuracy of softmax regression on pixels after 6 epochs of gradient descent, one by one. */
function softmaxRegressionAccuracy({ splits: { train, test } }: Dataset): number {
  const weights = new Float64Array(785 * 10);
  const logits = new Float64Array(10);
  const score = (inputs: Float32Array, at: number): void => {
    for (let k = 0; k < 10; k++) {
      let sum = weights[k * 785 + 784];
      for (let j = 0; j < 784; j++) sum += weights[k * 785 + j] * inputs[at * 784 + j];
      logits[k] = sum;
    }
  };
  const trainInputs = inputsOf(train);
  for (let epoch = 0; epoch < 6; epoch++) {
    const rate = 0.01 / (1 + epoch);
    for (let i = 0; i < train.length; i++) {
      score(trainInputs, i);
      const top = Math.max(...logits);
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
      for (let k = 0; k < 10; k++) {
        const error = Math.exp(logits[k] - top) / total - (train.labels[i] === k ? 1 : 0);
        for (let j = 0; j < 784; j++) {
          weights[k * 785 + j] -= rate * error * trainInputs[i * 784 + j];
        }
        weights[k * 785 + 784] -= rate * error;
      }
    }
  }
  const testInputs = inputsOf(test);
  let right = 0;
  for (let i = 0; i < test.length; i++) {
    score(testInputs, i);
    if (logits.indexOf(Math.max(...logits)) === test.labels[i]) right++;
  }
  return right / test.length;
}

/** Share of the first `count` test examples whose nearest training example has their label. */
function nearestNeighbourAccuracy({ splits: { train, test } }: Dataset, count: number): number {
  const known = inputsOf(train);
  const asked = inputsOf(test);
  let right = 0;
  for (let i = 0; i < count; i++) {
    let best = Infinity;
    let label = -1;
    for (let n = 0; n < train.length; n++) {
      let distance = 0;
      for (let j = 0; j < 784 && distance < best; j++) {
        distance += (known[n * 784 + j] - asked[i * 784 + j]) ** 2;
      }
      if (distance < best) {
        best = distance;
        label = train.labels[n];
      }
    }
    if (label === test.labels[i]) right++;
  }
  return right / count;
}
