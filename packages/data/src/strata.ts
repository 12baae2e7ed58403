import type { Split } from './dataset.ts';
import type { Random } from '@axiswise/random';

/**
 * What folds shall have in equal shares: classes, labels, or quantiles of numbers. An example is of any number of
 * strata: of one where it has a class, of several where it has labels or numbers.
 */
export interface Strata {
  /** How many there are. */
  readonly count: number;
  /** Example `i` is of the strata `of[j]`, for j from `starts[i]` to before `starts[i + 1]`. */
  readonly starts: Uint32Array;
  readonly of: Uint32Array;
}

/** Of numbers there are at most so many quantiles where each is no class by itself. */
const mostQuantiles = 10;

/** One stratum for each class. */
export const strataOfClasses = ({ labels }: Pick<Split, 'labels'>): Strata => ({
  count: labels.reduce((most, label) => Math.max(most, label), 0) + 1,
  starts: Uint32Array.from({ length: labels.length + 1 }, (_, i) => i),
  of: Uint32Array.from(labels),
});

/**
 * The strata of a split for so many folds: its classes; of targets that are 1 or 0 one for each number, of which the
 * examples with a 1 are; of other numbers the quantiles of each. Labels of positions make none, and all examples are
 * alike.
 */
export function strataOf(split: Split, folds: number, random: Random): Strata {
  if (!split.targets || split.targets.ofPositions) return strataOfClasses(split);
  const values = new Float32Array(split.length * split.targets.size);
  split.targets.gather(
    Uint32Array.from({ length: split.length }, (_, i) => i),
    values,
  );
  return values.every((value) => value === 0 || value === 1)
    ? strataOfLabels(values, split.targets.size)
    : strataOfNumbers(values, split.targets.size, { folds, random });
}

function strataOfLabels(values: Float32Array, size: number): Strata {
  const starts = new Uint32Array(values.length / size + 1);
  const of: number[] = [];
  values.forEach((value, i) => {
    if (value === 1) of.push(i % size);
    if (i % size === size - 1) starts[(i + 1) / size] = of.length;
  });
  return { count: size, starts, of: Uint32Array.from(of) };
}

/** Quantiles of each number, as many examples in each but for the rest of a division. */
function strataOfNumbers(
  values: Float32Array,
  size: number,
  { folds, random }: { readonly folds: number; readonly random: Random },
): Strata {
  const examples = values.length / size;
  // Each quantile has an example for each fold.
  const quantiles = Math.max(1, Math.min(mostQuantiles, Math.floor(examples / folds)));
  const of = new Uint32Array(values.length);
  for (let k = 0; k < size; k++) {
    // Equal numbers lie in a drawn order, so that none of them are preferred.
    const order = random.permutation(examples);
    order.sort((a, b) => values[a * size + k] - values[b * size + k]);
    order.forEach((example, rank) => {
      of[example * size + k] = k * quantiles + Math.floor((rank * quantiles) / examples);
    });
  }
  return {
    count: size * quantiles,
    starts: Uint32Array.from({ length: examples + 1 }, (_, i) => i * size),
    of,
  };
}

/**
 * The fold of every example by iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the stratification
 * of multi-label data", algorithm 1): the examples of the rarest stratum that is left come first, and each goes to the
 * fold that lacks most of it, of those to the one that lacks most examples, and of those to one that is drawn.
 */
export function foldsByIteration(
  { count, starts, of }: Strata,
  folds: number,
  random: Random,
): Uint16Array {
  const examples = starts.length - 1;
  const foldOf = new Uint16Array(examples);
  const isPlaced = new Uint8Array(examples);
  const left = new Float64Array(count);
  for (const stratum of of) left[stratum]++;
  const lacking = new Float64Array(folds).fill(examples / folds);
  const lackingOf = Float64Array.from({ length: folds * count }, (_, i) => left[i % count] / folds);
  const order = random.permutation(examples);
  const members = Array.from({ length: count }, (): number[] => []);
  for (const example of order) {
    for (let j = starts[example]; j < starts[example + 1]; j++) members[of[j]].push(example);
  }
  /** Chooses among folds: those that lack most, first by one measure, then by the other. */
  const foldLacking = (most: (fold: number) => number): number => {
    let best: number[] = [];
    for (let fold = 0; fold < folds; fold++) {
      const by =
        best.length === 0 ? 1 : most(fold) - most(best[0]) || lacking[fold] - lacking[best[0]];
      if (by > 0) best = [fold];
      else if (by === 0) best.push(fold);
    }
    return best.length === 1 ? best[0] : best[random.integer(best.length)];
  };
  const place = (example: number, fold: number): void => {
    foldOf[example] = fold;
    isPlaced[example] = 1;
    lacking[fold]--;
    for (let j = starts[example]; j < starts[example + 1]; j++) {
      left[of[j]]--;
      lackingOf[fold * count + of[j]]--;
    }
  };
  for (;;) {
    let rarest = -1;
    for (let stratum = 0; stratum < count; stratum++) {
      if (left[stratum] > 0 && (rarest === -1 || left[stratum] < left[rarest])) rarest = stratum;
    }
    if (rarest === -1) break;
    for (const example of members[rarest]) {
      if (isPlaced[example]) continue;
      place(
        example,
        foldLacking((fold) => lackingOf[fold * count + rarest]),
      );
    }
  }
  // Examples of no stratum, as those without a label, make folds equally large.
  for (const example of order)
    if (!isPlaced[example])
      place(
        example,
        foldLacking(() => 0),
      );
  return foldOf;
}
