import { existsSync } from 'node:fs';
import { recordings } from '@axiswise/audio';
import { sgfGames } from '@axiswise/board';
import { arrays, type DataFormat, firstFileOf, jsonLines } from '@axiswise/data';
import { pictures } from '@axiswise/image';
import { InputError, listAnd, pickByName } from '@axiswise/messages';
import type { DesignPlan, ImportedValue } from '@axiswise/scaffold';
import { labelledWords, sentences } from '@axiswise/text';

/** A kind of the user's own data, from which an experiment can be designed. */
export interface OwnDataKind {
  /** As an experiment names the format. */
  readonly key: string;
  readonly format: DataFormat;
  readonly import: ImportedValue;
  /** Whether it reads what a kind of one domain may read too, which is asked first then. */
  readonly isGeneral?: true;
  /** What one example is, in the plural. */
  readonly examples: string;
  /** The axes of its examples; absent where only the user knows them. */
  readonly axes?: readonly string[];
  /** The axes that the data has, where an embedding adds the others. */
  readonly dataAxes?: readonly string[];
  /** Along which axes filters usually slide, for where the data shows nothing. */
  readonly usuallySlide?: readonly string[];
  /** How its inputs are drawn. */
  readonly look?: DesignPlan['look'];
}

/** Sentences are drawn as their words. */
const sentenceLook: DesignPlan['look'] = {
  imports: [
    { name: 'sentenceDrawing', from: '@axiswise/text' },
    { name: 'wordsOfEncoding', from: '@axiswise/text' },
  ],
  code: '{ draw: sentenceDrawing, tokens: wordsOfEncoding }',
};

/** Every kind; the names of values are those that their packages export. */
const ownDataKinds: readonly OwnDataKind[] = [
  {
    key: 'pictures',
    format: pictures,
    import: { name: 'pictures', from: '@axiswise/image' },
    examples: 'pictures',
    axes: ['height', 'width'],
    usuallySlide: ['height', 'width'],
    look: {
      imports: [{ name: 'pixelDrawing', from: '@axiswise/drawing' }],
      code:
        '{ values: { from: 0, to: 1, blank: 0 }, ' +
        'draw: (pixels, { shape, ...above }) => pixelDrawing(pixels, shape, above) }',
    },
  },
  {
    key: 'recordings',
    format: recordings,
    import: { name: 'recordings', from: '@axiswise/audio' },
    examples: 'recordings',
    axes: ['frequency', 'time'],
    usuallySlide: ['frequency'],
    look: {
      imports: [{ name: 'spectrogramDrawing', from: '@axiswise/audio' }],
      code: '{ values: { from: -3, to: 3, blank: 0 }, draw: spectrogramDrawing }',
    },
  },
  {
    key: 'sentences',
    format: sentences,
    import: { name: 'sentences', from: '@axiswise/text' },
    examples: 'sentences',
    axes: ['time', 'embedding'],
    dataAxes: ['time'],
    usuallySlide: ['time'],
    look: sentenceLook,
  },
  {
    key: 'words',
    format: labelledWords,
    import: { name: 'labelledWords', from: '@axiswise/text' },
    examples: 'sentences',
    axes: ['time', 'embedding'],
    dataAxes: ['time'],
    usuallySlide: ['time'],
    look: sentenceLook,
  },
  {
    key: 'sgf',
    format: sgfGames,
    import: { name: 'sgfGames', from: '@axiswise/board' },
    examples: 'positions',
    axes: ['row', 'column'],
    usuallySlide: ['row', 'column'],
    look: {
      imports: [{ name: 'positionDrawing', from: '@axiswise/board' }],
      code: '{ values: { from: 0, to: 1, blank: 0 }, draw: positionDrawing }',
    },
  },
  {
    key: 'json-lines',
    format: jsonLines,
    import: { name: 'jsonLines', from: '@axiswise/data' },
    isGeneral: true,
    examples: 'examples',
  },
  {
    key: 'arrays',
    format: arrays,
    import: { name: 'arrays', from: '@axiswise/data' },
    examples: 'examples',
  },
];

/**
 * The kind of the data at a path.
 *
 * @param asked the name of its format, where the path does not tell it.
 * @throws InputError where there is nothing at the path, or it fits none or several kinds.
 */
export function ownDataKindOf(place: string, asked?: string): OwnDataKind {
  if (!existsSync(place)) {
    throw new InputError(
      'data',
      `there is no file or folder "${place}"; a design is made from your own data, at a path`,
    );
  }
  const byName = new Map(ownDataKinds.map((kind) => [kind.key, kind]));
  if (asked !== undefined) {
    return pickByName('data format', asked, byName, (message) => new InputError('data', message));
  }
  const all = ownDataKinds.filter(({ format }) => format.reads(place));
  const special = all.filter(({ isGeneral }) => !isGeneral);
  // Files of any kind may be named in a table, of which the first one tells the kind.
  const named = firstFileOf(place);
  const ofNamed = named === undefined ? [] : special.filter(({ format }) => reads(format, named));
  const fitting = [ofNamed, special, all].find((some) => some.length > 0) ?? [];
  if (fitting.length === 1) return fitting[0];
  const choices = (fitting.length > 0 ? fitting : ownDataKinds).map(
    ({ key, format }) => `${key}: ${format.describe}`,
  );
  throw new InputError(
    'data-format',
    `${place} is none of the data that is read, or several: ${choices.join('; ')}`,
    { remedy: 'name the format' },
  );
}

/** Whether a format reads a single file. */
const reads = (format: DataFormat, file: string): boolean =>
  format.decodes?.(file) ?? format.reads(file);

/**
 * The axes that are cyclic, as asked for.
 *
 * @throws InputError where the examples have no such axis.
 */
export function cyclicOf(
  axes: readonly string[],
  asked: readonly string[] = [],
): readonly string[] {
  for (const name of asked) {
    if (!axes.includes(name)) {
      throw new InputError(
        'data',
        `there is no axis "${name}" that could be cyclic; the axes are ${listAnd(axes)}`,
      );
    }
  }
  return asked;
}

/**
 * The axes of examples: those of the kind, else those that are asked for.
 *
 * @throws InputError where they are needed and missing, or are others than those of the kind.
 */
export function axesOf(
  { axes, examples, format }: OwnDataKind,
  asked: readonly string[] | undefined,
): readonly string[] {
  if (axes) {
    if (asked && asked.join() !== axes.join()) {
      throw new InputError(
        'data',
        `${examples} have the axes ${listAnd(axes)}, got ${listAnd(asked)}; leave the axes out`,
      );
    }
    return axes;
  }
  if (asked) return asked;
  throw new InputError('axes-absent', `${format.describe} do not say what their axes are`, {
    remedy: 'name them in the order in which an example holds them, such as sensor and time',
  });
}
