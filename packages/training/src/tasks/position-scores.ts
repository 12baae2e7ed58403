import { unlabelled } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import type { ExampleScore, TestOutcome } from './task.ts';

/**
 * Of each example the share of its labelled positions that are predicted rightly.
 *
 * @throws InputError where an example has no labelled position.
 */
export function rightShares(
  { targets, predictions }: TestOutcome,
  positions: number,
): Float64Array {
  return Float64Array.from({ length: targets.length / positions }, (_, example) => {
    let [right, labelled] = [0, 0];
    for (let i = example * positions; i < (example + 1) * positions; i++) {
      if (targets[i] === unlabelled) continue;
      labelled++;
      if (predictions[i] === targets[i]) right++;
    }
    if (labelled > 0) return right / labelled;
    throw new InputError(
      'data',
      `no position of test example ${example} has a label; label some, or leave the example out`,
    );
  });
}

/** The mean over the classes of their F1; see {@link meanOfRatios}. */
export const positionF1Score: ExampleScore = {
  describe: 'macro F1',
  better: 'higher',
  range: [0, 1],
  of: meanOfRatios(({ right, labelled, predicted }) => [2 * right, labelled + predicted]),
};

/** The mean over the classes of the intersection over union (Jaccard index); see {@link meanOfRatios}. */
export const meanIoUScore: ExampleScore = {
  describe: 'mean IoU',
  better: 'higher',
  range: [0, 1],
  of: meanOfRatios(({ right, labelled, predicted }) => [right, labelled + predicted - right]),
};

/** Of one class, how many positions have it as label, as prediction, and as both. */
interface ClassPositions {
  readonly right: number;
  readonly labelled: number;
  readonly predicted: number;
}

/**
 * The mean over the classes of a ratio of counts of positions, of those classes that are a label or a prediction
 * anywhere. An example has influence on what is above and on what is below of each ratio.
 */
function meanOfRatios(
  ratio: (of: ClassPositions) => readonly [above: number, below: number],
): ExampleScore['of'] {
  return ({ targets, predictions }, { classes, targets: form }) => {
    const positions = form!.shape.reduce((product, length) => product * length, 1);
    const examples = targets.length / positions;
    const parts = Array.from(classes, () => ({
      above: new Float64Array(examples),
      below: new Float64Array(examples),
    }));
    for (let example = 0; example < examples; example++) {
      const from = example * positions;
      const to = from + positions;
      const counts = countPositions(targets.subarray(from, to), predictions.subarray(from, to), {
        classes: classes.length,
      });
      for (const [c, { above, below }] of parts.entries()) {
        [above[example], below[example]] = ratio(counts[c]);
      }
    }
    const occurring = parts.filter(({ below }) => sumOf(below) > 0);
    const scores = new Float64Array(examples);
    for (const { above, below } of occurring) {
      const sum = sumOf(below);
      const value = sumOf(above) / sum;
      for (let i = 0; i < examples; i++) {
        scores[i] += (value + (examples * (above[i] - value * below[i])) / sum) / occurring.length;
      }
    }
    return scores;
  };
}

function countPositions(
  targets: Float32Array,
  predictions: Float32Array,
  { classes }: { readonly classes: number },
): ClassPositions[] {
  const counts = Array.from({ length: classes }, () => ({ right: 0, labelled: 0, predicted: 0 }));
  targets.forEach((label, i) => {
    if (label === unlabelled) return;
    counts[label].labelled++;
    counts[predictions[i]].predicted++;
    if (label === predictions[i]) counts[label].right++;
  });
  return counts;
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
