import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import { type ExampleLine, exampleLines, type ExamplePart, exampleParts } from './example-lines.ts';
import type { Preparation } from './prepared/prepare-once.ts';

/** What is known of a file of examples besides their numbers. */
export interface CollectedExamples {
  /** The length of each axis, then the channels. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  /** Whether the lines say which split they are for. */
  readonly hasParts: boolean;
  readonly sha256: string;
}

/** Numbers that are kept in one piece while the file is read. */
const pieceNumbers = 2 ** 20;

/**
 * Reads a file of one JSON object a line, and hands over its `inputs`, its `labels` and, where the lines say
 * so, its `parts`: for each example an index into {@link exampleParts}.
 *
 * @param options.axes the number of axes of an example.
 * @param options.trained the classes of the run that is to read the file.
 * @throws InputError with file and line if a line is wrong, has no label, or has a class that was not
 *   trained; also if there is a single class.
 */
export async function collectExamples(
  file: string,
  options: { readonly axes: number; readonly trained: readonly string[] | undefined },
  into: Preparation,
): Promise<CollectedExamples> {
  const { shape, pieces, lines, names, parts } = await readLines(file, options.axes);
  const classes = options.trained ?? classesOf(names, file);
  const indices = new Map(classes.map((name, index) => [name, index]));
  const labels = Int32Array.from(names, (name, i) => {
    const index = indices.get(name);
    if (index !== undefined) return index;
    throw new InputError(
      'data',
      `${file}, line ${lines[i]}: the class "${name}" is none of the run's, which are ` +
        classes.slice(0, 5).join(', ') +
        (classes.length > 5 ? ', …' : ''),
    );
  });
  const hasParts = saysParts(file, parts, lines);
  into.keep('labels', labels);
  if (hasParts)
    into.keep(
      'parts',
      Uint8Array.from(parts, (part) => exampleParts.indexOf(part!)),
    );

  const size = shape.reduce((product, length) => product * length, 1);
  const inputs = into.reserve('inputs', 'float32', names.length * size);
  const hash = createHash('sha256').update(JSON.stringify([shape, classes]));
  let example = 0;
  // Each piece is let go before the next is written, so that the numbers are not in memory twice.
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    inputs.set(piece, example * size);
    for (let at = 0; at < piece.length; at += size) {
      hash.update(JSON.stringify([names[example], parts[example]]));
      hash.update(piece.subarray(at, at + size));
      example++;
    }
  }
  return { shape, classes, hasParts, sha256: hash.digest('hex') };
}

/** What the lines say, column by column; the inputs of many examples are in one piece. */
interface Columns {
  readonly shape: readonly number[];
  readonly pieces: Float32Array[];
  /** Line numbers, from 1. */
  readonly lines: readonly number[];
  readonly names: readonly string[];
  readonly parts: readonly (ExamplePart | undefined)[];
}

async function readLines(file: string, axes: number): Promise<Columns> {
  const [pieces, lines, names]: [Float32Array[], number[], string[]] = [[], [], []];
  const parts: (ExamplePart | undefined)[] = [];
  const known = new Map<string, string>();
  let shape: ExampleLine['shape'] = [];
  let piece = new Float32Array(0);
  let filled = 0;
  for await (const { line, label, split, input, ...of } of exampleLines(file, axes)) {
    if (label === undefined) {
      throw new InputError(
        'data',
        `${file}, line ${line}: the example has no "label"; add the name of its class`,
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
    // The same text for all of a class, not one for each line.
    if (!known.has(label)) known.set(label, label);
    names.push(known.get(label)!);
    parts.push(split);
  }
  pieces[pieces.length - 1] = piece.subarray(0, filled);
  return { shape, pieces, lines, names, parts };
}

function classesOf(names: readonly string[], file: string): string[] {
  const classes = [...new Set(names)].sort();
  if (classes.length > 1) return classes;
  throw new InputError(
    'data',
    `${file} has a single class (${classes[0]}); a classifier needs at least two`,
  );
}

/** Whether all lines say which split they are for, or none does. */
function saysParts(
  file: string,
  parts: readonly (ExamplePart | undefined)[],
  lines: readonly number[],
): boolean {
  const without = parts.indexOf(undefined);
  const having = parts.findIndex((part) => part !== undefined);
  if (without === -1 || having === -1) return without === -1;
  throw new InputError(
    'data',
    `${file}: line ${lines[having]} has "split" and line ${lines[without]} has none; give it to all ` +
      `lines or to none`,
  );
}
