import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { arraySplit, DataError, type Source, type Split } from '@axiswise/data';
import tar from 'tar-stream';
import { readMaybeGzip } from './idx.ts';

const archive = 'cifar-10-binary.tar.gz';
const trainParts = [1, 2, 3, 4, 5].map((part) => `data_batch_${part}.bin`);
const testParts = ['test_batch.bin'];
const side = 32;
const channels = 3;
const pixels = side * side;
const recordBytes = 1 + channels * pixels;
const recordsPerPart = 10_000;

const classes = [
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
 * Read from the published archive, or from the six files of it laid beside each other.
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
  async load({ dataDir, onProgress }) {
    const folder = path.join(dataDir, 'cifar-10');
    const parts = await readParts(folder, onProgress);
    const hash = createHash('sha256');
    const read = (names: readonly string[]): Split => {
      const records = names.map((name) => {
        const bytes = parts.get(name);
        if (!bytes) {
          throw new DataError(
            `${name} is missing in ${folder}; get the data with: axiswise data fetch cifar-10`,
          );
        }
        hash.update(bytes);
        return decodeCifar10(bytes, name, recordsPerPart);
      });
      return arraySplit({
        inputs: concatenate(records.map(({ images }) => images)),
        labels: Int32Array.from(records.flatMap(({ labels }) => [...labels])),
        shape: [side, side, channels],
        classes: classes.length,
      });
    };
    const train = read(trainParts);
    const test = read(testParts);
    return {
      name: 'cifar-10',
      axes: ['height', 'width'],
      shape: [side, side, channels],
      classes,
      splits: { train, test },
      sha256: hash.digest('hex'),
    };
  },
};

/**
 * Decodes records of a label byte and 3,072 bytes, channel after channel, into pictures
 * `[records, height, width, channels]`.
 */
export function decodeCifar10(
  bytes: Uint8Array,
  file: string,
  expectedRecords?: number,
): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const records = bytes.length / recordBytes;
  if (!Number.isInteger(records) || (expectedRecords ?? records) !== records || records === 0) {
    throw new DataError(
      `${file} has ${bytes.length} bytes, but ` +
        (expectedRecords === undefined
          ? `whole records of ${recordBytes} bytes are expected`
          : `${expectedRecords} records of ${recordBytes} bytes are ${expectedRecords * recordBytes}`) +
        `; it is cut off or another format (the "binary version" is needed)`,
    );
  }
  const images = new Uint8Array(records * channels * pixels);
  const labels = new Uint8Array(records);
  for (let record = 0; record < records; record++) {
    const from = record * recordBytes;
    labels[record] = bytes[from];
    if (labels[record] >= classes.length) {
      throw new DataError(
        `${file}, byte ${from}: label ${labels[record]} is not one of 0 to ${classes.length - 1}`,
      );
    }
    const to = record * channels * pixels;
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        images[to + pixel * channels + channel] = bytes[from + 1 + channel * pixels + pixel];
      }
    }
  }
  return { images, labels };
}

async function readParts(
  folder: string,
  onProgress: ((line: string) => void) | undefined,
): Promise<Map<string, Uint8Array>> {
  const wanted = [...trainParts, ...testParts];
  for (const place of [folder, path.join(folder, 'cifar-10-batches-bin')]) {
    if (!wanted.every((name) => existsSync(path.join(place, name)))) continue;
    const read = wanted.map(
      async (name) => [name, new Uint8Array(await readFile(path.join(place, name)))] as const,
    );
    return new Map(await Promise.all(read));
  }
  const file = path.join(folder, archive);
  if (!existsSync(file)) {
    throw new DataError(`${file} is missing; get the data with: axiswise data fetch cifar-10`);
  }
  onProgress?.(`unpacking ${archive}`);
  const parts = new Map<string, Uint8Array>();
  const extract = Readable.from([await readMaybeGzip(file)]).pipe(tar.extract());
  try {
    for await (const entry of extract) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry) chunks.push(chunk as Uint8Array);
      parts.set(path.posix.basename(entry.header.name), concatenate(chunks));
    }
  } catch (cause) {
    throw new DataError(
      `${file} is not a whole tar archive (${(cause as Error).message}); get it again with: ` +
        `axiswise data fetch cifar-10`,
      { cause },
    );
  }
  return parts;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
