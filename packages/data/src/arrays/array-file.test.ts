import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fc } from '@axiswise/testing/properties';
import { describe, expect, it } from 'vitest';
import { InputError, isInputError } from '@axiswise/messages';
import { arrays } from '../arrays.ts';
import type { Split } from '../dataset.ts';
import { allTargets, exampleName } from '../splits.ts';
import { bytesInMemory } from './bytes.ts';
import { isNumeric, numbersOf, readNpy, textsOf } from './npy.ts';
import { npy, npz } from './npy.fixture.ts';
import { zipEntries } from './zip.ts';

interface Golden {
  readonly numbers: Record<string, { readonly npy: string; readonly values: number[] }>;
  readonly texts: Record<string, { readonly npy: string; readonly values: string[] }>;
  readonly archives: Record<string, string>;
  readonly x: readonly number[];
  readonly y: readonly number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../../../tests/golden/arrays.json', import.meta.url), 'utf8'),
) as Golden;

const folder = mkdtempSync(path.join(os.tmpdir(), 'arrays-'));
const written = (name: string, content: Buffer): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};
const load = (place: string, axes: readonly string[] = ['sensor', 'time'], more = {}) =>
  arrays.source(place, { axes }).load({ dataDir: '', seed: 0, ...more });

async function inputsOf(split: Split, size: number): Promise<number[]> {
  const out = new Float32Array(split.length * size);
  await split.gather([...split.labels.keys()], out);
  return [...out];
}

/** Ten examples of 2 × 3, of two classes. */
const shape = [10, 2, 3];
const x = npy(
  '<f4',
  shape,
  Array.from({ length: 60 }, (_, i) => i),
);
const y = npy(
  '<i8',
  [10],
  Array.from({ length: 10 }, (_, i) => i % 2),
);

describe('what NumPy wrote', () => {
  it.each(Object.entries(golden.numbers))('is read: %s', (_name, { npy, values }) => {
    const array = readNpy(bytesInMemory(Buffer.from(npy, 'base64')), 'x.npy');
    if (!isNumeric(array)) throw new Error('no numbers');
    // Pieces whose ends lie within a row.
    const read = [...numbersOf(array, 5)].flatMap((piece) => [...piece]);
    expect(read).toEqual(values);
  });

  it.each(Object.entries(golden.texts))('is read: %s', (_name, { npy, values }) => {
    const array = readNpy(bytesInMemory(Buffer.from(npy, 'base64')), 'y.npy');
    expect(textsOf(array)).toEqual(values);
  });

  it.each(Object.entries(golden.archives))('is read: %s', async (name, content) => {
    const file = written(`${name}.npz`, Buffer.from(content, 'base64'));
    const { splits, shape, classes } = await load(file, ['row', 'column']);
    expect({ shape, classes }).toEqual({ shape: [3, 2, 1], classes: ['0', '1'] });
    for (const split of [splits.train, splits.test]) {
      const inputs = await inputsOf(split, 6);
      for (let i = 0; i < split.length; i++) {
        const [, index] = /\[(\d+)\]$/.exec(exampleName(split, i))!;
        const at = Number(index);
        expect(split.labels[i]).toBe(golden.y[at]);
        expect(inputs.slice(6 * i, 6 * i + 6)).toEqual(golden.x.slice(6 * at, 6 * at + 6));
      }
    }
    expect(splits.train.length + splits.test.length).toBe(10);
  });
});

describe('arrays of examples', () => {
  it('take the splits that they name, as in mnist.npz of Keras; bytes are 0 to 1', async () => {
    const pixels = (count: number) => npy('|u1', [count, 2, 2], Array(4 * count).fill(51));
    const labels = (...values: number[]) => npy('|u1', [values.length], values);
    const file = written(
      'digits.npz',
      npz({
        x_test: pixels(2),
        y_test: labels(7, 10),
        x_train: pixels(3),
        y_train: labels(10, 7, 10),
        x_val: pixels(1),
        y_val: labels(7),
      }),
    );
    const dataset = await load(file, ['height', 'width']);
    expect(dataset).toMatchObject({ name: 'digits', shape: [2, 2, 1], classes: ['7', '10'] });
    const { train, validation, test } = dataset.splits;
    expect([train, validation!, test].map((split) => [...split.labels])).toEqual([
      [1, 0, 1],
      [0],
      [0, 1],
    ]);
    expect(await inputsOf(test, 4)).toEqual(Array(8).fill(Math.fround(0.2)));
    expect(exampleName(test, 1)).toBe('digits.npz x_test[1]');
  });

  it('may lie in files beside each other, with groups and names of classes', async () => {
    const texts = (words: readonly string[], size: number) =>
      npy(`|S${size}`, [words.length], [], {
        content: Buffer.concat(words.map((word) => Buffer.from(word.padEnd(size, '\0')))),
      });
    written('rows/x.npy', x);
    written('rows/y.npy', y);
    written('rows/classes.npy', texts(['dry', 'wet'], 3));
    written('rows/groups.npy', texts([...'aabbccddee'], 1));
    const dataset = await load(path.join(folder, 'rows'));
    expect(dataset).toMatchObject({ name: 'rows', classes: ['dry', 'wet'], groupsOf: 'group' });
    const { train, test } = dataset.splits;
    const groups = (split: Split) => new Set(Array.from(split.groups!, dataset.groupName!));
    expect([...groups(test)].filter((group) => groups(train).has(group))).toEqual([]);
    expect((await load(path.join(folder, 'rows/x.npy'))).sha256).toBe(dataset.sha256);
    const lone = { options: { labels: 'y.npy' } };
    written('rows/signals.npy', x);
    const { classes } = await load(path.join(folder, 'rows/signals.npy'), undefined, lone);
    expect(classes).toEqual(['0', '1']);
  });

  it('have channels behind the axes, and one without', async () => {
    const file = written('mine.npz', npz({ x, y }, { deflated: true }));
    expect((await load(file)).shape).toEqual([2, 3, 1]);
    expect((await load(file, ['time'])).shape).toEqual([2, 3]);
  });

  it('keep the classes of a trained run, and are decoded for prediction', async () => {
    const encoding = { classes: ['1', '0', '5'], isBytes: false };
    const tested = written('tested.npz', npz({ x_test: x, y_test: y }));
    const { classes, splits } = await load(tested, undefined, { encoding });
    expect(classes).toEqual(['1', '0', '5']);
    expect([...splits.test.labels].slice(0, 3)).toEqual([1, 0, 1]);
    const decoded = await arrays.decode!(tested, { shape: [2, 3, 1], encoding });
    expect(decoded.map(({ part }) => part).slice(0, 2)).toEqual(['example 0', 'example 1']);
    expect([...decoded[1].input]).toEqual([6, 7, 8, 9, 10, 11]);
    const one = written('one.npy', npy('<f4', [2, 3], [1, 2, 3, 4, 5, 6]));
    expect(await arrays.decode!(one, { shape: [2, 3, 1], encoding })).toEqual([
      { input: Float32Array.of(1, 2, 3, 4, 5, 6) },
    ]);
  });

  it('are told by their names', () => {
    expect(['a.npz', 'b.NPY', path.join(folder, 'rows')].map(arrays.reads)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['a.csv', folder].map(arrays.reads)).toEqual([false, false]);
  });
});

const few = npy('<f4', [2, 2, 3], Array(12).fill(1));
const text = (texts: readonly string[]): Buffer => {
  const longest = Math.max(...texts.map((each) => each.length));
  const content = Buffer.alloc(4 * longest * texts.length);
  texts.forEach((each, i) =>
    [...each].forEach((letter, k) =>
      content.writeUInt32LE(letter.codePointAt(0)!, 4 * (i * longest + k)),
    ),
  );
  return npy(`<U${longest}`, [texts.length], [], { content });
};

describe('arrays with targets', () => {
  it('have numbers to predict, with their names and units, of one number or several', async () => {
    const targets = npy(
      '<f4',
      [10, 2],
      Array.from({ length: 20 }, (_, i) => i / 2),
    );
    const names = { target_names: text(['height', 'weight']), target_units: text(['m', 'kg']) };
    const file = written('numbers.npz', npz({ x, targets, ...names }));
    const dataset = await load(file);
    expect(dataset).toMatchObject({
      classes: [],
      targets: { task: 'regression', names: ['height', 'weight'], units: ['m', 'kg'] },
    });
    const { train, test } = dataset.splits;
    const all = [...allTargets(train), ...allTargets(test)];
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i / 2));
    // A run reads other arrays under the names of its own.
    const { encoding, shape: of } = dataset;
    const scoredBy = { shape: of, classes: [] };
    const others = written('others.npz', npz({ x, targets }));
    const other = await load(others, undefined, { encoding, scoredBy });
    expect(other.targets!.names).toEqual(['height', 'weight']);
    expect(other.splits.test.length).toBe(10);
    const beside = written('own/signals.npy', x);
    written('own/heights.npy', npy('<f4', [10], Array(10).fill(2.5)));
    const single = await load(beside, undefined, { options: { targets: 'heights.npy' } });
    expect(single.targets!.names).toEqual(['target']);
  });

  it('have several labels of each example', async () => {
    const labels = npy(
      '<i8',
      [10, 2],
      Array.from({ length: 20 }, (_, i) => (i >> 1) % 2),
    );
    const file = written('labels.npz', npz({ x, labels, classes: text(['red', 'round']) }));
    const dataset = await load(file);
    expect(dataset.targets).toMatchObject({ task: 'multi-label', names: ['red', 'round'] });
    expect(allTargets(dataset.splits.test)).toHaveLength(4);
  });

  it('have a class of each position along the axes that are as long', async () => {
    const masks = npy(
      '<i8',
      [10, 3],
      Array.from({ length: 30 }, (_, i) => i % 2),
    );
    const file = written('masks.npz', npz({ x, masks, classes: text(['off', 'on']) }));
    const dataset = await load(file);
    expect(dataset).toMatchObject({
      classes: ['off', 'on'],
      targets: { task: 'position-classification', shape: [3], axes: ['time'] },
    });
    const { train, test } = dataset.splits;
    expect([...allTargets(train), ...allTargets(test)]).toHaveLength(30);
    const square = npy('<f4', [4, 2, 2], Array(16).fill(0));
    const along = npy('<i8', [4, 2], [0, 1, 0, 1, 0, 1, 0, 1]);
    await expect(load(written('square.npz', npz({ x: square, masks: along })))).rejects.toThrow(
      /masks is along sensor, or time, which are equally long/,
    );
    const both = npy('<i8', [4, 2, 2], [0, 1, -100, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
    const whole = await load(written('square.npz', npz({ x: square, masks: both })));
    expect(whole.targets!.axes).toEqual(['sensor', 'time']);
  });

  const numbers = (values: readonly number[]): Buffer => npy('<f4', [values.length], values);
  it.each([
    ['y and targets', { x, y, targets: y }, /has y and targets; leave one out$/],
    ['NaN', { x, targets: numbers([...Array<number>(9).fill(1), NaN]) }, /holds NaN for example 9/],
    ['too few', { x, targets: numbers([1]) }, /has targets of 1 examples, but there are 10/],
    ['texts', { x, targets: text(Array<string>(10).fill('a')) }, /but targets are numbers$/],
    [
      'a label that is neither there nor not',
      { x, labels: npy('<i8', [10, 1], Array(10).fill(2)) },
      /holds 2 for example 0, but labels are 1 \(there\) or 0 \(not\)$/,
    ],
    [
      'masks of another length',
      { x, masks: npy('<i8', [10, 4], Array(40).fill(0)) },
      /masks has the shape \[10, 4\], but masks have the lengths of axes .+ \(sensor 2, time 3\)$/,
    ],
    [
      'masks without a label',
      { x, masks: npy('<i8', [10, 3], [...Array<number>(27).fill(1), -100, -100, -100]) },
      /single class|labels no position of example 9/,
    ],
    [
      'targets in one part only',
      { x_train: x, targets_train: numbers(Array<number>(10).fill(1)), x_test: x, y_test: y },
      /has targets_train and y_test; give all parts the same$/,
    ],
  ])('are refused: %s', async (_what, given, message) => {
    const loading = load(written('mine.npz', npz(given)));
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(InputError);
  });
});

describe('arrays that are refused', () => {
  it.each<[string, Record<string, Buffer>, RegExp]>([
    [
      'labels of another length',
      { x, y: npy('<i8', [9], Array(9).fill(0)) },
      /mine\.npz, y has 9 labels, but .+, x has 10 examples; both must be equally many$/,
    ],
    [
      'a single class',
      { x, y: npy('<i8', [10], Array(10).fill(3)) },
      /has a single class \(3\); a classifier needs at least two$/,
    ],
    [
      'more axes than are named',
      { x: npy('<f4', [2, 1, 1, 2, 3], Array(12).fill(1)), y: npy('<i8', [2], [0, 1]) },
      /x has the shape \[2, 1, 1, 2, 3\], but 2 axes are named \(sensor, time\), so \[examples, sensor, time\] is wanted, and the channels behind/,
    ],
    [
      'fewer axes than are named',
      { x: npy('<f4', [10, 6], Array(60).fill(1)), y },
      /x has the shape \[10, 6\], but 2 axes are named/,
    ],
    ['no labels', { x }, /has inputs x, but no labels y: a class for each example; add them/],
    ['no inputs', { y }, /has labels y, but no inputs x; add them$/],
    [
      'names that say nothing',
      { arr_0: x, arr_1: y },
      /holds arr_0 and arr_1, but inputs x and labels y are wanted .+ np\.savez/,
    ],
    [
      'no test part',
      { x_train: x, y_train: y },
      /has x_train, but no x_test; add it, or name the inputs x$/,
    ],
    ['all and parts', { x, y, x_test: x, y_test: y }, /has x and x_test; leave one out$/],
    [
      'rows of a 1 for the class',
      { x, y: npy('<i8', [10, 2], Array(20).fill(1)) },
      /labels are one for each example; .+argmax\(axis=1\); several labels of each are called labels/,
    ],
    [
      'labels between integers',
      { x: few, y: npy('<f4', [2], [0, 0.5]) },
      /y: the label of example 1 is 0\.5, but a label is an integer or a text; numbers to predict are called targets$/,
    ],
    [
      'no number',
      { x: npy('<f4', [2, 1, 2], [1, 2, NaN, 4]), y: npy('<i8', [2], [0, 1]) },
      /x holds NaN in example 1, which is no number; leave that example out/,
    ],
    [
      'infinity',
      { x: npy('<f4', [2, 1, 2], [1, -Infinity, 3, 4]), y: npy('<i8', [2], [0, 1]) },
      /x holds -Infinity in example 0, which is no number/,
    ],
    [
      'complex numbers',
      { x: npy('<c8', [1, 1], Array(8).fill(0)), y },
      /x holds complex numbers \(dtype '<c8'\), but numbers are wanted; save it as/,
    ],
    ['Python objects', { x: npy('|O', [1], Array(8).fill(0)), y }, /x holds Python objects/],
    [
      'texts as inputs',
      { x: npy('|S1', [10, 2, 3], Array(60).fill(65)), y },
      /x holds texts, but inputs must be numbers$/,
    ],
    [
      'nothing',
      { x: npy('<f4', [0, 2, 3]), y: npy('<i8', [0]) },
      /x is empty: its shape is \[0, 2, 3\]$/,
    ],
    [
      'parts of two shapes',
      { x_train: x, y_train: y, x_test: npy('<f4', [10, 3, 2], Array(60).fill(1)), y_test: y },
      /all must be alike$/,
    ],
    [
      'parts of bytes and others',
      { x_train: x, y_train: y, x_test: npy('|u1', shape, Array(60).fill(1)), y_test: y },
      /x_test holds uint8, but others are no bytes; save it as x\.astype\('float32'\)$/,
    ],
    [
      'a class that is not trained',
      {
        x_train: few,
        y_train: npy('<i8', [2], [0, 1]),
        x_test: few,
        y_test: npy('<i8', [2], [1, 2]),
      },
      /has no example of the class "2" in x_train, so it cannot be learned; add some$/,
    ],
    [
      'one example of a class',
      { x, y: npy('<i8', [10], [0, 0, 0, 0, 0, 1, 1, 1, 1, 2]) },
      /a single example of the class "2", .+; add examples, or give x_train and x_test$/,
    ],
    [
      'a name of too few classes',
      { x, y, classes: npy('|S1', [1], [65]) },
      /has the label 1, but classes names those from 0 to 0$/,
    ],
  ])('%s', async (_what, members, message) => {
    const failure = load(written('mine.npz', npz(members)));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(InputError);
  });

  it.each<[string, Buffer, RegExp]>([
    [
      'what is no array',
      Buffer.from('label,text\n'),
      /is no array in NumPy's format \.npy, which begins with/,
    ],
    ['an empty file', Buffer.alloc(0), /is no array in NumPy's format/],
    [
      'a header that is cut off',
      x.subarray(0, 40),
      /is cut off: its header ends at byte 128, but there are 40$/,
    ],
    [
      'numbers that are cut off',
      x.subarray(0, x.length - 1),
      /is cut off: \[10, 2, 3\] of float32 take 240 bytes, but there are 239 bytes$/,
    ],
    ['numbers behind the end', Buffer.concat([x, y]), /is longer than its header says/],
    [
      'a damaged header',
      Buffer.from(x.toString('latin1').replace("'shape'", "'shope'"), 'latin1'),
      /has a damaged header \("\{'descr'/,
    ],
    [
      'a later version',
      Buffer.from(x.toString('latin1').replace('Y\x01', 'Y\x09'), 'latin1'),
      /is of version 9 of the format/,
    ],
    [
      'records',
      Buffer.from(x.toString('latin1').replace("'<f4'", "['a']"), 'latin1'),
      /holds records with several fields/,
    ],
  ])('%s', async (_what, content, message) => {
    const file = written('lone.npy', content);
    const failure = load(file, undefined, { options: { labels: 'rows/y.npy' } });
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(InputError);
  });

  it('archives that are cut off or damaged, and files that are missing', async () => {
    const whole = npz({ x, y });
    await expect(load(written('cut.npz', whole.subarray(0, 300)))).rejects.toThrow(
      /is no archive in the format \.npz, or is cut off; write it with np\.savez$/,
    );
    const flipped = Buffer.from(whole);
    flipped[200] ^= 1;
    await expect(load(written('flipped.npz', flipped))).rejects.toThrow(
      /is damaged within x\.npy: its checksum does not fit$/,
    );
    await expect(load(path.join(folder, 'none.npz'))).rejects.toThrow(/none\.npz is missing$/);
    await expect(load(written('alone.npy', x))).rejects.toThrow(/with the data option labels=FILE/);
    await expect(
      load(written('mine.npz', whole), undefined, { options: { size: '3' } }),
    ).rejects.toThrow(
      "arrays has no option 'size'; it takes labels=FILE and targets=FILE and masks=FILE and",
    );
  });

  it('other kinds of numbers than a run was trained on', async () => {
    const encoding = { classes: ['0', '1'], isBytes: true };
    const failure = load(written('mine.npz', npz({ x, y })), undefined, { encoding });
    await expect(failure).rejects.toThrow(
      /x holds float32, but the run was trained on bytes \(uint8\), which are read as 0 to 1; save it/,
    );
    const run = { shape: [2, 3, 1], encoding };
    expect(() => arrays.decode!(written('x.npy', x), run)).toThrow(InputError);
    expect(() =>
      arrays.decode!(written('x.npy', x), { shape: [4, 3, 1], encoding: { isBytes: false } }),
    ).toThrow(/are \[2, 3\], but \[4, 3, 1\] are wanted$/);
  });

  it('never fails otherwise than with a sentence, whatever bytes it gets', () => {
    const sound = npz({ x: npy('|u1', [2, 2], [1, 2, 3, 4]), y: npy('|u1', [2], [0, 1]) });
    fc.assert(
      fc.property(
        fc.constantFrom(sound, x, npz({ x: few }, { deflated: true })),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.nat(),
        (base, changes, end) => {
          const bytes = Buffer.from(base.subarray(0, base.length - (end % 3 === 0 ? end % 50 : 0)));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          try {
            if (base === x) readNpy(bytesInMemory(bytes), 'x.npy');
            else {
              for (const entry of zipEntries(bytesInMemory(bytes), 'mine.npz')) {
                readNpy(entry.open(), entry.name);
              }
            }
          } catch (error) {
            if (!isInputError(error)) throw error;
          }
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });
});
