import type { Split } from './dataset.ts';
import { DataError } from './errors.ts';
import { Random } from './random.ts';

/**
 * A split of examples held in one array.
 *
 * Bytes stay bytes (a quarter of the memory) and are multiplied by `scale` when they are read.
 *
 * @param inputs `labels.length × product of shape` values, example after example.
 * @param scale by default 1/255 for bytes and 1 for floats.
 */
export function arraySplit(options: {
  readonly inputs: Uint8Array | Float32Array;
  readonly labels: Int32Array;
  readonly shape: readonly number[];
  readonly classes: number;
  readonly scale?: number;
  /** Names the place for error messages: a file, a split. */
  readonly name?: string;
}): Split {
  const { inputs, labels, shape, classes, name = 'the split' } = options;
  const size = shape.reduce((product, length) => product * length, 1);
  if (inputs.length !== labels.length * size) {
    throw new DataError(
      `${name} has ${labels.length} labels but inputs for ${inputs.length / size} examples of ` +
        `[${shape.join(', ')}]; both must be equally many`,
    );
  }
  const stranger = labels.findIndex((label) => !(label >= 0 && label < classes));
  if (stranger !== -1) {
    throw new DataError(
      `${name}: the label of example ${stranger} is ${labels[stranger]}, but with ${classes} ` +
        `classes labels go from 0 to ${classes - 1}`,
    );
  }
  const scale = options.scale ?? (inputs instanceof Uint8Array ? 1 / 255 : 1);
  return {
    length: labels.length,
    labels,
    gather(indices, out) {
      for (let i = 0; i < indices.length; i++) {
        const from = indices[i] * size;
        const to = i * size;
        if (scale === 1) out.set(inputs.subarray(from, from + size), to);
        else for (let j = 0; j < size; j++) out[to + j] = inputs[from + j] * scale;
      }
    },
  };
}

/** The examples of a split at `indices`, as a split of its own; nothing is copied but labels. */
export function subset(split: Split, indices: Uint32Array): Split {
  return {
    length: indices.length,
    labels: Int32Array.from(indices, (index) => split.labels[index]),
    gather: (wanted, out) =>
      split.gather(
        Uint32Array.from({ length: wanted.length }, (_, i) => indices[wanted[i]]),
        out,
      ),
  };
}

/** Sets a part of a split aside, each class in proportion; the same seed sets the same part aside. */
export function holdOut(
  split: Split,
  options: { readonly fraction: number; readonly seed: number },
): { readonly rest: Split; readonly heldOut: Split } {
  if (!(options.fraction > 0 && options.fraction < 1)) {
    throw new DataError(
      `the share to set aside is a number between 0 and 1, but ${options.fraction} came`,
    );
  }
  const count = Math.round(split.length * options.fraction);
  if (count === 0 || count === split.length) {
    throw new DataError(
      `of ${split.length} examples, none or all would be set aside; more examples are needed`,
    );
  }
  const chosen = stratified(split, count, new Random(options.seed, 'hold out'));
  const aside = new Set(chosen);
  const rest = Uint32Array.from({ length: split.length }, (_, i) => i).filter((i) => !aside.has(i));
  return { rest: subset(split, rest), heldOut: subset(split, chosen) };
}

/** Draws `count` examples of a split, each class in proportion; the same seed draws the same. */
export function takeExamples(split: Split, count: number, seed: number): Split {
  const classes = new Set(split.labels).size;
  if (count > split.length) {
    throw new DataError(
      `${count} training examples are asked for, but there are ${split.length} (a validation part ` +
        `set aside is not counted); ask for at most ${split.length}`,
    );
  }
  if (count < classes) {
    throw new DataError(
      `${count} training examples cannot show all ${classes} classes; ask for at least ${classes}`,
    );
  }
  return subset(split, stratified(split, count, new Random(seed, 'take examples')));
}

/** `count` indices in ascending order, each class in proportion (largest remainders), at least one each. */
function stratified(split: Split, count: number, random: Random): Uint32Array {
  const byClass = new Map<number, number[]>();
  split.labels.forEach((label, i) => {
    const members = byClass.get(label);
    if (members) members.push(i);
    else byClass.set(label, [i]);
  });
  const shares = [...byClass.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => ({ members, ideal: (count * members.length) / split.length }));
  const quotas = shares.map(({ ideal }) =>
    count >= shares.length ? Math.max(1, Math.floor(ideal)) : 0,
  );
  const byRemainder = shares
    .map(({ ideal }, i) => [ideal - quotas[i], i] as const)
    .sort(([a, i], [b, j]) => b - a || i - j)
    .map(([, i]) => i);
  let missing = count - quotas.reduce((sum, quota) => sum + quota, 0);
  for (let turn = 0; missing > 0; turn++) {
    const i = byRemainder[turn % byRemainder.length];
    if (quotas[i] < shares[i].members.length) {
      quotas[i]++;
      missing--;
    }
  }
  // Rare classes raised to one example may have overdrawn: the largest quotas give way.
  while (missing < 0) {
    quotas[quotas.indexOf(Math.max(...quotas))]--;
    missing++;
  }
  const chosen = shares.flatMap(({ members }, i) =>
    [...random.permutation(members.length).subarray(0, quotas[i])].map((j) => members[j]),
  );
  return Uint32Array.from(chosen).sort();
}
