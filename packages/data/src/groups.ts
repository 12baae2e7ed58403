import type { Split, Splits } from './dataset.ts';
import { count as written, InputError, plural } from '@axiswise/messages';
import type { Random } from '@axiswise/random';
import { type Strata, strataOfClasses } from './strata.ts';

/** A split whose examples are in groups. */
type GroupedSplit = Split & { readonly groups: Int32Array };

/** How many examples of each stratum (class, label, quantile) each group has. */
interface GroupTable {
  /** The number of groups. */
  readonly length: number;
  /** For each example its group, counted from 0 in the order of their first examples. */
  readonly groupOf: Int32Array;
  readonly sizes: Uint32Array;
  /** The number of examples of each stratum. */
  readonly classSizes: Float64Array;
  /** Group `g` has `counts[i]` examples of the stratum `labels[i]`, for i from `starts[g]` to before `starts[g + 1]`. */
  readonly starts: Uint32Array;
  readonly labels: Uint32Array;
  readonly counts: Uint32Array;
}

function groupTable(groups: Int32Array, { count: classes, starts: from, of }: Strata): GroupTable {
  const known = new Map<number, number>();
  const groupOf = Int32Array.from(groups, (group) => {
    const index = known.get(group) ?? known.size;
    known.set(group, index);
    return index;
  });
  const classSizes = new Float64Array(classes);
  const sizes = new Uint32Array(known.size);
  // Of a group and a class that occur together: there are few such pairs, however many of either.
  const pairs = new Map<number, number>();
  for (let i = 0; i < groups.length; i++) {
    sizes[groupOf[i]]++;
    for (let j = from[i]; j < from[i + 1]; j++) {
      classSizes[of[j]]++;
      const pair = groupOf[i] * classes + of[j];
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  }
  const sorted = Float64Array.from(pairs.keys()).sort();
  const starts = new Uint32Array(known.size + 1);
  for (const pair of sorted) starts[Math.floor(pair / classes) + 1]++;
  for (let g = 0; g < known.size; g++) starts[g + 1] += starts[g];
  return {
    length: known.size,
    groupOf,
    sizes,
    classSizes,
    starts,
    labels: Uint32Array.from(sorted, (pair) => pair % classes),
    counts: Uint32Array.from(sorted, (pair) => pairs.get(pair)!),
  };
}

/**
 * Draws whole groups that have about `count` examples, each class about in proportion; at least one group,
 * and one with each class where that can be. Every class keeps an example in the rest.
 *
 * Groups come in a drawn order. One is taken if the numbers of the classes come nearer to their shares of
 * `count` by it: nearer in the sum of squared differences, each over the size of the class.
 *
 * @returns the indices of their examples, ascending.
 * @throws InputError if no group can be taken.
 */
export function drawGroups(split: GroupedSplit, count: number, random: Random): Uint32Array {
  const table = groupTable(split.groups, strataOfClasses(split));
  const { classSizes, starts, labels, counts } = table;
  if (table.length < 2) {
    throw new InputError(
      'data',
      `all ${written(split.length)} examples are of one group, and a group is not divided between ` +
        `splits; add examples of other groups`,
    );
  }
  const share = count / split.length;
  const taken = new Float64Array(classSizes.length);
  const isTaken = new Uint8Array(table.length);
  /** By how much taking a group would move the classes away from their shares; Infinity: it cannot be taken. */
  const change = (group: number): number => {
    let sum = 0;
    for (let i = starts[group]; i < starts[group + 1]; i++) {
      const size = classSizes[labels[i]];
      const lacking = share * size - taken[labels[i]];
      if (taken[labels[i]] + counts[i] >= size) return Infinity;
      sum += (counts[i] * (counts[i] - 2 * lacking)) / size;
    }
    return sum;
  };
  const take = (group: number): void => {
    isTaken[group] = 1;
    for (let i = starts[group]; i < starts[group + 1]; i++) taken[labels[i]] += counts[i];
  };
  const order = random.permutation(table.length);
  for (const group of order) if (change(group) < 0) take(group);

  const takeBestOf = (groups: readonly number[]): void => {
    let best: number | undefined;
    let least = Infinity;
    for (const group of groups) {
      const by = isTaken[group] ? Infinity : change(group);
      if (by < least) [best, least] = [group, by];
    }
    if (best !== undefined) take(best);
  };
  const present = classSizes.filter((size) => size > 0).length;
  const missing = taken.some((each, label) => each === 0 && classSizes[label] > 0);
  // Fewer examples than classes are asked for where they need not show every class.
  if (missing && count >= present) {
    const having = Array.from(classSizes, (): number[] => []);
    for (const group of order) {
      for (let i = starts[group]; i < starts[group + 1]; i++) having[labels[i]].push(group);
    }
    for (const [label, groups] of having.entries()) if (taken[label] === 0) takeBestOf(groups);
  }
  if (!isTaken.includes(1)) takeBestOf([...order]);
  if (!isTaken.includes(1)) {
    throw new InputError(
      'data',
      `none of ${table.length} groups can be set aside as a whole, since each has the last examples of ` +
        `a class; add groups with examples of these classes`,
    );
  }
  return Uint32Array.from(table.groupOf.keys()).filter((i) => isTaken[table.groupOf[i]]);
}

/**
 * The fold of every example, whole groups together: the largest group comes first, and each goes to the
 * fold that has least of its strata (as StratifiedGroupKFold of scikit-learn, with another measure of
 * balance).
 *
 * @throws InputError if there are fewer groups than folds, which would leave a fold empty.
 */
export function foldsOfGroups(
  { groups, strata }: { readonly groups: Int32Array; readonly strata: Strata },
  folds: number,
  random: Random,
): Uint16Array {
  const { length, groupOf, sizes, classSizes, starts, labels, counts } = groupTable(groups, strata);
  if (length < folds) {
    throw new InputError(
      'data',
      `${plural(length, 'group')} cannot be divided into ${folds} folds, since a group is not divided; ` +
        `add groups, or ask for fewer folds`,
    );
  }
  const drawn = random.permutation(length);
  const order = Array.from(drawn.keys(), (at) => at).sort(
    (a, b) => sizes[drawn[b]] - sizes[drawn[a]] || a - b,
  );
  const inFold = new Float64Array(folds * classSizes.length);
  const totals = new Float64Array(folds);
  const foldOf = new Uint16Array(length);
  for (const at of order) {
    const group = drawn[at];
    let [best, least] = [0, Infinity];
    for (let fold = 0; fold < folds; fold++) {
      let crowded = 0;
      for (let i = starts[group]; i < starts[group + 1]; i++) {
        crowded +=
          (counts[i] * inFold[fold * classSizes.length + labels[i]]) / classSizes[labels[i]];
      }
      if (crowded < least || (crowded === least && totals[fold] < totals[best])) {
        [best, least] = [fold, crowded];
      }
    }
    foldOf[group] = best;
    totals[best] += sizes[group];
    for (let i = starts[group]; i < starts[group + 1]; i++) {
      inFold[best * classSizes.length + labels[i]] += counts[i];
    }
  }
  return Uint16Array.from(groupOf, (group) => foldOf[group]);
}

/**
 * Says in one line how many groups are both in train and in test, where the data itself divides them so;
 * undefined where none is.
 */
export function describeDividedGroups(
  place: string,
  { train, validation, test }: Splits,
): string | undefined {
  if (!train.groups || !test.groups) return undefined;
  const learned = new Set([...train.groups, ...(validation?.groups ?? [])]);
  const tested = new Set(test.groups);
  const divided = [...tested].filter((group) => learned.has(group)).length;
  if (divided === 0) return undefined;
  return (
    `${place} has examples of ${divided} of its ${plural(tested.size, 'test group')} for training too; ` +
    `the test does not show how well new groups are predicted`
  );
}
