import path from 'node:path';
import { InputError } from '@axiswise/messages';
import type { DecodeContext, DecodedExample } from '../data-format.ts';
import type { Dataset, LoadContext, Source, Split, Splits } from '../dataset.ts';
import { countsOf, divideWhole, foldOptions, ownFolds, refuseFold } from '../divide-whole.ts';
import { preparedDataset, preparedExamples } from '../prepared-examples.ts';
import { fileStates } from '../prepared/file-states.ts';
import { prepareOnce } from '../prepared/prepare-once.ts';
import { checkOptionNames } from '../source-options.ts';
import { subset } from '../splits.ts';
import {
  type ArrayPart,
  arrayFiles,
  besideOptions,
  type FoundArrays,
  arraysNamedAfter,
  findArrays,
} from './array-members.ts';
import {
  type ArrayEncoding,
  checkBytes,
  collectArrays,
  type TrainedArrays,
} from './collect-arrays.ts';
import { isNumeric, numbersOf } from './npy.ts';

/**
 * Reads the user's own arrays of any domain: inputs `x` of the shape [examples, axis, …(, channels)] and a
 * label `y` for each, integers or texts, in NumPy's formats.
 *
 * A file `.npz` holds them under these names (`np.savez('mine.npz', x=x, y=y)`); a folder, or the folder of a
 * file `x.npy`, as files `x.npy` and `y.npy`. A single file `.npy` of another name takes the options
 * `labels=FILE` (or `targets=FILE`, `masks=FILE`) and `groups=FILE`, of files beside it. Splits may be given: `x_train`, `y_train`, `x_test`,
 * `y_test`, and perhaps `x_validation` and `y_validation`, as in Keras's `mnist.npz`. Without them a fifth of each
 * class is for test, whatever the run's seed. In place of `y`, `targets` are numbers to predict ({@link numberTargets}),
 * `labels` several labels of each example ({@link labelTargets}), and `masks` a class of each position ({@link
 * positionTargets}). `groups` (`groups_train`, …) names for each example what it was
 * made of, an integer or a text; groups are not divided. `classes` may name the classes of the labels 0, 1, ….
 *
 * Bytes (uint8) stay bytes and are read as 0 to 1; all other numbers are read as they are, as float32.
 *
 * @param options.axes the names of the axes, in the order in which the array has them.
 * @throws InputError where a file is missing or damaged, an array does not fit the axes or the others, or holds
 *   what is no number; where there is a single class, or nothing for train or test.
 */
export function arrayFile(place: string, options: { readonly axes: readonly string[] }): Source {
  const { axes } = options;
  const name = arraysNamedAfter(place);
  return {
    name,
    description: `arrays in ${place}`,
    ...ownFolds,
    async load(context): Promise<Dataset> {
      const files = arrayFiles(place, optionsOf(context));
      const trained = trainedOn(context);
      const prepared = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({
          axes,
          trained,
          isScored: context.scoredBy !== undefined,
          names: [...files.keys()],
          files: await fileStates([...files.values()]),
        }),
        onProgress: context.onProgress,
        prepare: (into) => {
          const all = findArrays(place, files);
          const found = context.scoredBy ? testAlone(all) : all;
          if (found.others.length > 0) {
            into.notice(`${place}: ${found.others.slice(0, 5).join(', ')} not read`);
          }
          return collectArrays(found, { place, axes, trained }, into);
        },
      });
      const { classes, targets, isBytes, parts } = prepared.facts;
      const base = path.basename(path.resolve(place));
      const all = preparedExamples(prepared, { place, exampleName: nameIn(base, parts) });
      const isTrained = trained !== undefined;
      return preparedDataset(prepared.facts, {
        name,
        axes,
        place,
        splits: splitsOf(all, parts, {
          place,
          // Examples with targets have no class of their own.
          classes: targets ? [] : classes,
          isTrained,
          context,
        }),
        encoding: {
          classes,
          isBytes,
          ...(targets && { targets: { task: targets.task, names: targets.names } }),
        } satisfies ArrayEncoding,
        onProgress: context.onProgress,
      });
    },
  };
}

/** How the run that reads arrays was trained: by arrays, else on its classes alone. */
function trainedOn({ encoding, scoredBy }: LoadContext): TrainedArrays | undefined {
  const { isBytes } = (encoding ?? {}) as Partial<ArrayEncoding>;
  if (isBytes !== undefined) return encoding as ArrayEncoding;
  return scoredBy && { classes: scoredBy.classes };
}

function optionsOf({ options }: LoadContext): Parameters<typeof arrayFiles>[1] {
  const files = Object.keys(besideOptions).map((option) => [option, 'FILE']);
  checkOptionNames('arrays', options, { ...Object.fromEntries(files), ...foldOptions });
  return options ?? {};
}

/** What a run is scored on of arrays that name their splits. */
const testAlone = ({ parts, ...of }: FoundArrays): FoundArrays => {
  const test = parts.get('test');
  return { ...of, parts: test?.x ? new Map([['test', test]]) : parts };
};

type PartLengths = readonly { readonly part: ArrayPart; readonly length: number }[];

/** `mine.npz x_train[17]`. */
function nameIn(base: string, parts: PartLengths): (index: number) => string {
  return (index) => {
    let at = index;
    for (const { part, length } of parts) {
      if (at < length) return `${base} x${part === 'whole' ? '' : `_${part}`}[${at}]`;
      at -= length;
    }
    throw new Error(`there is no example ${index}`);
  };
}

function splitsOf(
  all: Split,
  parts: PartLengths,
  of: {
    readonly place: string;
    readonly classes: readonly string[];
    readonly isTrained: boolean;
    readonly context: LoadContext;
  },
): Splits {
  const { place, classes, isTrained, context } = of;
  if (parts[0].part === 'whole') {
    return divideWhole(all, context, {
      place,
      classes,
      remedy: 'add examples, or give x_train and x_test',
    });
  }
  refuseFold(place, context.options);
  const splits = new Map<ArrayPart, Split>();
  let first = 0;
  for (const { part, length } of parts) {
    const start = first;
    splits.set(
      part,
      subset(
        all,
        Uint32Array.from({ length }, (_, i) => start + i),
      ),
    );
    first += length;
  }
  const train = splits.get('train') ?? subset(all, new Uint32Array(0));
  const unseen = isTrained ? -1 : countsOf(train, classes).indexOf(0);
  if (unseen !== -1) {
    throw new InputError(
      'data',
      `${place} has no example of the class "${classes[unseen]}" in x_train, so it cannot be learned; ` +
        `add some`,
    );
  }
  const validation = splits.get('validation');
  return { train, test: splits.get('test')!, ...(validation && { validation }) };
}

/**
 * Reads the examples of a file for `predict`, without labels: a file `.npy`, or `x` (else `x_test`) of a file
 * `.npz`. An array of the shape of one example is one.
 *
 * @throws InputError where there is no such array, or it has another shape.
 */
export function decodeArrays(file: string, as: DecodeContext): Promise<readonly DecodedExample[]> {
  const { parts } = findArrays(file, /\.npz$/i.test(file) ? new Map() : new Map([['x', file]]));
  const x = (['whole', 'test'] as const).map((part) => parts.get(part)?.x).find(Boolean);
  if (!x || !isNumeric(x)) {
    throw new InputError('data', `${file} holds no inputs x of numbers; save it with np.savez`);
  }
  const { shape, encoding } = as;
  const lengths = shape.join();
  // A single channel may be left out.
  const given = [x.shape, x.shape.slice(1)].map((each) => [each.join(), [...each, 1].join()]);
  const isOne = given[0].includes(lengths);
  if (!isOne && !given[1].includes(lengths)) {
    throw new InputError(
      'data',
      `the examples in ${file} are [${x.shape.slice(1).join(', ')}], but [${shape.join(', ')}] are wanted`,
    );
  }
  const { isBytes = false } = (encoding as Partial<ArrayEncoding> | undefined) ?? {};
  checkBytes(x, isBytes, 'the run was trained on');
  const size = shape.reduce((product, length) => product * length, 1);
  const examples: DecodedExample[] = [];
  for (const piece of numbersOf(x, size)) {
    const input = Float32Array.from(piece, (value) => (isBytes ? value / 255 : value));
    examples.push({ ...(!isOne && { part: `example ${examples.length}` }), input });
  }
  return Promise.resolve(examples);
}
