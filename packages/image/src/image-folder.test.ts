import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { type Dataset, exampleName, type LoadContext, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { imageFolder } from './image-folder.ts';
import { readPicture, writePng } from './picture.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

interface Lay {
  readonly height?: number;
  readonly width?: number;
  readonly channels?: number;
}

/** Writes a picture of one value, `folder/name.png`. */
async function lay(folder: string, name: string, value: number, shape: Lay = {}): Promise<string> {
  const { height = 3, width = 2, channels = 1 } = shape;
  const file = path.join(folder, `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  const pixels = new Uint8Array(height * width * channels).fill(value);
  await writePng(file, { pixels, height, width, channels });
  return file;
}

/** Ten pictures of cats (values 0 … 9) and five of dogs (100 … 104). */
async function pets(): Promise<string> {
  const folder = path.join(temporaryFolder(), 'pets');
  for (let i = 0; i < 10; i++) await lay(folder, `cat/${i}`, i);
  for (let i = 0; i < 5; i++) await lay(folder, `dog/${i}`, 100 + i);
  return folder;
}

async function load(
  folder: string,
  context: Pick<LoadContext, 'scoredBy'> & {
    seed?: number;
    options?: Record<string, string>;
  } = {},
): Promise<{ dataset: Dataset; lines: string[] }> {
  const lines: string[] = [];
  const dataset = await imageFolder(folder).load({
    dataDir: '/nowhere',
    seed: 0,
    onProgress: (line) => lines.push(line),
    ...context,
  });
  return { dataset, lines };
}

/** The first pixel of every example, as a byte. */
async function valuesOf(dataset: Dataset, split: Split): Promise<number[]> {
  const size = dataset.shape.reduce((product, length) => product * length);
  const out = new Float32Array(split.length * size);
  await split.gather(
    Uint32Array.from({ length: split.length }, (_, i) => i),
    out,
  );
  return Array.from({ length: split.length }, (_, i) => Math.round(255 * out[i * size]));
}

const perClass = ({ labels }: Split): number[] =>
  [0, 1].map((label) => labels.filter((each) => each === label).length);

describe('imageFolder', () => {
  it('names pictures by their files, and finds their groups by a pattern', async () => {
    const folder = path.join(temporaryFolder(), 'slides');
    for (let i = 0; i < 40; i++) {
      await lay(folder, `${i % 2 === 0 ? 'ill' : 'well'}/patient${i % 8}-${i}`, i);
    }
    const { dataset } = await load(folder, { options: { groups: '^(patient\\d)-' } });
    const { train, test } = dataset.splits;
    expect(dataset.groupsOf).toBe('group');
    for (const split of [train, test]) {
      const values = await valuesOf(dataset, split);
      values.forEach((value, i) => {
        const patient = `patient${value % 8}`;
        expect(dataset.groupName!(split.groups![i])).toBe(patient);
        expect(exampleName(split, i)).toBe(
          `${value % 2 === 0 ? 'ill' : 'well'}/${patient}-${value}.png`,
        );
      });
    }
    expect(new Set(train.groups).size + new Set(test.groups).size).toBe(8);
    expect(perClass(test)).toEqual([5, 5]);
    const refused = (groups: string) => expect(load(folder, { options: { groups } })).rejects;
    await refused('nurse').toThrow(
      /^the pattern of groups 'nurse' finds nothing in the name of .*\.png; rename/,
    );
    await refused('(').toThrow(/^groups must be a regular expression, got '\('/);
    await refused('^p').toThrow('all 40 examples are of one group');
  });

  it('takes folders as classes, and small pictures of one size as they are', async () => {
    const folder = await pets();
    const { dataset, lines } = await load(folder);
    expect(dataset).toMatchObject({
      name: 'pets',
      axes: ['height', 'width'],
      shape: [3, 2, 1],
      classes: ['cat', 'dog'],
    });
    expect(lines).toEqual([]);
    const { train, test, validation } = dataset.splits;
    expect(validation).toBeUndefined();
    expect([perClass(train), perClass(test)]).toEqual([
      [8, 4],
      [2, 1],
    ]);
    const values = [...(await valuesOf(dataset, train)), ...(await valuesOf(dataset, test))];
    expect(values.sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101, 102, 103, 104,
    ]);
    const trained = await valuesOf(dataset, train);
    trained.forEach((value, i) => expect(train.labels[i]).toBe(value >= 100 ? 1 : 0));
  });

  it('tests on the same pictures for every seed', async () => {
    const folder = await pets();
    const tested = async (seed: number) => {
      const { dataset } = await load(folder, { seed });
      return valuesOf(dataset, dataset.splits.test);
    };
    expect(await tested(1)).toEqual(await tested(2));
  });

  it('tests on at least one picture of each class', async () => {
    const folder = temporaryFolder();
    for (const name of ['a/1', 'a/2', 'b/1', 'b/2']) await lay(folder, name, 1);
    const { dataset } = await load(folder);
    expect([perClass(dataset.splits.train), perClass(dataset.splits.test)]).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('reads pictures as predict does', async () => {
    const folder = temporaryFolder();
    const gradient = Uint8Array.from({ length: 100 * 80 * 3 }, (_, i) => i % 256);
    for (const name of ['a', 'b']) {
      mkdirSync(path.join(folder, name));
      for (const i of [1, 2]) {
        const jpeg = sharp(gradient, { raw: { height: 100, width: 80, channels: 3 } }).jpeg();
        await jpeg.toFile(path.join(folder, name, `${i}.JPEG`));
      }
    }
    const { dataset } = await load(folder);
    const out = new Float32Array(32 * 32 * 3);
    await dataset.splits.test.gather([0], out);
    const shape = { height: 32, width: 32, channels: 3 };
    expect(out).toEqual(await readPicture(path.join(folder, 'a', '1.JPEG'), shape));
  });

  it('has colour if one picture has', async () => {
    const folder = await pets();
    await lay(folder, 'cat/colour', 50, { channels: 3 });
    expect((await load(folder)).dataset.shape).toEqual([3, 2, 3]);
  });

  it('resizes pictures of several sizes, or large ones, to 32×32 and says so', async () => {
    const folder = await pets();
    await lay(folder, 'dog/wide', 7, { width: 5 });
    const several = await load(folder);
    expect(several.dataset.shape).toEqual([32, 32, 1]);
    expect(several.lines).toEqual([
      'pictures are resized to 32×32 (they have 2 different sizes); ' +
        'choose with --data-options size=HEIGHTxWIDTH',
    ]);
    const large = temporaryFolder();
    for (const name of ['a/1', 'a/2', 'b/1', 'b/2']) await lay(large, name, 9, { height: 97 });
    const { dataset, lines } = await load(large);
    expect(dataset.shape).toEqual([32, 32, 1]);
    expect(lines[0]).toContain('(they are 97×2)');
  });

  it('reports progress every two seconds, while listing and while reading', async () => {
    const folder = await pets();
    // A clock that advances by a second at each reading, and there is one per picture.
    let seconds = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => 1000 * seconds++);
    try {
      const { lines } = await load(folder);
      const [looked, read] = ['looked at', 'read'].map((verb) =>
        lines.filter((line) => line.startsWith(verb)),
      );
      expect(lines).toEqual([...looked, ...read]);
      for (const some of [looked, read]) {
        const counts = some.map((line) =>
          Number(/^(?:looked at|read) (\d+) of 15 pictures$/.exec(line)?.[1]),
        );
        expect(counts.length).toBeGreaterThan(5);
        expect(counts.slice(1).map((count, i) => count - counts[i])).toEqual(
          Array(counts.length - 1).fill(2),
        );
      }
    } finally {
      clock.mockRestore();
    }
  });

  it('takes size and channels as options', async () => {
    const folder = await pets();
    const shapeWith = async (options: Record<string, string>) =>
      (await load(folder, { options })).dataset.shape;
    expect(await shapeWith({ size: '8x6' })).toEqual([8, 6, 1]);
    expect(await shapeWith({ channels: '3' })).toEqual([3, 2, 3]);
    expect(await shapeWith({ size: '4x5', channels: '3' })).toEqual([4, 5, 3]);
  });

  it.each([
    [{ seize: '8x8' }, "no option 'seize'; it takes size=HEIGHTxWIDTH and channels=1 or 3"],
    [
      { size: '8' },
      "size must be HEIGHTxWIDTH, such as 32x32, each from 1 to 1024 pixels, got '8'",
    ],
    [{ size: '0x8' }, "got '0x8'"],
    [{ size: '8x1025' }, "got '8x1025'"],
    [{ size: '' }, "got ''"],
    [{ channels: '2' }, "channels must be 1 (grey) or 3 (colour), got '2'"],
  ])('refuses the options %j', async (options, message) => {
    const loading = load(await pets(), { options: options as Record<string, string> });
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(message);
  });

  it('takes train, test and validation folders as they are', async () => {
    const folder = temporaryFolder();
    for (const [part, value] of [
      ['train', 10],
      ['test', 20],
      ['validation', 30],
    ] as const) {
      await lay(folder, `${part}/a/1`, value);
      await lay(folder, `${part}/b/1`, value + 1);
    }
    const { dataset } = await load(folder);
    const { train, test, validation } = dataset.splits;
    expect(await valuesOf(dataset, train)).toEqual([10, 11]);
    expect(await valuesOf(dataset, test)).toEqual([20, 21]);
    expect(await valuesOf(dataset, validation!)).toEqual([30, 31]);
    rmSync(path.join(folder, 'validation'), { recursive: true });
    await lay(folder, 'unused/a/1', 5);
    const without = await load(folder);
    expect(without.dataset.splits.validation).toBeUndefined();
    expect(without.lines).toEqual([
      'skipped 1 file or folder that is no PNG or JPEG in a class folder (unused)',
    ]);
    await lay(folder, 'val/a/1', 6);
    await lay(folder, 'val/b/1', 7);
    const called = await load(folder);
    expect(await valuesOf(called.dataset, called.dataset.splits.validation!)).toEqual([6, 7]);
    await lay(folder, 'dev/a/1', 6);
    await expect(load(folder)).rejects.toThrow(
      'has both dev and val, but only one can be the validation part; remove one',
    );
    await expect(load(folder, { options: { fold: '1' } })).rejects.toThrow(InputError);
  });

  it('is divided into as many folds as are asked for, each class in each', async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 6; i++) {
      await lay(folder, `a/${i}`, i);
      await lay(folder, `b/${i}`, 10 + i);
    }
    const tested: number[] = [];
    for (const fold of imageFolder(folder).foldsWith!({ folds: '3' })) {
      const { dataset } = await load(folder, { options: { fold, folds: '3' } });
      expect([...dataset.splits.test.labels].sort()).toEqual([0, 0, 1, 1]);
      expect(dataset.splits.train.length).toBe(8);
      tested.push(...(await valuesOf(dataset, dataset.splits.test)));
    }
    expect(tested.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
    await expect(load(folder, { options: { folds: '3' } })).rejects.toThrow(
      'name the fold to test, fold=1 to fold=3, or cross-validate all of them',
    );
  });

  it('that cannot be divided is refused before a picture is read', async () => {
    const folder = temporaryFolder();
    for (const name of ['a/1.png', 'a/2.png', 'b/1.png']) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), 'no picture');
    }
    await expect(load(folder)).rejects.toThrow('has a single example of the class "b"');
    await expect(load(folder, { options: { fold: '11' } })).rejects.toThrow('the fold must be');
    await expect(load(folder, { options: { fold: '1' } })).rejects.toThrow(
      '3 examples cannot be divided into 10 folds',
    );
  });

  it('is scored by a run as a whole, in its size and with its classes, or its test part alone', async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 3; i++) await lay(folder, `b/${i}`, i);
    const scoredBy = { shape: [4, 4, 1], classes: ['a', 'b'] };
    const { dataset } = await load(folder, { scoredBy });
    expect(dataset.classes).toEqual(['a', 'b']);
    expect(dataset.shape).toEqual([4, 4, 1]);
    expect([...dataset.splits.test.labels]).toEqual([1, 1, 1]);
    expect(dataset.splits.train.length).toBe(0);
    await lay(folder, 'c/1', 1);
    await expect(load(folder, { scoredBy })).rejects.toThrow(
      `has the class "c", which is none of the run's: a, b`,
    );
    const divided = temporaryFolder();
    await lay(divided, 'test/a/1', 20);
    mkdirSync(path.join(divided, 'train/a'), { recursive: true });
    // It would be refused where it is read.
    writeFileSync(path.join(divided, 'train/a/1.png'), 'no picture');
    const { splits } = (await load(divided, { scoredBy })).dataset;
    expect([...splits.test.labels]).toEqual([0]);
  });

  it('reads a folder "train" of pictures as a class', async () => {
    const folder = temporaryFolder();
    for (const name of ['train/1', 'train/2', 'bus/1', 'bus/2']) await lay(folder, name, 1);
    expect((await load(folder)).dataset.classes).toEqual(['bus', 'train']);
  });

  it('may have the name validation', async () => {
    const folder = path.join(temporaryFolder(), 'validation');
    renameSync(await pets(), folder);
    expect((await load(folder)).dataset.splits.validation).toBeUndefined();
  });

  it('follows links', async () => {
    const folder = temporaryFolder();
    const elsewhere = await pets();
    symlinkSync(path.join(elsewhere, 'cat'), path.join(folder, 'cat'));
    mkdirSync(path.join(folder, 'dog'));
    for (const i of [0, 1]) {
      symlinkSync(path.join(elsewhere, 'dog', `${i}.png`), path.join(folder, 'dog', `${i}.png`));
    }
    const { train, test } = (await load(folder)).dataset.splits;
    expect(train.length + test.length).toBe(12);
  });

  it('skips other files, counts and names them', async () => {
    const folder = await pets();
    writeFileSync(path.join(folder, 'README.txt'), 'about the pets');
    writeFileSync(path.join(folder, 'cat', '.DS_Store'), '');
    writeFileSync(path.join(folder, 'cat', '._1.png'), 'what macOS leaves on foreign disks');
    writeFileSync(path.join(folder, 'dog', 'Thumbs.db'), '');
    mkdirSync(path.join(folder, '.git'));
    const { dataset, lines } = await load(folder);
    expect(lines).toEqual([
      'skipped 5 files or folders that are no PNG or JPEG in a class folder ' +
        '(.git, README.txt, cat/.DS_Store, …)',
    ]);
    expect(dataset.sha256).toBe((await load(await pets())).dataset.sha256);
  });

  it('has a checksum over names, bytes and shape', async () => {
    const folder = await pets();
    const before = (await load(folder)).dataset.sha256;
    expect((await load(folder, { seed: 7 })).dataset.sha256).toBe(before);
    expect((await load(folder, { options: { size: '2x2' } })).dataset.sha256).not.toBe(before);
    renameSync(path.join(folder, 'cat/0.png'), path.join(folder, 'cat/00.png'));
    const renamed = (await load(folder)).dataset.sha256;
    expect(renamed).not.toBe(before);
    await lay(folder, 'cat/00', 200);
    expect((await load(folder)).dataset.sha256).not.toBe(renamed);
  });

  describe('refuses', () => {
    it.each<[string, (folder: string) => unknown, string]>([
      [
        'an empty class',
        (folder) => mkdirSync(path.join(folder, 'fish')),
        'the class "fish" is empty: {}/fish holds no PNG or JPEG; add pictures or remove the folder',
      ],
      [
        'a class with nothing but a text file',
        (folder) => {
          mkdirSync(path.join(folder, 'fish'));
          writeFileSync(path.join(folder, 'fish', 'note.txt'), 'to do');
        },
        'the class "fish" is empty',
      ],
      [
        'a single class',
        (folder) => rmSync(path.join(folder, 'dog'), { recursive: true }),
        '{} has a single class (cat); a classifier needs at least two: a folder of pictures per class',
      ],
      [
        'no class',
        (folder) => {
          rmSync(path.join(folder, 'dog'), { recursive: true });
          rmSync(path.join(folder, 'cat'), { recursive: true });
        },
        '{} has no class',
      ],
      [
        'a class of a single picture',
        (folder) => lay(folder, 'fish/1', 1),
        '{} has a single example of the class "fish", but one to train on and one to test are needed; add pictures',
      ],
      [
        'a PNG of no bytes',
        (folder) => writeFileSync(path.join(folder, 'dog', 'zero.png'), ''),
        '{}/dog/zero.png is empty (0 bytes); remove it or put the picture in its place',
      ],
      [
        'a broken JPEG, also where a later one is broken too',
        async (folder) => {
          const random = new Random(0, 'noise');
          const noise = Uint8Array.from({ length: 48 * 48 }, () => random.integer(256));
          const raw = { height: 48, width: 48, channels: 1 } as const;
          const jpeg = await sharp(noise, { raw }).jpeg().toBuffer();
          for (const name of ['a', 'b']) {
            writeFileSync(
              path.join(folder, 'dog', `${name}.jpg`),
              jpeg.subarray(0, jpeg.length / 2),
            );
          }
        },
        '{}/dog/a.jpg is damaged',
      ],
      [
        'a folder train without test',
        (folder) => lay(folder, 'train/cat/1', 1),
        '{} has a folder train but no folder test',
      ],
      [
        'a test folder with other classes',
        async (folder) => {
          for (const name of ['train/cat/1', 'train/dog/1', 'test/cat/1', 'test/bird/1']) {
            await lay(folder, name, 1);
          }
        },
        '{}/test must have the same classes as {}/train, but it lacks "dog" and has "bird" besides',
      ],
      [
        'more memory than there is',
        async (folder) => {
          for (let i = 0; i < 1300; i++) {
            const link = path.join(folder, 'dog', `link-${i}.png`);
            symlinkSync(path.join(folder, 'dog', '0.png'), link);
          }
        },
        '1315 pictures of 1024×1024×3 take 5 GB of memory; ask for a smaller size',
      ],
    ])('%s', async (name, spoil, message) => {
      const folder = await pets();
      await spoil(folder);
      const options = name.startsWith('more memory') ? { size: '1024x1024', channels: '3' } : {};
      const loading = load(folder, { options: options as Record<string, string> });
      await expect(loading).rejects.toThrow(InputError);
      await expect(loading).rejects.toThrow(message.replaceAll('{}', folder));
    });

    it('a folder that is missing, or a file', async () => {
      await expect(load('/nowhere/at/all')).rejects.toThrow('/nowhere/at/all is missing');
      const file = await lay(temporaryFolder(), 'picture', 1);
      await expect(load(file)).rejects.toThrow(`${file} is not a readable folder (ENOTDIR)`);
    });
  });
});
