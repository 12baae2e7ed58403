import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  arraySplit,
  checkOptionNames,
  type Dataset,
  type DataFormat,
  type DecodedExample,
  divideWhole,
  fileStates,
  foldOptions,
  listFolder,
  type LoadContext,
  none,
  ownFolds,
  prepareOnce,
  refuseFold,
  type Source,
  type Split,
  type Splits,
  subset,
} from '@axiswise/data';
import { InputError, requireOneOf } from '@axiswise/messages';
import { classes as cifar10Classes } from './cifar10.ts';
import { readMaybeGzip } from './idx-file.ts';
import { pictureFiles } from './picture-files.ts';
import { readPicture } from './picture.ts';

const side = 32;
const channels = 3;
const pixels = side * side;
const pictureBytes = channels * pixels;

const pattern = /\.bin(\.gz)?$/i;

/** The labels in front of the bytes of a picture, in order: of CIFAR-10 one, of CIFAR-100 two. */
const layouts = [['label'], ['coarse', 'fine']] as const;
type Layout = (typeof layouts)[number];

/**
 * Files in which a folder of binaries names its classes, one a line in the order of their numbers, by the label that
 * they are for.
 */
const nameFiles: Readonly<Record<Layout[number], string>> = {
  label: 'batches.meta.txt',
  coarse: 'coarse_label_names.txt',
  fine: 'fine_label_names.txt',
};

type Part = 'train' | 'validation' | 'test';

/** `data_batch_1.bin` and `train.bin` are for training, `test_batch.bin` and `test.bin` for test. */
const partOf = (file: string): Part => {
  const name = path.basename(file).toLowerCase();
  return name.startsWith('test') ? 'test' : name.startsWith('val') ? 'validation' : 'train';
};

/**
 * Reads the user's own colour pictures of 32×32 in the binary format of CIFAR-10 and CIFAR-100 (Krizhevsky 2009): a
 * file, or a folder of files `.bin`, packed by gzip or not. A record is a label byte (of CIFAR-100 the coarse and the
 * fine one) and 3,072 bytes, all red ones, then green, then blue, row after row.
 *
 * Files whose names begin with `test` are the test, with `val` the validation, all others for training. Without a
 * test file a fifth of each class is for test, whatever the run's seed, or a fold.
 *
 * Options: `classes=NAME,NAME` of the labels 0, 1, …; by default those of `batches.meta.txt` (or
 * `fine_label_names.txt`) beside the files, else those of CIFAR-10 where there are at most ten, else the numbers;
 * `label=coarse` of CIFAR-100 in place of `fine`; `fold=1` of `folds=10`.
 *
 * @throws InputError where a file is no whole number of records, or there is a single class.
 */
function cifarFolder(place: string): Source {
  const name = path.parse(path.resolve(place)).name.replace(pattern, '');
  return {
    name,
    description: `pictures in ${place}, in the binary format of CIFAR`,
    ...ownFolds,
    async load(context): Promise<Dataset> {
      const { options = {}, scoredBy, onProgress } = context;
      checkOptionNames('binaries of CIFAR', options, {
        classes: 'NAME,NAME',
        label: 'coarse or fine',
        ...foldOptions,
      });
      const asked = options['label'];
      if (asked !== undefined) requireOneOf('data', 'label', asked, ['coarse', 'fine']);
      const files = filesOf(place, scoredBy !== undefined);
      const folder = isFolder(place) ? place : path.dirname(place);
      const names = Object.values(nameFiles).map((file) => path.join(folder, file));
      const { facts, numbers, array } = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({ asked, files: await fileStates([...files, ...names]) }),
        onProgress,
        prepare: async (into) => {
          const sizes = await Promise.all(
            files.map(async (file) => (await readMaybeGzip(file)).length),
          );
          const layout = layoutOf(files, sizes, asked);
          const recordBytes = layout.length + pictureBytes;
          const counts = sizes.map((size) => size / recordBytes);
          const total = counts.reduce((sum, count) => sum + count, 0);
          const inputs = into.reserve('inputs', 'uint8', total * pictureBytes);
          const labels = new Int32Array(total);
          const at = asked === 'coarse' ? 0 : layout.length - 1;
          const hash = createHash('sha256');
          let record = 0;
          for (const file of files) {
            const bytes = await readMaybeGzip(file);
            hash.update(bytes);
            for (let from = 0; from < bytes.length; from += recordBytes, record++) {
              labels[record] = bytes[from + at];
              const pixelsOfAll = bytes.subarray(from + layout.length, from + recordBytes);
              inputs.set(interleaved(pixelsOfAll), record * pictureBytes);
            }
          }
          into.keep('labels', labels);
          const classes = await namesOfClasses(folder, layout[at]);
          return { counts, classes: classes ?? null, sha256: hash.digest('hex') };
        },
      });
      const labels = array('labels', 'int32') as Int32Array;
      const classes = classesOf(labels, { place, context, named: facts.classes });
      const all = arraySplit({
        inputs: numbers('inputs'),
        labels,
        shape: [side, side, channels],
        classes: classes.length,
        exampleName: nameIn(files, facts.counts),
        name: place,
      });
      return {
        name,
        axes: ['height', 'width'],
        shape: [side, side, channels],
        classes,
        splits: splitsOf(all, files, facts.counts, { place, classes, context }),
        sha256: facts.sha256,
      };
    },
  };
}

const isFolder = (place: string): boolean =>
  statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;

function filesOf(place: string, isScored: boolean): string[] {
  if (!isFolder(place)) return [place];
  const all = listFolder(place)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => path.join(place, name));
  const test = all.filter((file) => partOf(file) === 'test');
  // A run is scored on the test alone, where there is one.
  return isScored && test.length > 0 ? test : all;
}

/** The one of the layouts of which all files are whole records. */
function layoutOf(
  files: readonly string[],
  sizes: readonly number[],
  asked: string | undefined,
): Layout {
  const fits = ({ length }: Layout, size: number): boolean =>
    size > 0 && size % (length + pictureBytes) === 0;
  const fitting = layouts.filter(
    (layout) =>
      (asked === undefined || layout.length === 2) && sizes.every((size) => fits(layout, size)),
  );
  if (fitting.length > 0) return fitting[0];
  const wrong = sizes.findIndex((size) => !layouts.some((layout) => fits(layout, size)));
  const at = Math.max(wrong, 0);
  throw new InputError(
    'data',
    `${files[at]} has ${sizes[at]} bytes, but whole records of ${1 + pictureBytes} bytes (CIFAR-10) or of ` +
      `${2 + pictureBytes} (CIFAR-100, with a coarse and a fine label) are expected, the same in all files; it is cut ` +
      'off or another format',
  );
}

/** The bytes of a picture channel after channel, as pixels of three bytes each. */
function interleaved(planes: Uint8Array): Uint8Array {
  const picture = new Uint8Array(pictureBytes);
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      picture[pixel * channels + channel] = planes[channel * pixels + pixel];
    }
  }
  return picture;
}

async function namesOfClasses(
  folder: string,
  label: Layout[number],
): Promise<readonly string[] | undefined> {
  const file = path.join(folder, nameFiles[label]);
  if (!existsSync(file)) return undefined;
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== '');
}

/** The names of the classes: those of the run, of the call, of the files, of CIFAR-10, or numbers. */
function classesOf(
  labels: Int32Array,
  of: {
    readonly place: string;
    readonly context: LoadContext;
    readonly named: readonly string[] | null;
  },
): readonly string[] {
  const { place, context, named } = of;
  const { options = {}, scoredBy } = context;
  const found = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const byDefault =
    found <= cifar10Classes.length
      ? cifar10Classes
      : Array.from({ length: found }, (_, i) => String(i));
  const asked = options['classes']?.split(',').map((name) => name.trim());
  const classes = scoredBy?.classes ?? asked ?? named ?? byDefault;
  if (classes.length >= found) return classes;
  throw new InputError(
    'data',
    `${place} has labels up to ${found - 1}, but there are names of ${classes.length} classes ` +
      `(${classes.slice(0, 5).join(', ')}${classes.length > 5 ? ', …' : ''}), counted from 0; name all`,
  );
}

/** `data_batch_1.bin[17]`. */
function nameIn(files: readonly string[], counts: readonly number[]): (index: number) => string {
  return (index) => {
    let at = index;
    const file = counts.findIndex((count) => {
      if (at < count) return true;
      at -= count;
      return false;
    });
    return `${path.basename(files[file])}[${at}]`;
  };
}

function splitsOf(
  all: Split,
  files: readonly string[],
  counts: readonly number[],
  of: {
    readonly place: string;
    readonly classes: readonly string[];
    readonly context: LoadContext;
  },
): Splits {
  const { place, classes, context } = of;
  const present = classes.filter((_, label) => all.labels.includes(label));
  const has = (part: Part): boolean => files.some((file) => partOf(file) === part);
  if (!has('test') || !(has('train') || context.scoredBy)) {
    if (present.length === 1 && !context.scoredBy) {
      throw new InputError(
        'data',
        `${place} has a single class (${present[0]}); a classifier needs at least two`,
      );
    }
    return divideWhole(all, context, {
      place,
      classes,
      remedy: 'add pictures, or a file test.bin',
    });
  }
  refuseFold(place, context.options);
  const fileOf = files.flatMap((file, i) => Array<Part>(counts[i]).fill(partOf(file)));
  const split = (part: Part): Split =>
    subset(
      all,
      Uint32Array.from(fileOf.keys()).filter((i) => fileOf[i] === part),
    );
  return {
    train: has('train') ? split('train') : none(all),
    ...(has('validation') && { validation: split('validation') }),
    test: split('test'),
  };
}

/** The pictures of a file `.bin`, for `predict`; what labels are in it does not matter. */
async function decodePictures(
  file: string,
  shape: readonly number[],
): Promise<readonly DecodedExample[]> {
  if (shape.join() !== [side, side, channels].join()) {
    throw new InputError(
      'data',
      `the pictures in ${file} are [${side}, ${side}, ${channels}], but [${shape.join(', ')}] are wanted`,
    );
  }
  const bytes = await readMaybeGzip(file);
  const { length } = layoutOf([file], [bytes.length], undefined);
  const recordBytes = length + pictureBytes;
  return Array.from({ length: bytes.length / recordBytes }, (_, i) => {
    const from = i * recordBytes + length;
    const picture = interleaved(bytes.subarray(from, from + pictureBytes));
    return { part: `picture ${i}`, input: Float32Array.from(picture, (value) => value / 255) };
  });
}

/** The user's own pictures in the binary format of CIFAR; see {@link cifarFolder}. */
export const cifarBinaries: DataFormat = {
  describe: 'pictures in the binary format of CIFAR-10 or CIFAR-100 (.bin)',
  reads: (place) => pattern.test(place) || listFolder(place).some((name) => pattern.test(name)),
  source: (place) => cifarFolder(place),
  decode: async (file, { shape }) => {
    const [height, width, depth] = shape;
    if (!pattern.test(file)) {
      return [{ input: await readPicture(file, { height, width, channels: depth }) }];
    }
    return decodePictures(file, shape);
  },
  decodes: (file) => pattern.test(file) || pictureFiles.pattern.test(file),
};
