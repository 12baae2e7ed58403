import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  arraySplit,
  checkOptionNames,
  type Dataset,
  fileStates,
  prepareOnce,
  type Source,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { readMaybeGzip } from './idx-file.ts';

const archive = 'cifar-10-binary.tar.gz';
const parts = {
  train: [1, 2, 3, 4, 5].map((part) => `data_batch_${part}.bin`),
  test: ['test_batch.bin'],
};
const allParts = Object.values(parts).flat();
const side = 32;
const channels = 3;
const pixels = side * side;
const pictureBytes = channels * pixels;
const recordBytes = 1 + pictureBytes;

/** The names of the labels 0 to 9. */
export const classes = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/**
 * CIFAR-10 in its binary format (Krizhevsky 2009): 50,000 and 10,000 colour pictures of 32×32.
 *
 * It is read from the published archive, or from its six unpacked files.
 */
export const cifar10: Source = {
  name: 'cifar-10',
  description: 'photographs of ten kinds, 32×32 colour (Krizhevsky 2009)',
  records: { train: 50_000, test: 10_000 },
  files: [
    {
      path: archive,
      sizeBytes: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      mirrors: [
        'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
        'https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz',
      ],
    },
  ],
  async load({ dataDir, options, onProgress }) {
    checkOptionNames('cifar-10', options);
    return readCifar10(path.join(dataDir, 'cifar-10'), { onProgress });
  },
};

/**
 * Reads the archive of CIFAR-10 in a folder, or its six unpacked files.
 *
 * @param options.recordsPerPart the number of pictures in each of the six files; 10,000 as
 *   published.
 * @throws InputError with the file that is missing, truncated or damaged.
 */
export async function readCifar10(
  folder: string,
  options: {
    readonly recordsPerPart?: number;
    readonly onProgress?: (line: string) => void;
  } = {},
): Promise<Dataset> {
  const { recordsPerPart = 10_000, onProgress } = options;
  const { facts, numbers, array } = await prepareOnce({
    name: 'cifar-10',
    code: import.meta.url,
    decidedBy: async () => ({ recordsPerPart, files: await fileStates(possibleFiles(folder)) }),
    onProgress,
    prepare: async (into) => {
      const contents = await readParts(folder, onProgress);
      const hash = createHash('sha256');
      for (const [part, names] of Object.entries(parts)) {
        const inputs = into.reserve(
          `${part} inputs`,
          'uint8',
          names.length * recordsPerPart * pictureBytes,
        );
        const labels = new Int32Array(names.length * recordsPerPart);
        for (const [i, name] of names.entries()) {
          const { file, bytes } = contents.get(name)!;
          const decoded = decodeCifar10(bytes, file, recordsPerPart);
          hash.update(bytes);
          inputs.set(decoded.images, i * recordsPerPart * pictureBytes);
          labels.set(decoded.labels, i * recordsPerPart);
          // Frees 30 MB each.
          contents.delete(name);
        }
        into.keep(`${part} labels`, labels);
      }
      return { sha256: hash.digest('hex') };
    },
  });
  const split = (part: keyof typeof parts) =>
    arraySplit({
      inputs: numbers(`${part} inputs`),
      labels: array(`${part} labels`, 'int32'),
      shape: [side, side, channels],
      classes: classes.length,
      name: folder,
    });
  return {
    name: 'cifar-10',
    axes: ['height', 'width'],
    shape: [side, side, channels],
    classes,
    splits: { train: split('train'), test: split('test') },
    sha256: facts.sha256,
  };
}

/**
 * Decodes records of a label byte and 3,072 bytes, channel after channel, into pictures `[records,
 * height, width, channels]`.
 *
 * @param file the file's name, for errors.
 * @param expectedRecords by default any number of complete records.
 * @throws InputError if the length does not fit or a label is out of range.
 */
export function decodeCifar10(
  bytes: Uint8Array,
  file: string,
  expectedRecords?: number,
): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const records = bytes.length / recordBytes;
  if (!Number.isInteger(records) || (expectedRecords ?? records) !== records || records === 0) {
    throw new InputError(
      'data',
      `${file} has ${bytes.length} bytes, but ` +
        (expectedRecords === undefined
          ? `whole records of ${recordBytes} bytes are expected`
          : `${expectedRecords} records of ${recordBytes} bytes are ${expectedRecords * recordBytes}`) +
        `; it is cut off or another format (the "binary version" of CIFAR-10 is needed)`,
    );
  }
  const images = new Uint8Array(records * pictureBytes);
  const labels = new Uint8Array(records);
  for (let record = 0; record < records; record++) {
    const from = record * recordBytes;
    labels[record] = bytes[from];
    if (labels[record] >= classes.length) {
      throw new InputError(
        'data',
        `${file}, byte ${from}: label ${labels[record]} is not one of 0 to ${classes.length - 1}`,
      );
    }
    const to = record * pictureBytes;
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        images[to + pixel * channels + channel] = bytes[from + 1 + channel * pixels + pixel];
      }
    }
  }
  return { images, labels };
}

interface Part {
  /** The name of the place, for errors. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Where the six files may lie. */
const unpackedPlaces = (folder: string): readonly string[] => [
  folder,
  path.join(folder, 'cifar-10-batches-bin'),
];

const possibleFiles = (folder: string): readonly string[] => [
  path.join(folder, archive),
  ...unpackedPlaces(folder).flatMap((place) => allParts.map((name) => path.join(place, name))),
];

/** Maps the names of the six files of CIFAR-10 to their contents. */
async function readParts(
  folder: string,
  onProgress: ((line: string) => void) | undefined,
): Promise<Map<string, Part>> {
  const wanted = allParts;
  const archiveFile = path.join(folder, archive);
  for (const place of unpackedPlaces(folder)) {
    const absent = wanted.filter((name) => !existsSync(path.join(place, name)));
    if (absent.length === wanted.length) continue;
    if (absent.length > 0 && existsSync(archiveFile)) continue;
    if (absent.length > 0) {
      throw new InputError(
        'data',
        `${path.join(place, absent[0])} is missing beside the other parts; put it there, or get ` +
          `the data with: axiswise data fetch cifar-10`,
      );
    }
    const parts = new Map<string, Part>();
    for (const name of wanted) {
      const file = path.join(place, name);
      parts.set(name, { file, bytes: await readMaybeGzip(file) });
    }
    return parts;
  }
  if (!existsSync(archiveFile)) {
    throw new InputError(
      'data',
      `${archiveFile} is missing; get the data with: axiswise data fetch cifar-10`,
    );
  }
  onProgress?.(`unpacking ${archive}`);
  const parts = await unpack(archiveFile);
  const absent = wanted.find((name) => !parts.has(name));
  if (absent !== undefined) {
    throw new InputError(
      'data',
      `${archiveFile} holds no ${absent}; the "binary version" of CIFAR-10 is needed: get it with ` +
        `axiswise data fetch cifar-10`,
    );
  }
  return parts;
}

/** Maps the names (without folders) of the files in a gzip-packed tar archive to their contents. */
async function unpack(archiveFile: string): Promise<Map<string, Part>> {
  // Loaded here, so that listing data sets does not load it.
  const { default: tar } = await import('tar-stream');
  const parts = new Map<string, Part>();
  const extract = Readable.from([await readMaybeGzip(archiveFile)]).pipe(tar.extract());
  try {
    for await (const entry of extract) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry) chunks.push(chunk as Uint8Array);
      if (entry.header.type !== 'file') continue;
      const { name } = entry.header;
      parts.set(path.posix.basename(name), {
        file: `${archiveFile} (${name})`,
        bytes: Buffer.concat(chunks),
      });
    }
  } catch (cause) {
    throw new InputError(
      'data',
      `${archiveFile} is not a whole tar archive (${(cause as Error).message}); get it again with: ` +
        `axiswise data fetch cifar-10`,
      { cause },
    );
  }
  return parts;
}
