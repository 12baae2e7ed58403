import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { TargetForm } from './dataset.ts';
import { answersOf, type GivenAnswers } from './answers.ts';
import {
  type ExampleLine,
  exampleLines,
  type LinePositions,
  type LineTarget,
} from './example-lines.ts';
import { type ExamplePart } from './example-parts.ts';
import { positionAnswers } from './position-answers.ts';
import type { PartFile } from './part-files.ts';
import type { Preparation } from './prepared/prepare-once.ts';

/** What is known of a file of examples besides their numbers. */
export interface CollectedExamples {
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  /** Empty where the lines have targets that are no classes of positions. */
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
 * @param file the place of all, for messages.
 * @param options.files those to read.
 * @param options.axes of an example.
 * @param options.trained the classes of the run that is to read the file.
 * @param options.trainedTargets the names of its targets: labels, where examples have several.
 * @throws InputError with file and line if a line is wrong, has no label, or has a class that was not
 *   trained; also if there is a single class.
 */
export async function collectExamples(
  file: string,
  options: {
    readonly files: readonly PartFile[];
    readonly axes: readonly string[];
    readonly trained: readonly string[] | undefined;
    readonly trainedTargets: readonly string[] | undefined;
  },
  into: Preparation,
): Promise<CollectedExamples> {
  const read = await readLines(options.files, options.axes.length);
  const { shape, pieces, lines, fileOf, names, parts, groups } = read;
  const { positions } = read;
  const of = { place: file, ...options };
  // Of positions with a label each: which examples are for what, and their groups.
  const answers = answersOf(positions ? { ...read, targetNames: ['label'] } : read, of);
  const { classes, targets, values } = positions
    ? positionAnswers(positions, { file, shape, ...options })
    : answers;
  const { groupNames } = answers;
  if (targets) into.keep('targets', values);
  else into.keep('labels', answers.labels);
  into.keep('lines', Uint32Array.from(lines));
  into.keep(
    'files',
    Uint8Array.from(fileOf, (each) => options.files.findIndex(({ file }) => file === each)),
  );
  if (answers.parts) into.keep('parts', answers.parts);
  if (answers.groups) into.keep('groups', answers.groups);

  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = into.reserve('inputs', 'float32', lines.length * size);
  const hash = createHash('sha256').update(
    JSON.stringify(targets ? [shape, classes, targets.names] : [shape, classes]),
  );
  if (targets) hash.update(values);
  let example = 0;
  // Each piece is let go before the next is written, so that the numbers are not in memory twice.
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    inputs.set(piece, example * size);
    for (let at = 0; at < piece.length; at += size) {
      const group = groupNames ? [groups[example]] : [];
      hash.update(JSON.stringify([names[example] ?? null, parts[example], ...group]));
      hash.update(piece.subarray(at, at + size));
      example++;
    }
  }
  return {
    ...{ shape, classes, targets, groupNames },
    hasParts: answers.parts !== null,
    sha256: hash.digest('hex'),
  };
}

/** What the lines say, column by column; the inputs of many examples are in one piece. */
interface Columns extends GivenAnswers {
  readonly fileOf: readonly string[];
  readonly shape: readonly number[];
  readonly pieces: Float32Array[];
  /** The labels of positions of each example; null where they have none. */
  readonly positions: Parameters<typeof positionAnswers>[0] | null;
}

async function readLines(files: readonly PartFile[], axes: number): Promise<Columns> {
  const [pieces, lines, names]: [Float32Array[], number[], string[]] = [[], [], []];
  const fileOf: string[] = [];
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
  let ofPositions: { file: string; line: number; positions: LinePositions | undefined }[] | null =
    null;
  let shape: ExampleLine['shape'] = [];
  let piece = new Float32Array(0);
  let filled = 0;
  for await (const {
    file,
    line,
    label,
    labels,
    positions,
    target,
    split,
    group,
    input,
    ...of
  } of linesOf(files, axes)) {
    if (lines.length === 0) {
      targetNames = target?.names ?? null;
      labelLists = labels ? [] : null;
      ofPositions = positions ? [] : null;
    }
    if (ofPositions) ofPositions.push({ file, line, positions });
    else if (labelLists) labelLists.push(present(labels, { file, line }).map(shared));
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
    fileOf.push(file);
    if (label !== undefined) names.push(shared(label));
    parts.push(split);
    groups.push(group === undefined ? undefined : shared(group));
  }
  pieces[pieces.length - 1] = piece.subarray(0, filled);
  return {
    ...{ shape, pieces, lines, fileOf, names, labelLists, targetNames, targets, parts, groups },
    positions: ofPositions,
  };
}

/** The lines of files one after another, all of one shape, with the split that their file says. */
async function* linesOf(
  files: readonly PartFile[],
  axes: number,
): AsyncGenerator<ExampleLine & { readonly file: string }> {
  let first: { readonly file: string; readonly shape: string } | undefined;
  for (const { file, part } of files) {
    for await (const line of exampleLines(file, axes)) {
      const shape = `[${line.shape.join(', ')}]`;
      first ??= { file, shape };
      const fail = (message: string): never => {
        throw new InputError('data', `${file}, line ${line.line}: ${message}`);
      };
      if (shape !== first.shape) {
        fail(
          `the example is ${shape}, but those of ${first.file} are ${first.shape}; all must be alike`,
        );
      }
      if (part && line.split && line.split !== part) {
        fail(`"split" is ${line.split}, but the file is for ${part}; leave it out`);
      }
      yield { ...line, file, ...(part && { split: part }) };
    }
  }
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
