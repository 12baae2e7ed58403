import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  arraySplit,
  checkOptionNames,
  fileStates,
  prepareOnce,
  type Source,
  type Split,
} from '@axiswise/data';
import type { RemoteFile } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { readIdx } from './idx-file.ts';

/** The four file names of MNIST and of the sets that follow it. */
const fileNames = {
  train: ['train-images-idx3-ubyte.gz', 'train-labels-idx1-ubyte.gz'],
  test: ['t10k-images-idx3-ubyte.gz', 't10k-labels-idx1-ubyte.gz'],
} as const;

const parts = ['train', 'test'] as const;

type FileName = (typeof fileNames)[keyof typeof fileNames][number];

const records = { train: 60_000, test: 10_000 };
const side = 28;

/**
 * A data set in the four IDX files of MNIST: 60,000 and 10,000 grey pictures of 28×28.
 *
 * Loading checks the format, that every picture has a label and that every label has a class; `data
 * verify` checks every bit. Fewer pictures than published are loaded and reported.
 *
 * @param options.mirrors addresses of folders that hold the four files, with `/` at the end.
 * @param options.checksums checksums of the unpacked content, because mirrors compress it
 *   differently.
 */
export function idxSource(options: {
  readonly name: string;
  readonly description: string;
  readonly classes: readonly string[];
  readonly mirrors: readonly string[];
  readonly checksums: Readonly<
    Partial<Record<FileName, Pick<RemoteFile, 'contentSha256' | 'contentMd5'>>>
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
    records,
    async load({ dataDir, options: asked, onProgress }) {
      checkOptionNames(name, asked);
      const folder = path.join(dataDir, name);
      const absent = files.find((file) => !existsSync(path.join(folder, file.path)));
      if (absent) {
        throw new InputError(
          'data',
          `${path.join(folder, absent.path)} is missing; get the data with: axiswise data fetch ${name}`,
        );
      }
      const prepared = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: () => fileStates(files.map((file) => path.join(folder, file.path))),
        onProgress,
        prepare: async (into) => {
          const hash = createHash('sha256');
          for (const part of parts) {
            const [images, labels] = fileNames[part].map((file) => path.join(folder, file));
            const read = await readLabelledImages(images, labels, {
              classes: classes.length,
              side,
            });
            hash.update(read.inputs).update(Uint8Array.from(read.labels));
            into.keep(`${part} inputs`, read.inputs);
            into.keep(`${part} labels`, read.labels);
            if (read.labels.length !== records[part]) {
              into.notice(
                `${images} has ${read.labels.length} pictures, but ${name} has ${records[part]} to ` +
                  `${part === 'train' ? 'train on' : 'test'}; results cannot be compared with others`,
              );
            }
          }
          return { sha256: hash.digest('hex') };
        },
      });
      const shape = [side, side, 1];
      const split = (part: keyof typeof fileNames) =>
        arraySplit({
          inputs: prepared.numbers(`${part} inputs`),
          labels: prepared.array(`${part} labels`, 'int32'),
          shape,
          classes: classes.length,
        });
      return {
        name,
        axes: ['height', 'width'],
        shape,
        classes,
        splits: { train: split('train'), test: split('test') },
        sha256: prepared.facts.sha256,
      };
    },
  };
}

/**
 * Reads images and their labels from two IDX files of equal length.
 *
 * @param options.classes the number of classes; default ten.
 * @param options.side the required height and width of the images; default any.
 * @throws InputError also if there is no image or a label has no class.
 */
export async function readLabelledImages(
  imagesFile: string,
  labelsFile: string,
  options: {
    readonly classes?: number;
    readonly side?: number;
  } = {},
): Promise<{ readonly split: Split; readonly inputs: Uint8Array; readonly labels: Int32Array }> {
  const { classes = 10, side } = options;
  const images = await readIdx(imagesFile, 3);
  const labels = await readIdx(labelsFile, 1);
  const [imageCount, height, width] = images.shape;
  const [labelCount] = labels.shape;
  if (imageCount !== labelCount) {
    throw new InputError(
      'data',
      `${labelsFile} has ${labelCount} labels, but ${imagesFile} has ${imageCount} images; ` +
        `each image needs its label: get both files from the same place`,
    );
  }
  if (images.values.length === 0) {
    throw new InputError(
      'data',
      `${imagesFile} holds no images (${images.shape.join('×')} values); get it again`,
    );
  }
  if (side !== undefined && (height !== side || width !== side)) {
    throw new InputError(
      'data',
      `${imagesFile} has images of ${height}×${width}, but ${side}×${side} are expected; ` +
        `it belongs to another data set`,
    );
  }
  const data = { inputs: images.values, labels: Int32Array.from(labels.values) };
  return {
    ...data,
    split: arraySplit({ ...data, shape: [height, width, 1], classes, name: labelsFile }),
  };
}
