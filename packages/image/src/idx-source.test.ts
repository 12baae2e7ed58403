import { rmSync, writeFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { InputError } from '@axiswise/messages';
import { describe, expect, it } from 'vitest';
import { fashionMnist } from './fashion-mnist.ts';
import { idxBytes } from './idx.fixture.ts';
import { idxSource, readLabelledImages } from './idx-source.ts';
import { mnist } from './mnist.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

function write(folder: string, name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** Three images of 1×2 and their labels. */
const pixels = [0, 255, 51, 102, 153, 204];
const labels = [2, 0, 9];

describe('readLabelledImages', () => {
  const files = (
    imageShape: readonly number[],
    values: readonly number[],
    given: readonly number[],
  ): [string, string] => {
    const folder = temporaryFolder();
    return [
      write(folder, 'images', idxBytes(imageShape, values)),
      write(folder, 'labels', idxBytes([given.length], given)),
    ];
  };

  it('reads images from 0 to 1 with their labels', async () => {
    const { split } = await readLabelledImages(...files([3, 1, 2], pixels, labels));
    expect(split.length).toBe(3);
    expect([...split.labels]).toEqual([2, 0, 9]);
    const out = new Float32Array(4);
    await split.gather([2, 0], out);
    expect([...out]).toEqual([0.6, 0.8, 0, 1].map(Math.fround));
  });

  it('passes on the values for a checksum', async () => {
    const read = await readLabelledImages(...files([3, 1, 2], pixels, labels));
    expect([[...read.inputs], [...read.labels]]).toEqual([[...pixels], [...labels]]);
  });

  it('refuses fewer labels than images, and more', async () => {
    const [imagesFile, labelsFile] = files([3, 1, 2], pixels, [2, 0]);
    const reading = readLabelledImages(imagesFile, labelsFile);
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(
      `${labelsFile} has 2 labels, but ${imagesFile} has 3 images; each image needs its label`,
    );
    await expect(readLabelledImages(...files([3, 1, 2], pixels, [2, 0, 1, 1]))).rejects.toThrow(
      'has 4 labels, but',
    );
  });

  it('refuses a label out of range', async () => {
    const [imagesFile, labelsFile] = files([3, 1, 2], pixels, [2, 10, 9]);
    await expect(readLabelledImages(imagesFile, labelsFile)).rejects.toThrow(
      `${labelsFile}: the label of example 1 is 10, but with 10 classes labels go from 0 to 9`,
    );
  });

  it('refuses files without images', async () => {
    const [none, noLabels] = files([0, 1, 2], [], []);
    await expect(readLabelledImages(none, noLabels)).rejects.toThrow(`${none} holds no images`);
  });

  it('refuses images of another size than required', async () => {
    const [imagesFile, labelsFile] = files([3, 1, 2], pixels, labels);
    for (const side of [1, 2]) {
      await expect(readLabelledImages(imagesFile, labelsFile, { side })).rejects.toThrow(
        `${imagesFile} has images of 1×2, but ${side}×${side} are expected`,
      );
    }
  });

  it('takes the number of classes', async () => {
    const [imagesFile, labelsFile] = files([3, 1, 2], pixels, [2, 0, 3]);
    await expect(readLabelledImages(imagesFile, labelsFile, { classes: 3 })).rejects.toThrow(
      'the label of example 2 is 3, but with 3 classes labels go from 0 to 2',
    );
  });

  it('notices exchanged files', async () => {
    const [imagesFile, labelsFile] = files([3, 1, 2], pixels, labels);
    await expect(readLabelledImages(labelsFile, imagesFile)).rejects.toThrow(
      /labels, byte 0: .* are images and labels exchanged/,
    );
  });
});

describe('idxSource', () => {
  const source = idxSource({
    name: 'tiny',
    description: 'a few pictures',
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    mirrors: ['https://one.example/data/', 'https://two.example/'],
    checksums: {
      'train-images-idx3-ubyte.gz': { contentSha256: 'a1' },
      'train-labels-idx1-ubyte.gz': { contentSha256: 'a2' },
      't10k-images-idx3-ubyte.gz': { contentSha256: 'a3' },
      't10k-labels-idx1-ubyte.gz': { contentSha256: 'a4' },
    },
  });

  /** Two train pictures, all black and all white, and a test picture. */
  function lay(firstPixel = 0, { side = 28 } = {}): string {
    const dataDir = temporaryFolder();
    const folder = path.join(dataDir, 'tiny');
    mkdirSync(folder);
    const size = side * side;
    const train = [...Array<number>(size).fill(0), ...Array<number>(size).fill(255)];
    train[0] = firstPixel;
    const test = Array<number>(size).fill(51);
    for (const [part, count, values, given] of [
      ['train', 2, train, [0, 9]],
      ['t10k', 1, test, [4]],
    ] as const) {
      const images = idxBytes([count, side, side], values);
      write(folder, `${part}-images-idx3-ubyte.gz`, gzipSync(images));
      write(folder, `${part}-labels-idx1-ubyte.gz`, gzipSync(idxBytes([count], given)));
    }
    return dataDir;
  }

  it('has the four files below every mirror', () => {
    expect(source.files?.map(({ path }) => path)).toEqual([
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      't10k-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
    ]);
    expect(source.files?.[0]).toEqual({
      path: 'train-images-idx3-ubyte.gz',
      mirrors: [
        'https://one.example/data/train-images-idx3-ubyte.gz',
        'https://two.example/train-images-idx3-ubyte.gz',
      ],
      contentSha256: 'a1',
    });
  });

  it.each([mnist, fashionMnist])(
    '$name has a checksum and several mirrors for every file',
    (named) => {
      expect(named.files).toHaveLength(4);
      for (const { mirrors, ...file } of named.files!) {
        expect(mirrors.length).toBeGreaterThanOrEqual(2);
        expect(file.contentSha256).toMatch(/^[0-9a-f]{64}$/);
      }
    },
  );

  it('reads train and test', async () => {
    const lines: string[] = [];
    const dataDir = lay();
    const { shape, axes, splits, classes } = await source.load({
      dataDir,
      seed: 0,
      onProgress: (line) => lines.push(line),
    });
    expect(lines[0]).toBe(
      `${path.join(dataDir, 'tiny', 'train-images-idx3-ubyte.gz')} has 2 pictures, but tiny has 60000 ` +
        `to train on; results cannot be compared with others`,
    );
    expect(lines[1]).toMatch('has 1 pictures, but tiny has 10000 to test');
    expect(shape).toEqual([28, 28, 1]);
    expect(axes).toEqual(['height', 'width']);
    expect(classes).toHaveLength(10);
    expect([...splits.train.labels]).toEqual([0, 9]);
    expect([...splits.test.labels]).toEqual([4]);
    const out = new Float32Array(784);
    await splits.test.gather([0], out);
    expect(new Set(out)).toEqual(new Set([Math.fround(0.2)]));
  });

  it('has a checksum of the content, not of its compression', async () => {
    const sha256 = async (dataDir: string) => (await source.load({ dataDir, seed: 0 })).sha256;
    const dataDir = lay();
    const before = await sha256(dataDir);
    const file = path.join(dataDir, 'tiny', 't10k-labels-idx1-ubyte.gz');
    writeFileSync(file, idxBytes([1], [4]));
    expect(await sha256(dataDir)).toBe(before);
    expect(await sha256(lay(1))).not.toBe(before);
  });

  it('says which file is missing and how to get it', async () => {
    const dataDir = lay();
    const file = path.join(dataDir, 'tiny', 't10k-images-idx3-ubyte.gz');
    rmSync(file);
    const loading = source.load({ dataDir, seed: 0 });
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(
      `${file} is missing; get the data with: axiswise data fetch tiny`,
    );
    await expect(mnist.load({ dataDir, seed: 0 })).rejects.toThrow('axiswise data fetch mnist');
  });

  it('refuses pictures of another size, and options', async () => {
    await expect(source.load({ dataDir: lay(0, { side: 2 }), seed: 0 })).rejects.toThrow(
      'train-images-idx3-ubyte.gz has images of 2×2, but 28×28 are expected',
    );
    const options = { size: '14x14' };
    await expect(source.load({ dataDir: lay(), seed: 0, options })).rejects.toThrow(
      "tiny has no option 'size'; it takes none",
    );
  });
});
