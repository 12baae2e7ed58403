import type { Split, Targets } from './dataset.ts';
import { InputError, requireOneOf } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { drawGroups, foldsOfGroups } from './groups.ts';
import { inMemory, type Numbers } from './prepared/numbers.ts';
import { foldsByIteration, strataOf } from './strata.ts';

/**
 * Makes a split of examples in one array, in memory or in a file.
 *
 * Bytes stay bytes (a quarter of the memory) and are multiplied by `scale` when they are read.
 */
export function arraySplit(options: {
  /** `labels.length × product of shape` values, example after example. */
  readonly inputs: Uint8Array | Float32Array | Numbers;
  readonly labels: Int32Array;
  readonly shape: readonly number[];
  readonly classes: number;
  /** By default 1/255 for bytes and 1 for floats. */
  readonly scale?: number;
  /** See {@link Split.groups}. */
  readonly groups?: Int32Array | undefined;
  /** See {@link Split.exampleName}. */
  readonly exampleName?: ((index: number) => string) | undefined;
  /** The name of the place for errors: a file, a split. */
  readonly name?: string;
}): Split {
  const { labels, shape, classes, groups, exampleName: nameOf, name = 'the split' } = options;
  const inputs = ArrayBuffer.isView(options.inputs) ? inMemory(options.inputs) : options.inputs;
  const size = shape.reduce((product, length) => product * length, 1);
  if (inputs.length !== labels.length * size) {
    throw new InputError(
      'data',
      `${name} has ${labels.length} labels but inputs for ${inputs.length / size} examples of ` +
        `[${shape.join(', ')}]; both must be equally many`,
    );
  }
  if (groups && groups.length !== labels.length) {
    throw new InputError(
      'data',
      `${name} has ${labels.length} labels but the groups of ${groups.length} examples; both must be ` +
        `equally many`,
    );
  }
  const stranger = labels.findIndex((label) => !(label >= 0 && label < classes));
  if (stranger !== -1) {
    throw new InputError(
      'data',
      `${name}: the label of example ${stranger} is ${labels[stranger]}, but with ${classes} ` +
        `classes labels go from 0 to ${classes - 1}`,
    );
  }
  const scale = options.scale ?? (inputs.type === 'uint8' ? 1 / 255 : 1);
  return {
    length: labels.length,
    labels,
    ...(groups && { groups }),
    ...(nameOf && { exampleName: nameOf }),
    gather(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const example = inputs.read(indices[i] * size, (indices[i] + 1) * size);
        const to = i * size;
        if (scale === 1) out.set(example, to);
        else for (let j = 0; j < size; j++) out[to + j] = example[j] * scale;
      }
    },
  };
}

/**
 * Makes a split of examples with numbers as targets, which all lie in arrays: what {@link arraySplit} is to
 * classes.
 *
 * @throws InputError where the numbers of inputs and targets do not fit each other, or a target is not finite.
 */
export function targetSplit(
  options: Omit<Parameters<typeof arraySplit>[0], 'labels' | 'classes'> & {
    readonly targets: {
      /** `examples × product of shape` finite numbers, example after example. */
      readonly values: Float32Array;
      readonly shape: readonly number[];
    };
  },
): Split {
  const {
    targets: { values, shape },
    name = 'the split',
  } = options;
  const size = shape.reduce((product, length) => product * length, 1);
  const examples = values.length / size;
  if (!Number.isInteger(examples)) {
    throw new InputError(
      'data',
      `${name} has ${values.length} numbers as targets, but each example takes ${size}`,
    );
  }
  const strange = values.findIndex((value) => !Number.isFinite(value));
  if (strange !== -1) {
    const example = Math.floor(strange / size);
    throw new InputError(
      'data',
      `${name}: the target of example ${example} is ${values[strange]}, but targets must be finite numbers; ` +
        `correct it or leave the example out`,
    );
  }
  return {
    ...arraySplit({ ...options, labels: new Int32Array(examples), classes: 1 }),
    targets: targetsIn(values, size),
  };
}

/** Targets that lie in an array, so many for each example. */
export const targetsIn = (
  values: Float32Array | Int16Array | Int32Array,
  size: number,
): Targets => ({
  size,
  gather(indices, out) {
    for (let i = 0; i < indices.length; i++) {
      out.set(values.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
    }
  },
});

/** What is right for every example of a split: its class as a number, or its targets, one after another. */
export function allTargets({ length, labels, targets }: Split): Float32Array {
  if (!targets) return Float32Array.from(labels);
  const all = new Float32Array(length * targets.size);
  targets.gather(
    Uint32Array.from({ length }, (_, i) => i),
    all,
  );
  return all;
}

/** What finds an example of a split again: its {@link Split.exampleName}, else its index. */
export const exampleName = (split: Split, index: number): string =>
  split.exampleName?.(index) ?? String(index);

/**
 * Selects the examples of a split at `indices`; only labels and groups are copied. Examples keep their
 * names.
 */
export function subset(split: Split, indices: Uint32Array): Split {
  const at = (wanted: ArrayLike<number>): Uint32Array =>
    Uint32Array.from({ length: wanted.length }, (_, i) => indices[wanted[i]]);
  return {
    length: indices.length,
    labels: numbersAt(split.labels, indices),
    ...(split.targets && {
      targets: {
        ...split.targets,
        gather: (wanted: ArrayLike<number>, out: Float32Array) =>
          split.targets!.gather(at(wanted), out),
      },
    }),
    ...(split.groups && { groups: numbersAt(split.groups, indices) }),
    exampleName: (index) => exampleName(split, indices[index]),
    gather: (wanted, out) => split.gather(at(wanted), out),
    ...(split.augment && {
      augment: (wanted, out, labels, context, targets) =>
        split.augment!(at(wanted), out, labels, context, targets),
    }),
  };
}

function numbersAt(numbers: Int32Array, indices: Uint32Array): Int32Array {
  const found = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) found[i] = numbers[indices[i]];
  return found;
}

/**
 * All examples of two splits of a data set, those of the first before those of the second. Examples are known by
 * their index, and there are no groups.
 */
export function joinSplits(first: Split, second: Split): Split {
  const labels = new Int32Array(first.length + second.length);
  labels.set(first.labels);
  labels.set(second.labels, first.length);
  const size = first.targets?.size;
  return {
    length: labels.length,
    labels,
    ...(size !== undefined && {
      targets: {
        size,
        gather(indices, out) {
          for (let i = 0; i < indices.length; i++) {
            const isFirst = indices[i] < first.length;
            const index = isFirst ? indices[i] : indices[i] - first.length;
            (isFirst ? first : second).targets!.gather([index], out.subarray(i * size));
          }
        },
      },
    }),
    async gather(indices, out) {
      const exampleSize = out.length / indices.length;
      // Runs of examples of one split, so that a batch is few calls.
      for (let from = 0, to = 0; from < indices.length; from = to) {
        const isFirst = indices[from] < first.length;
        const run: number[] = [];
        for (; to < indices.length && indices[to] < first.length === isFirst; to++) {
          run.push(isFirst ? indices[to] : indices[to] - first.length);
        }
        await (isFirst ? first : second).gather(
          run,
          out.subarray(from * exampleSize, to * exampleSize),
        );
      }
    },
  };
}

/** The default number of folds of cross-validation. */
export const tenFolds: readonly string[] = Array.from({ length: 10 }, (_, i) => String(i + 1));

/**
 * Splits examples for cross-validation: the fold is the test, the others are the training examples.
 *
 * The folds are stratified and drawn with their own seed, independently of the run's seed: each has its share of every
 * class, of every label where examples have several, and of the quantiles of each number where numbers are predicted
 * ({@link strataOf}). Every example is in exactly one fold. Groups are not divided: all examples of one are in the same fold, and
 * folds are as large and as stratified as that allows.
 *
 * @param fold one of `folds`.
 * @throws InputError if the fold or the rest would be empty.
 */
export function crossValidationFold(
  split: Split,
  fold: string,
  options: { readonly folds?: readonly string[]; readonly seed?: number } = {},
): { readonly train: Split; readonly test: Split } {
  const { folds = tenFolds, seed = 0 } = options;
  const chosen = folds.indexOf(requireOneOf('data', 'the fold', fold, folds));
  if (split.length < folds.length) {
    throw new InputError(
      'data',
      `${split.length} examples cannot be divided into ${folds.length} folds; add examples, or ask for fewer folds`,
    );
  }
  const random = new Random(seed, 'folds');
  const strata = strataOf(split, folds.length, random);
  const inFold = split.groups
    ? foldsOfGroups({ groups: split.groups, strata }, folds.length, random)
    : split.targets && !split.targets.ofPositions
      ? foldsByIteration(strata, folds.length, random)
      : foldsOfExamples(split, folds.length, random);
  const all = Uint32Array.from({ length: split.length }, (_, i) => i);
  const test = all.filter((i) => inFold[i] === chosen);
  const train = all.filter((i) => inFold[i] !== chosen);
  if (test.length === 0 || train.length === 0) {
    throw new InputError(
      'data',
      `${split.length} examples cannot be divided into ${folds.length} folds; add examples`,
    );
  }
  return { train: subset(split, train), test: subset(split, test) };
}

/** The fold of every example, each class in turn. */
function foldsOfExamples({ length, labels }: Split, folds: number, random: Random): Uint16Array {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  // Each class begins with the first fold, unless one is too small for all folds: then with the fold behind the last
  // of the class before, so that no fold is left empty.
  const isAnySmall = [...sizes.values()].some((size) => size < folds);
  const next = new Map<number, number>();
  let before = 0;
  for (const label of [...sizes.keys()].sort((a, b) => a - b)) {
    next.set(label, isAnySmall ? before : 0);
    before += sizes.get(label)!;
  }
  const inFold = new Uint16Array(length);
  for (const i of random.permutation(length)) {
    const rank = next.get(labels[i])!;
    next.set(labels[i], rank + 1);
    inFold[i] = rank % folds;
  }
  return inFold;
}

/** The size of the part to hold out: a fraction between 0 and 1, or a number of examples. */
export type HoldOutSize = { readonly fraction: number } | { readonly count: number };

/**
 * Holds out a part of a split, each class in proportion; the same seed holds out the same part.
 *
 * Every class keeps at least one example in the rest. It gets one in the held-out part if it has
 * two and there is room.
 *
 * Groups are not divided: the part is made of whole groups, whose number of examples and whose classes
 * come as near to what is asked for as whole groups allow.
 *
 * @throws InputError if none or all would be held out, a class would keep none, or no group can be held
 *   out as a whole.
 */
export function holdOut(
  split: Split,
  options: HoldOutSize & { readonly seed: number },
): { readonly rest: Split; readonly heldOut: Split } {
  if ('fraction' in options && !(options.fraction > 0 && options.fraction < 1)) {
    throw new InputError(
      'data',
      `the fraction to hold out must be a number between 0 and 1, got ${options.fraction}`,
    );
  }
  const count = 'count' in options ? options.count : Math.round(split.length * options.fraction);
  const classes = new Set(split.labels).size;
  if (!(Number.isInteger(count) && count >= 1 && count <= split.length - classes)) {
    throw new InputError(
      'data',
      `${count} of ${split.length} examples cannot be set aside: at least 1 can, and at most ` +
        `${split.length - classes}, so that each of ${classes} classes keeps one; ` +
        `add examples or set less aside`,
    );
  }
  const random = new Random(options.seed, 'hold out');
  const chosen = split.groups
    ? drawGroups({ ...split, groups: split.groups }, count, random)
    : drawStratified(split, count, (members) => members - 1, random);
  const isAside = new Uint8Array(split.length);
  for (const i of chosen) isAside[i] = 1;
  const rest = new Uint32Array(split.length).map((_, i) => i).filter((i) => isAside[i] === 0);
  return { rest: subset(split, rest), heldOut: subset(split, chosen) };
}

/**
 * Draws `count` examples of a split, each class in proportion and with at least one, where there are as many as
 * classes; the same seed draws the same examples.
 *
 * It draws from all groups. That divides none between two splits, since the examples that are not drawn
 * are in no split.
 *
 * @throws InputError if `count` exceeds the split.
 */
export function takeExamples(split: Split, count: number, seed: number): Split {
  if (count > split.length) {
    throw new InputError(
      'data',
      `${count} training examples are asked for, but there are ${split.length} (a validation part ` +
        `set aside is not counted); ask for at most ${split.length}`,
    );
  }
  if (!(Number.isInteger(count) && count > 0)) {
    throw new InputError(
      'data',
      `the number of training examples must be a positive integer, got ${count}`,
    );
  }
  const random = new Random(seed, 'take examples');
  // Too few to show every class, such as 200 positions for 361 moves: all are equally likely to be drawn.
  if (count < new Set(split.labels).size) {
    return subset(split, random.permutation(split.length).slice(0, count).sort());
  }
  return subset(
    split,
    drawStratified(split, count, (members) => members, random),
  );
}

/**
 * Draws `count` indices in ascending order, each class in proportion (largest remainders), with at
 * least one of every class if `count` allows it.
 *
 * @param most returns how many of a class of the given size may be drawn.
 */
function drawStratified(
  split: Split,
  count: number,
  most: (members: number) => number,
  random: Random,
): Uint32Array {
  // Typed arrays throughout: with a million examples, lists of numbers take more than small pictures.
  const sizes = new Map<number, number>();
  for (const label of split.labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const labels = [...sizes.keys()].sort((a, b) => a - b);
  const groups = new Map(labels.map((label) => [label, new Uint32Array(sizes.get(label)!)]));
  const filled = new Map<number, number>();
  split.labels.forEach((label, i) => {
    const at = filled.get(label) ?? 0;
    groups.get(label)![at] = i;
    filled.set(label, at + 1);
  });
  const quotas = proportionalQuotas(
    labels.map((label) => sizes.get(label)!),
    count,
    labels.map((label) => most(sizes.get(label)!)),
  );
  const chosen = new Uint32Array(sum(quotas));
  let at = 0;
  for (const [i, label] of labels.entries()) {
    const members = groups.get(label)!;
    const drawn = random.permutation(members.length).subarray(0, quotas[i]);
    chosen.set(
      drawn.map((j) => members[j]),
      at,
    );
    at += drawn.length;
  }
  return chosen.sort();
}

/** Apportions `count` to groups of the given sizes, within 0 (or 1) and `limits`. */
function proportionalQuotas(
  sizes: readonly number[],
  count: number,
  limits: readonly number[],
): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const least = count >= sizes.length ? 1 : 0;
  const ideals = sizes.map((size) => (count * size) / total);
  const quotas = ideals.map((ideal, i) => Math.min(limits[i], Math.max(least, Math.floor(ideal))));
  const lacking = (i: number): number =>
    quotas[i] < limits[i] ? ideals[i] - quotas[i] : -Infinity;
  // Rare classes that were raised to one example take it from those furthest above their share.
  const spare = (i: number): number => (quotas[i] > least ? quotas[i] - ideals[i] : -Infinity);
  for (let left = count - sum(quotas); left !== 0; left -= Math.sign(left)) {
    const worth = left > 0 ? lacking : spare;
    const best = quotas.reduce((chosen, _, i) => (worth(i) > worth(chosen) ? i : chosen), 0);
    quotas[best] += Math.sign(left);
  }
  return quotas;
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, each) => total + each, 0);
