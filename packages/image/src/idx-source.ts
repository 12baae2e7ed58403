import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { arraySplit, DataError, type RemoteFile, type Source, type Split } from '@axiswise/data';
import { readIdx } from './idx.ts';

const classCount = 10;

/** The four file names that MNIST and the sets made in its image share. */
const fileNames = {
  train: ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'],
  test: ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'],
} as const;

/** A data set in the four IDX files of MNIST: 60,000 and 10,000 grey pictures of 28×28 in ten classes. */
export function idxSource(options: {
  readonly name: string;
  readonly description: string;
  readonly classes: readonly string[];
  /** Addresses of folders that hold the four files. */
  readonly mirrors: readonly string[];
  readonly checksums: Readonly<
    Record<string, Pick<RemoteFile, 'contentSha256' | 'contentMd5' | 'md5'>>
  >;
}): Source {
  const { name, description, classes, mirrors, checksums } = options;
  const files = [...fileNames.train, ...fileNames.test].map((file) => ({
    path: file,
    mirrors: mirrors.map((mirror) => mirror + file),
    ...checksums[file],
  }));
  return {
    name,
    description,
    files,
    records: { train: 60_000, test: 10_000 },
    async load({ dataDir }) {
      const folder = path.join(dataDir, name);
      const hash = createHash('sha256');
      const absent = files.find((file) => !existsSync(path.join(folder, file.path)));
      if (absent) {
        throw new DataError(
          `${path.join(folder, absent.path)} is missing; get the data with: axiswise data fetch ${name}`,
        );
      }
      const read = async (part: keyof typeof fileNames): Promise<Split> => {
        const [images, labels] = fileNames[part].map((file) => path.join(folder, file));
        return readLabelledImages(images, labels, (bytes) => hash.update(bytes));
      };
      const train = await read('train');
      const test = await read('test');
      return {
        name,
        axes: ['height', 'width'],
        shape: [28, 28, 1],
        classes,
        splits: { train, test },
        sha256: hash.digest('hex'),
      };
    },
  };
}

/** Images and their labels from two IDX files, which must hold equally many. */
export async function readLabelledImages(
  imagesFile: string,
  labelsFile: string,
  onBytes: (bytes: Uint8Array) => void = () => undefined,
): Promise<Split> {
  const images = await readIdx(imagesFile, 3);
  const labels = await readIdx(labelsFile, 1);
  onBytes(images.values);
  onBytes(labels.values);
  const [imageCount, height, width] = images.shape;
  const [labelCount] = labels.shape;
  if (imageCount !== labelCount) {
    throw new DataError(
      `${labelsFile} has ${labelCount} labels, but ${imagesFile} has ${imageCount} images; ` +
        `each image needs its label: get both files from the same place`,
    );
  }
  return arraySplit({
    inputs: images.values,
    labels: Int32Array.from(labels.values),
    shape: [height, width, 1],
    classes: classCount,
    name: labelsFile,
  });
}
