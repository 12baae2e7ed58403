import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { Preparation } from '../prepared/prepare-once.ts';
import type { TargetForm } from '../dataset.ts';
import {
  type ArrayTargets,
  labelTargets,
  numberTargets,
  positionTargets,
  type TrainedOn,
} from './array-answers.ts';
import {
  type AnswerRole,
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
  /** What the targets are, where examples have some in place of a class; else null. */
  readonly targets: TargetForm | null;
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
  readonly trained: TrainedArrays | undefined;
}

/** What is known of a run that is to read arrays: where it was trained on others, how these were read. */
export type TrainedArrays = TrainedOn & Pick<Partial<ArrayEncoding>, 'isBytes'>;

/** How examples were read, for reading others in the same way. */
export interface ArrayEncoding extends TrainedOn {
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
    const isOfRun = trained?.isBytes !== undefined;
    checkBytes(x, trained?.isBytes ?? isBytes, isOfRun ? 'the run was trained on' : 'others are');
  }
  const groups = groupsOf(parts, fail);
  const answers = answersIn(parts, { found, axes, shape, trained, fail });
  const { classes } = answers;
  const targets = 'targets' in answers ? answers.targets : null;
  const hash = createHash('sha256').update(
    JSON.stringify(targets ? [shape, classes, isBytes, targets] : [shape, classes, isBytes]),
  );
  hash.update(JSON.stringify(parts.map(({ part, x }) => [part, x.shape[0]])));
  if ('targets' in answers) {
    hash.update(answers.values);
    into.keep('targets', answers.values);
  } else {
    hash.update(answers.labels);
    into.keep('labels', answers.labels);
  }
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
    targets,
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
  readonly role: AnswerRole;
  /** What is right, as the role says. */
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
  const some = partOrder.filter(
    (part) => parts.get(part)?.x ?? answerRoles.find((role) => parts.get(part)?.[role]),
  );
  if (some.length === 0) {
    fail(
      `holds ${foundWords(found)}, but inputs x and labels y are wanted (or x_train, y_train, x_test, ` +
        `y_test), as of np.savez('mine.npz', x=x, y=y)`,
    );
  }
  const complete = some.map((part): Part => {
    const arrays: PartArrays = parts.get(part)!;
    const { x, groups } = arrays;
    const [role = 'y', other] = answerRoles.filter((each) => arrays[each]);
    if (other) fail(`has ${name(role, part)} and ${name(other, part)}; leave one out`);
    const y = arrays[role];
    if (!x)
      return fail(`has labels ${name(role, part)}, but no inputs ${name('x', part)}; add them`);
    if (!y) {
      return fail(
        `has inputs ${name('x', part)}, but no labels ${name('y', part)}: a class for each example; add them` +
          (part === 'whole' ? ' (of a single file .npy, with the data option labels=FILE)' : ''),
      );
    }
    if (!isNumeric(x)) {
      throw new InputError('data', `${x.place} holds texts, but inputs must be numbers`);
    }
    if (role === 'y') checkLength(x, y, 'labels');
    if (groups) checkLength(x, groups, 'groups');
    return { part, x, role, y, groups };
  });
  const [first] = complete;
  const stranger = complete.find(({ role }) => role !== first.role);
  if (stranger) {
    fail(
      `has ${name(first.role, first.part)} and ${name(stranger.role, stranger.part)}; give all parts the same`,
    );
  }
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
        `of rows with a 1 for the class, take y.argmax(axis=1); several labels of each are called labels, numbers ` +
        `targets, and a class of each position masks`,
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

/** How the arrays of a role are read: their task, and the answers of all parts. */
interface AnswerReader {
  readonly task: string;
  read(parts: readonly Part[], of: AnswerContext): ArrayTargets | ReturnType<typeof labelled>;
}

interface AnswerContext {
  readonly found: FoundArrays;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly trained: TrainedArrays | undefined;
  readonly fail: Fail;
}

const answersOf = (parts: readonly Part[]) =>
  parts.map(({ x, y }) => ({ array: y, examples: x.shape[0] }));

const answerReaders: Readonly<Record<AnswerRole, AnswerReader>> = {
  y: {
    task: 'classification',
    read: (parts, { found, trained, fail }) =>
      labelled(
        parts.flatMap(({ y }) => labelTexts(y)),
        { found, parts, trained, fail },
      ),
  },
  targets: {
    task: 'regression',
    read: (parts, { found, trained, fail }) =>
      namedAs(trained, numberTargets(answersOf(parts), found), fail),
  },
  labels: {
    task: 'multi-label',
    read: (parts, { found, trained, fail }) =>
      namedAs(trained, labelTargets(answersOf(parts), found.classes), fail),
  },
  masks: {
    task: 'position-classification',
    read: (parts, { found: { classes }, axes, shape, trained }) =>
      positionTargets(answersOf(parts), { axes, shape, classes, trained }),
  },
};

const answerRoles = Object.keys(answerReaders) as AnswerRole[];

/** The answers of all parts: a class of each example, or targets. */
function answersIn(parts: readonly Part[], of: AnswerContext): ReturnType<AnswerReader['read']> {
  const [{ role }] = parts;
  const { task, read } = answerReaders[role];
  // A run that was trained on other files than arrays says only which classes it has, or that it has none.
  const { isBytes, targets, classes = [] } = of.trained ?? {};
  const isKnown = isBytes !== undefined || classes.length > 0;
  const given = isKnown && role !== 'masks' ? (targets?.task ?? 'classification') : undefined;
  if (given !== undefined && given !== task) {
    of.fail(
      `has ${role}, which is for ${task}, but the run was trained on ${given}; choose data like that of its training`,
    );
  }
  return read(parts, of);
}

/** Targets with the names of those of the run. */
function namedAs(trained: TrainedOn | undefined, given: ArrayTargets, fail: Fail): ArrayTargets {
  const names = trained?.targets?.names;
  if (!names) return given;
  const { targets } = given;
  if (names.length !== targets.names.length) {
    fail(
      `has ${targets.names.length} numbers for each example, but the run was trained on ${names.length}: ${names.join(', ')}`,
    );
  }
  return { ...given, targets: { ...targets, names } };
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
    `${y.place}: the label of example ${wrong} is ${texts[wrong]}, but a label is an integer or a text; numbers to predict are called targets`,
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
    readonly trained: TrainedArrays | undefined;
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
