import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { TargetForm } from './dataset.ts';
import {
  type ExampleLine,
  exampleLines,
  type ExamplePart,
  exampleParts,
  type LineTarget,
} from './example-lines.ts';
import type { Preparation } from './prepared/prepare-once.ts';

/** What is known of a file of examples besides their numbers. */
export interface CollectedExamples {
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  /** Empty where the lines have targets. */
  readonly classes: readonly string[];
  /** What the targets are, where the lines have some in place of labels; else null. */
  readonly targets: TargetForm | null;
  /** Whether the lines say which split they are for. */
  readonly hasParts: boolean;
  /** The names of the groups, where the lines name them; null where they do not. */
  readonly groupNames: readonly string[] | null;
  readonly sha256: string;
}

/** Numbers that are kept in one piece while the file is read. */
const pieceNumbers = 2 ** 20;

/**
 * Reads a file of one JSON object a line, and hands over its `inputs`, `labels` or `targets`, the `lines` of the examples
 * in the file and, where the lines say so, its `parts`, for each example an index into
 * {@link exampleParts}, and its `groups`, indices into {@link CollectedExamples.groupNames}.
 *
 * @param options.axes the number of axes of an example.
 * @param options.trained the classes of the run that is to read the file.
 * @param options.trainedTargets the names of its targets: labels, where examples have several.
 * @throws InputError with file and line if a line is wrong, has no label, or has a class that was not
 *   trained; also if there is a single class.
 */
export async function collectExamples(
  file: string,
  options: {
    readonly axes: number;
    readonly trained: readonly string[] | undefined;
    readonly trainedTargets: readonly string[] | undefined;
  },
  into: Preparation,
): Promise<CollectedExamples> {
  const { shape, pieces, lines, names, labelLists, parts, groups, ...read } = await readLines(
    file,
    options.axes,
  );
  const targetNames = labelLists
    ? (options.trainedTargets ?? labelsIn(labelLists, file))
    : read.targetNames;
  const targets = labelLists
    ? labelLists.flatMap((list, i) => isThere(list, targetNames!, { file, line: lines[i] }))
    : read.targets;
  const classes = targetNames ? [] : (options.trained ?? classesOf(names, file));
  const indices = new Map(classes.map((name, index) => [name, index]));
  const labels = Int32Array.from(targetNames ? [] : names, (name, i) => {
    const index = indices.get(name);
    if (index !== undefined) return index;
    throw new InputError(
      'data',
      `${file}, line ${lines[i]}: the class "${name}" is none of the run's, which are ` +
        classes.slice(0, 5).join(', ') +
        (classes.length > 5 ? ', …' : ''),
    );
  });
  const hasParts = allHave('split', parts, { file, lines });
  const hasGroups = allHave('group', groups, { file, lines });
  const groupNames = hasGroups ? [...new Set(groups as readonly string[])] : null;
  if (targetNames) into.keep('targets', Float32Array.from(targets));
  else into.keep('labels', labels);
  into.keep('lines', Uint32Array.from(lines));
  if (hasParts)
    into.keep(
      'parts',
      Uint8Array.from(parts, (part) => exampleParts.indexOf(part!)),
    );

  if (groupNames) {
    const numbers = new Map(groupNames.map((name, number) => [name, number]));
    into.keep(
      'groups',
      Int32Array.from(groups, (name) => numbers.get(name!)!),
    );
  }

  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = into.reserve('inputs', 'float32', lines.length * size);
  const hash = createHash('sha256').update(
    JSON.stringify(targetNames ? [shape, classes, targetNames] : [shape, classes]),
  );
  if (targetNames) hash.update(Float32Array.from(targets));
  let example = 0;
  // Each piece is let go before the next is written, so that the numbers are not in memory twice.
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    inputs.set(piece, example * size);
    for (let at = 0; at < piece.length; at += size) {
      const group = hasGroups ? [groups[example]] : [];
      hash.update(JSON.stringify([names[example] ?? null, parts[example], ...group]));
      hash.update(piece.subarray(at, at + size));
      example++;
    }
  }
  const form: TargetForm | null = targetNames && {
    task: labelLists ? 'multi-label' : 'regression',
    shape: [targetNames.length],
    names: targetNames,
  };
  return { shape, classes, targets: form, hasParts, groupNames, sha256: hash.digest('hex') };
}

/** What the lines say, column by column; the inputs of many examples are in one piece. */
interface Columns {
  readonly shape: readonly number[];
  readonly pieces: Float32Array[];
  /** Line numbers, from 1. */
  readonly lines: readonly number[];
  /** Of classes; none where there are targets. */
  readonly names: readonly string[];
  /** The labels of each example, where it may have several; null where it may not. */
  readonly labelLists: readonly (readonly string[])[] | null;
  /** What the numbers of each target are; null where there are classes. */
  readonly targetNames: readonly string[] | null;
  /** The targets one after another. */
  readonly targets: readonly number[];
  readonly parts: readonly (ExamplePart | undefined)[];
  readonly groups: readonly (string | undefined)[];
}

async function readLines(file: string, axes: number): Promise<Columns> {
  const [pieces, lines, names]: [Float32Array[], number[], string[]] = [[], [], []];
  const parts: (ExamplePart | undefined)[] = [];
  const groups: (string | undefined)[] = [];
  /** The same text for all of a class or a group, not one for each line. */
  const known = new Map<string, string>();
  const shared = (text: string): string => {
    if (!known.has(text)) known.set(text, text);
    return known.get(text)!;
  };
  const targets: number[] = [];
  let targetNames: readonly string[] | null = null;
  let labelLists: (readonly string[])[] | null = null;
  let shape: ExampleLine['shape'] = [];
  let piece = new Float32Array(0);
  let filled = 0;
  for await (const { line, label, labels, target, split, group, input, ...of } of exampleLines(
    file,
    axes,
  )) {
    if (lines.length === 0) {
      targetNames = target?.names ?? null;
      labelLists = labels ? [] : null;
    }
    if (labelLists) labelLists.push(present(labels, { file, line }).map(shared));
    else if (targetNames) targets.push(...asFirst(target, targetNames, { file, line }));
    else if (label === undefined) {
      throw new InputError(
        'data',
        `${file}, line ${line}: the example has no "label"; add the name of its class` +
          (lines.length === 0 ? ', or "target", a number to predict' : ''),
      );
    }
    shape = of.shape;
    if (filled === piece.length) {
      piece = new Float32Array(input.length * Math.max(1, Math.floor(pieceNumbers / input.length)));
      pieces.push(piece);
      filled = 0;
    }
    piece.set(input, filled);
    filled += input.length;
    lines.push(line);
    if (label !== undefined) names.push(shared(label));
    parts.push(split);
    groups.push(group === undefined ? undefined : shared(group));
  }
  pieces[pieces.length - 1] = piece.subarray(0, filled);
  return { shape, pieces, lines, names, labelLists, targetNames, targets, parts, groups };
}

/** The list of an example in a file whose first one has a list. */
function present(
  labels: readonly string[] | undefined,
  { file, line }: { readonly file: string; readonly line: number },
): readonly string[] {
  if (labels) return labels;
  throw new InputError(
    'data',
    `${file}, line ${line}: the first example has "labels", but this one has none; give it a list, [] ` +
      `where no label holds`,
  );
}

function labelsIn(lists: readonly (readonly string[])[], file: string): string[] {
  const names = [...new Set(lists.flat())].sort();
  if (names.length > 0) return names;
  throw new InputError('data', `${file} has no label in any of its lists "labels"; add some`);
}

/** 1 for each label that is in a list, 0 for the others. */
function isThere(
  list: readonly string[],
  names: readonly string[],
  { file, line }: { readonly file: string; readonly line: number },
): number[] {
  const unknown = list.find((name) => !names.includes(name));
  if (unknown === undefined) return names.map((name) => Number(list.includes(name)));
  throw new InputError(
    'data',
    `${file}, line ${line}: the label "${unknown}" is none of the run's, which are ${names.join(', ')}`,
  );
}

/** The numbers of a target that has what the first one has, in its order. */
function asFirst(
  target: LineTarget | undefined,
  names: readonly string[],
  { file, line }: { readonly file: string; readonly line: number },
): number[] {
  const found = names.map((name) => target?.values[target.names.indexOf(name)]);
  if (target?.names.length === names.length && found.every((value) => value !== undefined)) {
    return found;
  }
  throw new InputError(
    'data',
    `${file}, line ${line}: the first example has the target ${names.join(', ')}, but this one has ` +
      `${target ? target.names.join(', ') : 'none'}; give all examples the same`,
  );
}

function classesOf(names: readonly string[], file: string): string[] {
  const classes = [...new Set(names)].sort();
  if (classes.length > 1) return classes;
  throw new InputError(
    'data',
    `${file} has a single class (${classes[0]}); a classifier needs at least two`,
  );
}

/** Whether all lines have a field, or none does. */
function allHave(
  field: string,
  values: readonly (string | undefined)[],
  { file, lines }: { readonly file: string; readonly lines: readonly number[] },
): boolean {
  const without = values.indexOf(undefined);
  const having = values.findIndex((value) => value !== undefined);
  if (without === -1 || having === -1) return without === -1;
  throw new InputError(
    'data',
    `${file}: line ${lines[having]} has "${field}" and line ${lines[without]} has none; give it to all ` +
      `lines or to none`,
  );
}
