import { open } from 'node:fs/promises';
import { InputError } from '@axiswise/messages';
import { type ExamplePart, exampleParts } from './example-parts.ts';

/** One example of a line. */
export interface ExampleLine {
  /** Line number, from 1 as in editors. */
  readonly line: number;
  readonly label?: string;
  /** Any number of labels, also none. */
  readonly labels?: readonly string[];
  /** A label for each position along some axes. */
  readonly positions?: LinePositions;
  /** Numbers to be predicted, with their names where they have some. */
  readonly target?: LineTarget;
  readonly split?: ExamplePart;
  readonly group?: string;
  /** The length of each axis, then the channels: the same for all lines of a file. */
  readonly shape: readonly number[];
  /** Values in the order of the shape. */
  readonly input: Float32Array;
}

/** The target of a line: one number, or several. */
export interface LineTarget {
  readonly values: readonly number[];
  readonly names: readonly string[];
}

/** The labels of the positions of a line: null where one has none. */
export interface LinePositions {
  readonly axes: readonly string[];
  /** How many lists nest how many labels. */
  readonly shape: readonly number[];
  readonly labels: readonly (string | null)[];
}

const parts: readonly unknown[] = exampleParts;

/**
 * Reads examples of any domain from JSON lines, one after another, so that a file may be larger than what
 * is done with it: `{"label": "a", "input": [[0.1, 0.2], [0.3, 0.4]]}`.
 *
 * `input` nests a list for every axis and one more for the channels, which may be omitted for one
 * channel. In place of the name of a class, `"target": 3.2` is a number to predict, `[3.2, 1]` or `{"slant":
 * 3.2, "thickness": 1}` are several; `"labels": ["red", "round"]` are several labels, none or all; `"labels": {"time":
 * ["a", null]}` is one for each position along an axis, or none, and `{"row,column": [["a", "b"]]}` along two. `split` assigns an example to a split, if the file defines the splits. `group` names what it
 * was made of, a text or an integer, if examples depend on each other: the patient, the recording. Empty
 * lines are ignored.
 *
 * @param axes the number of axes of an example.
 * @param texts the lines, where they are not to be read from the file, whose name then is for messages.
 * @throws InputError with file and line if a line is not such an object, or differs in shape from
 *   the first; also if the file cannot be read or has no examples.
 */
export async function* exampleLines(
  file: string,
  axes: number,
  texts: AsyncIterable<string> | Iterable<string> = linesOf(file),
): AsyncGenerator<ExampleLine> {
  let shape: readonly number[] | undefined;
  let line = 0;
  for await (const text of texts) {
    line++;
    if (text.trim() === '') continue;
    const fail = (message: string): never => {
      throw new InputError('data', `${file}, line ${line}: ${message}`);
    };
    const { label, labels, target, split, group, input } = parseLine(text, fail);
    shape ??= shapeOf(input, axes, fail);
    yield {
      line,
      shape,
      input: flatten(input, shape, { axes, fail }),
      ...(label !== undefined && { label }),
      ...(labels !== undefined &&
        (isObject(labels)
          ? { positions: positionsOf(labels, fail) }
          : { labels: labelsOf(labels, fail) })),
      ...(target !== undefined && { target: targetOf(target, fail) }),
      ...(split !== undefined && { split }),
      ...(group !== undefined && { group }),
    };
  }
  if (shape) return;
  throw new InputError('data', `${file} holds no example; give one JSON object per line`);
}

type Fail = (message: string) => never;

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    const handle = await open(file);
    let first = true;
    // The stream closes the handle, also if the loop is left early.
    for await (const text of handle.readLines()) {
      yield first ? text.replace(/^\uFEFF/, '') : text;
      first = false;
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    const why = {
      ENOENT: 'is missing',
      EISDIR: 'is a folder, but a file with one JSON object a line is wanted',
    }[code];
    throw new InputError('data', `${file} ${why ?? `cannot be read (${code})`}`, { cause });
  }
}

function parseLine(text: string, fail: Fail) {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    return fail(`not valid JSON (${(cause as Error).message}); give one object per line`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return fail('an example is an object like {"label": "a", "input": [0.1, 0.2]}');
  }
  const { label, labels, target, split, group, input } = parsed as Record<string, unknown>;
  if ([label, labels, target].filter((each) => each !== undefined).length > 1) {
    return fail(
      'give one of "label", the name of a class, "labels", a list of them, and "target", numbers',
    );
  }
  if (label !== undefined && (typeof label !== 'string' || label === '')) {
    return fail(`"label" must be the name of a class as text, got ${JSON.stringify(label)}`);
  }
  if (split !== undefined && !parts.includes(split)) {
    return fail(`"split" must be "train", "validation" or "test", got ${JSON.stringify(split)}`);
  }
  const isNamed = (typeof group === 'string' && group !== '') || Number.isInteger(group);
  if (group !== undefined && !isNamed) {
    return fail(`"group" must be a text or an integer, got ${JSON.stringify(group)}`);
  }
  return {
    label,
    labels,
    target,
    split: split as ExamplePart | undefined,
    group: group === undefined ? undefined : String(group),
    input,
  };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists that nest one level for each axis, all of a level equally long. */
function positionsOf(labels: object, fail: Fail): LinePositions {
  const [[names, nested] = ['', null], ...others] = Object.entries(labels) as [string, unknown][];
  const axes = names.split(',').map((axis) => axis.trim());
  if (others.length > 0 || axes.includes('')) {
    return fail(
      '"labels" of positions are one list, called by its axes: {"time": ["a", "b", null]}, got ' +
        JSON.stringify(labels),
    );
  }
  const shape: number[] = [];
  let level: unknown = nested;
  for (const axis of axes) {
    if (!Array.isArray(level))
      fail(`"labels" must nest a list for each of ${names}; that of ${axis} is missing`);
    shape.push((level as unknown[]).length);
    level = (level as unknown[])[0];
  }
  const flat: (string | null)[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth < axes.length) {
      if (!Array.isArray(value) || value.length !== shape[depth]) {
        fail(
          `"labels" along ${axes[depth]} must be ${shape[depth]} everywhere, got ` +
            (Array.isArray(value) ? String(value.length) : JSON.stringify(value)) +
            '; give null where a position has no label',
        );
      }
      for (const next of value as unknown[]) visit(next, depth + 1);
    } else if (value === null || (typeof value === 'string' && value !== '')) {
      flat.push(value);
    } else {
      fail(
        `the label of a position must be a text, or null where it has none, got ${JSON.stringify(value)}`,
      );
    }
  };
  visit(nested, 0);
  return { axes, shape, labels: flat };
}

/** Each label once. */
function labelsOf(labels: unknown, fail: Fail): readonly string[] {
  const isFit =
    Array.isArray(labels) && labels.every((each) => typeof each === 'string' && each !== '');
  if (isFit && new Set(labels).size === labels.length) return labels as string[];
  return fail(`"labels" must be a list of different texts, got ${JSON.stringify(labels)}`);
}

/** A number, a list of numbers, or an object of them; JSON has no NaN. */
function targetOf(target: unknown, fail: Fail): LineTarget {
  const named = typeof target === 'object' && target !== null && !Array.isArray(target);
  const values: readonly unknown[] = named
    ? Object.values(target)
    : Array.isArray(target)
      ? target
      : [target];
  const isNumber = (value: unknown): value is number =>
    typeof value === 'number' && Number.isFinite(Math.fround(value));
  if (values.length === 0 || !values.every(isNumber)) {
    return fail(
      `"target" must be a number, or a list or an object of numbers, got ${JSON.stringify(target)}`,
    );
  }
  const names = named
    ? Object.keys(target)
    : values.map((_, i) => (values.length === 1 ? 'target' : `target ${i + 1}`));
  return { values, names };
}

/** The shape of the first example, which the others must share. */
function shapeOf(input: unknown, axes: number, fail: Fail): number[] {
  const lengths: number[] = [];
  let level = input;
  for (; Array.isArray(level); level = level[0] as unknown) lengths.push(level.length);
  if (lengths.length === axes) return [...lengths, 1];
  if (lengths.length === axes + 1) return lengths;
  return fail(
    `"input" nests ${lengths.length} ${lengths.length === 1 ? 'list' : 'lists'}, but ${axes === 1 ? '1 is' : `${axes} are`} wanted, one ` +
      'for each axis (and one more for channels, where there are several)',
  );
}

function flatten(
  input: unknown,
  shape: readonly number[],
  { axes, fail }: { readonly axes: number; readonly fail: Fail },
): Float32Array {
  const numbers = new Float32Array(shape.reduce((product, length) => product * length, 1));
  let filled = 0;
  const visit = (level: unknown, depth: number): void => {
    const isNumber = depth === shape.length || (depth === axes && !Array.isArray(level));
    if (isNumber) {
      if (typeof level !== 'number' || !Number.isFinite(Math.fround(level))) {
        fail(`"input" holds ${JSON.stringify(level)} where a number is wanted`);
      }
      numbers[filled++] = level as number;
      return;
    }
    if (!Array.isArray(level) || level.length !== shape[depth]) {
      fail(
        `"input" holds ${Array.isArray(level) ? `a list of ${level.length}` : JSON.stringify(level)} ` +
          `where ${shape[depth]} are wanted: every example has the shape of the first, ` +
          `[${shape.join(', ')}]`,
      );
    }
    for (const next of level as unknown[]) visit(next, depth + 1);
  };
  visit(input, 0);
  return numbers;
}
