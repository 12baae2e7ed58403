import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { Preparation } from '../prepared/prepare-once.ts';
import {
  type ArrayPart,
  type ArrayRole,
  type FoundArrays,
  foundWords,
  type PartArrays,
} from './array-members.ts';
import { isNumeric, type NpyArray, numbersOf, type NumericArray, textsOf } from './npy.ts';

/** What is known of arrays of examples besides their numbers. */
export interface CollectedArrays {
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** Whether inputs are bytes, which are read as 0 to 1. */
  readonly isBytes: boolean;
  /** The parts in the order of their examples. */
  readonly parts: readonly { readonly part: ArrayPart; readonly length: number }[];
  /** Null where there are no groups. */
  readonly groupNames: readonly string[] | null;
  readonly sha256: string;
}

/** Numbers that are converted at a time. */
const pieceNumbers = 2 ** 20;
const partOrder: readonly ArrayPart[] = ['whole', 'train', 'validation', 'test'];

/** What is asked of the arrays. */
export interface ArraysAsked {
  /** For messages: the file or folder. */
  readonly place: string;
  /** The names of the axes of an example. */
  readonly axes: readonly string[];
  /** How a run that is to read the arrays was trained. */
  readonly trained: ArrayEncoding | undefined;
}

/** How examples were read, for reading others in the same way. */
export interface ArrayEncoding {
  readonly classes: readonly string[];
  readonly isBytes: boolean;
}

/**
 * Checks and reads arrays, and hands over their `inputs`, `labels` and, where there are any, `groups`.
 *
 * @throws InputError where arrays are missing, do not fit each other or the axes, or hold what is no number.
 */
export function collectArrays(
  found: FoundArrays,
  { place, axes, trained }: ArraysAsked,
  into: Preparation,
): CollectedArrays {
  const fail = (message: string): never => {
    throw new InputError('data', `${place} ${message}`);
  };
  const parts = partsOf(found, trained !== undefined, fail);
  const [{ x: first }] = parts;
  const shape = shapeOf(first, axes);
  const isBytes = first.kind.name === 'uint8';
  for (const { x } of parts) {
    if (x.shape.slice(1).join() !== first.shape.slice(1).join()) {
      throw new InputError(
        'data',
        `${x.place} has examples of [${x.shape.slice(1).join(', ')}], but those of ${first.place} are ` +
          `[${first.shape.slice(1).join(', ')}]; all must be alike`,
      );
    }
    checkBytes(x, trained?.isBytes ?? isBytes, trained ? 'the run was trained on' : 'others are');
  }
  const given = parts.map(({ y }) => labelTexts(y));
  const groups = groupsOf(parts, fail);
  const { classes, labels } = labelled(given.flat(), { found, parts, trained, fail });
  const hash = createHash('sha256').update(JSON.stringify([shape, classes, isBytes]));
  hash.update(JSON.stringify(parts.map(({ part, x }) => [part, x.shape[0]])));
  hash.update(labels);
  into.keep('labels', labels);
  let groupNames: string[] | null = null;
  if (groups) {
    groupNames = [...new Set(groups)];
    const numbers = new Map(groupNames.map((name, number) => [name, number]));
    into.keep(
      'groups',
      Int32Array.from(groups, (name) => numbers.get(name)!),
    );
    hash.update(JSON.stringify(groups));
  }
  const length = parts.reduce((sum, { x }) => sum + x.length, 0);
  const inputs = into.reserve('inputs', isBytes ? 'uint8' : 'float32', length);
  let at = 0;
  for (const { x } of parts) {
    let inArray = 0;
    for (const piece of numbersOf(x, pieceNumbers)) {
      const values = isBytes ? Uint8Array.from(piece) : Float32Array.from(piece);
      if (!isBytes) checkFinite(values as Float32Array, piece, { array: x, at: inArray });
      inputs.set(values, at);
      hash.update(values);
      at += piece.length;
      inArray += piece.length;
    }
  }
  return {
    shape,
    classes,
    isBytes,
    parts: parts.map(({ part, x }) => ({ part, length: x.shape[0] })),
    groupNames,
    sha256: hash.digest('hex'),
  };
}

type Fail = (message: string) => never;

interface Part {
  readonly part: ArrayPart;
  readonly x: NumericArray;
  readonly y: NpyArray;
  readonly groups: NpyArray | undefined;
}

/** The parts of a data set, each with inputs and labels, equally many. */
function partsOf(found: FoundArrays, isTrained: boolean, fail: Fail): Part[] {
  const { parts } = found;
  const name = (role: ArrayRole, part: ArrayPart): string =>
    part === 'whole' ? role : `${role}_${part}`;
  if (parts.has('whole') && parts.size > 1 && parts.get('whole')!.x) {
    fail(
      `has x and ${name(
        'x',
        [...parts.keys()].find((part) => part !== 'whole')!,
      )}; leave one out`,
    );
  }
  const some = partOrder.filter((part) => parts.get(part)?.x ?? parts.get(part)?.y);
  if (some.length === 0) {
    fail(
      `holds ${foundWords(found)}, but inputs x and labels y are wanted (or x_train, y_train, x_test, ` +
        `y_test), as of np.savez('mine.npz', x=x, y=y)`,
    );
  }
  const complete = some.map((part): Part => {
    const { x, y, groups }: PartArrays = parts.get(part)!;
    if (!x)
      return fail(`has labels ${name('y', part)}, but no inputs ${name('x', part)}; add them`);
    if (!y) {
      return fail(
        `has inputs ${name('x', part)}, but no labels ${name('y', part)}: a class for each example; add them` +
          (part === 'whole' ? ' (of a single file .npy, with the data option labels=FILE)' : ''),
      );
    }
    if (!isNumeric(x)) {
      throw new InputError('data', `${x.place} holds texts, but inputs must be numbers`);
    }
    checkLength(x, y, 'labels');
    if (groups) checkLength(x, groups, 'groups');
    return { part, x, y, groups };
  });
  const has = (part: ArrayPart): boolean => some.includes(part);
  if (!has('whole') && !has('test'))
    fail('has x_train, but no x_test; add it, or name the inputs x');
  if (!has('whole') && !has('train') && !isTrained) fail('has x_test, but no x_train; add it');
  return complete;
}

function checkLength(x: NpyArray, other: NpyArray, what: string): void {
  const [examples = 0] = x.shape;
  const [many = 0, ...rest] = other.shape;
  const size = rest.reduce((product, length) => product * length, 1);
  if (size !== 1 || other.shape.length === 0) {
    throw new InputError(
      'data',
      `${other.place} has the shape [${other.shape.join(', ')}], but ${what} are one for each example; ` +
        `of rows with a 1 for the class, take y.argmax(axis=1)`,
    );
  }
  if (many !== examples) {
    throw new InputError(
      'data',
      `${other.place} has ${many} ${what}, but ${x.place} has ${examples} examples; both must be ` +
        `equally many`,
    );
  }
}

/** The length of each axis, then the channels; one where the array has no further dimension. */
function shapeOf({ place, shape }: NpyArray, axes: readonly string[]): number[] {
  const [examples = 0, ...lengths] = shape;
  const named = `[examples, ${axes.join(', ')}]`;
  if (lengths.length !== axes.length && lengths.length !== axes.length + 1) {
    throw new InputError(
      'data',
      `${place} has the shape [${shape.join(', ')}], but ${axes.length === 1 ? 'one axis is' : `${axes.length} axes are`} ` +
        `named (${axes.join(', ')}), so ${named} is wanted, and the channels behind where there are any`,
    );
  }
  if (examples === 0 || lengths.includes(0)) {
    throw new InputError('data', `${place} is empty: its shape is [${shape.join(', ')}]`);
  }
  return lengths.length === axes.length ? [...lengths, 1] : lengths;
}

/** @throws InputError where bytes, which are read as 0 to 1, meet numbers that are read as they are. */
export function checkBytes(
  { place, kind }: Pick<NumericArray, 'place' | 'kind'>,
  isBytes: boolean,
  who: string,
): void {
  if ((kind.name === 'uint8') === isBytes) return;
  throw new InputError(
    'data',
    `${place} holds ${kind.name}, but ${who} ${isBytes ? 'bytes (uint8), which are read as 0 to 1' : 'no bytes'}; ` +
      `save it as ${isBytes ? "x.astype('uint8')" : "x.astype('float32')"}`,
  );
}

/** The names of the classes of all examples, as texts. */
function labelTexts(y: NpyArray): string[] {
  const texts = textsOf(y);
  if (!isNumeric(y)) {
    const empty = texts.indexOf('');
    if (empty === -1) return texts;
    throw new InputError('data', `${y.place}: the label of example ${empty} is empty`);
  }
  const wrong = texts.findIndex((text) => !Number.isInteger(Number(text)));
  if (wrong === -1) return texts;
  throw new InputError(
    'data',
    `${y.place}: the label of example ${wrong} is ${texts[wrong]}, but a label is an integer or a text`,
  );
}

function groupsOf(parts: readonly Part[], fail: Fail): string[] | undefined {
  const having = parts.filter(({ groups }) => groups);
  if (having.length === 0) return undefined;
  const without = parts.find(({ groups }) => !groups);
  if (without) {
    fail(`has groups of some parts, but none of ${without.part}; give them to all or to none`);
  }
  return having.flatMap(({ groups }) => textsOf(groups!));
}

/** Classes in their order, numbers by size, and the label of every example. */
function labelled(
  texts: readonly string[],
  {
    found,
    parts,
    trained,
    fail,
  }: {
    readonly found: FoundArrays;
    readonly parts: readonly Part[];
    readonly trained: ArrayEncoding | undefined;
    readonly fail: Fail;
  },
): { readonly classes: readonly string[]; readonly labels: Int32Array } {
  const areNumbers = parts.every(({ y }) => isNumeric(y));
  const names = found.classes && textsOf(found.classes);
  const named = names && areNumbers ? texts.map((text) => nameOf(text, names, fail)) : texts;
  const distinct = [...new Set(named)];
  const byDefault =
    names ?? (areNumbers ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct.sort());
  const classes = trained?.classes ?? byDefault;
  if (classes.length < 2) {
    fail(`has a single class (${classes[0]}); a classifier needs at least two`);
  }
  const indices = new Map(classes.map((name, index) => [name, index]));
  const labels = Int32Array.from(named, (name, example) => {
    const index = indices.get(name);
    if (index !== undefined) return index;
    return fail(
      `has the class "${name}" at example ${example}, which is none of ${trained ? "the run's" : 'those of classes'} ` +
        `(${classes.slice(0, 5).join(', ')}${classes.length > 5 ? ', …' : ''})`,
    );
  });
  return { classes, labels };
}

function nameOf(label: string, names: readonly string[], fail: Fail): string {
  return (
    names[Number(label)] ??
    fail(`has the label ${label}, but classes names those from 0 to ${names.length - 1}`)
  );
}

function checkFinite(
  values: Float32Array,
  given: Float64Array,
  { array, at }: { readonly array: NumericArray; readonly at: number },
): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong === -1) return;
  const size = array.shape.slice(1).reduce((product, length) => product * length, 1);
  const value = given[wrong];
  throw new InputError(
    'data',
    `${array.place} holds ${value} in example ${Math.floor((at + wrong) / size)}` +
      `${Number.isFinite(value) ? ', which is too large for float32' : ', which is no number'}; ` +
      `leave that example out, or put a number in its place`,
  );
}
