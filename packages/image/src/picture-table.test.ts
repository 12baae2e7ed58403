import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  allTargets,
  type Dataset,
  exampleName,
  type LoadContext,
  unlabelled,
} from '@axiswise/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePng } from './picture.ts';
import { pictures } from './pictures.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'axiswise-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Ten grey pictures of 3 × 2, `0.png` to `9.png`, as bright as their number says. */
async function layPictures(): Promise<void> {
  mkdirSync(path.join(folder, 'more'), { recursive: true });
  for (let i = 0; i < 10; i++) {
    const shape = { height: 3, width: 2, channels: 1 };
    await writePng(path.join(folder, `${i}.png`), { pixels: new Uint8Array(6).fill(i), ...shape });
  }
  const large = { height: 6, width: 4, channels: 1 };
  await writePng(path.join(folder, 'more', 'large.png'), {
    pixels: new Uint8Array(24).fill(50),
    ...large,
  });
}

function table(name: string, ...rows: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, rows.join('\n'));
  return file;
}

const load = (file: string, context: Partial<LoadContext> = {}): Promise<Dataset> =>
  pictures.source(file, { axes: ['height', 'width'] }).load({
    dataDir: '/nowhere',
    seed: 0,
    ...context,
  });

/** Rows of ten pictures. */
const rowsOf = (answer: (i: number) => string | number): string[] =>
  Array.from({ length: 10 }, (_, i) => `${i}.png,${answer(i)}`);

describe('a table of pictures', () => {
  beforeAll(layPictures);

  it('gives numbers to predict, with their units and splits', async () => {
    const part = (i: number): string => (i < 6 ? 'train' : i < 8 ? 'validation' : 'test');
    const file = table(
      'sizes.csv',
      'file,width (mm),depth (mm),split,group',
      ...rowsOf((i) => `${i / 2},${10 * i},${part(i)},box ${i % 5}`),
    );
    expect(pictures.reads(file)).toBe(true);
    const dataset = await load(file);
    expect(dataset).toMatchObject({
      shape: [3, 2, 1],
      classes: [],
      targets: { task: 'regression', names: ['width', 'depth'], units: ['mm', 'mm'] },
      groupsOf: 'group',
    });
    const { train, validation, test } = dataset.splits;
    expect([train.length, validation!.length, test.length]).toEqual([6, 2, 2]);
    expect([...allTargets(test)]).toEqual([4, 80, 4.5, 90]);
    expect(exampleName(test, 1)).toBe('9.png');
    const pixels = new Float32Array(6);
    await test.gather([1], pixels);
    expect(Math.round(255 * pixels[5])).toBe(9);
    // Another answer is other data.
    const other = table('others.csv', ...['file,width (mm)'], ...rowsOf((i) => i));
    expect((await load(other)).sha256).not.toBe(dataset.sha256);
  });

  it('may be a folder of tables, one for each split', async () => {
    const parts = path.join(folder, 'parts');
    mkdirSync(parts);
    const write = (name: string, header: string, ...rows: string[]): void =>
      writeFileSync(path.join(parts, name), [header, ...rows].join('\n'));
    const rows = rowsOf((i) => 'ab'[i % 2]).map((row) => `../${row}`);
    write('train.csv', 'file,label', ...rows.slice(0, 6));
    write('val.csv', 'file,label', ...rows.slice(6, 8));
    write('test.csv', 'file,label', ...rows.slice(8));
    expect(pictures.reads(parts)).toBe(true);
    const { train, validation, test } = (await load(parts)).splits;
    expect([train.length, validation!.length, test.length]).toEqual([6, 2, 2]);
    expect(exampleName(test, 0)).toBe('../8.png');
    write('train.csv', 'file,label', '../0.png,', '../1.png,b');
    await expect(load(parts)).rejects.toThrow(/train.csv, line 2: the label is empty$/);
    // A run that is scored reads the table of the test alone.
    const scoredBy = { shape: [3, 2, 1], classes: ['a', 'b'] };
    expect([...(await load(parts, { scoredBy })).splits.test.labels]).toEqual([0, 1]);
    write('train.csv', 'file,width', '../0.png,1', '../1.png,2');
    await expect(load(parts)).rejects.toThrow(
      'val.csv, line 1: its columns are for a label, but those of train.csv for width',
    );
  });

  it('gives several labels, or one class', async () => {
    const several = table('labels.csv', 'file,labels', ...rowsOf((i) => (i % 2 ? 'odd;x' : '')));
    const { targets, splits } = await load(several);
    expect(targets).toMatchObject({ task: 'multi-label', names: ['odd', 'x'] });
    expect([splits.train.length, splits.test.length]).toEqual([8, 2]);
    const one = table(
      'one.tsv',
      'label\tfile',
      ...rowsOf(() => '').map((row, i) => `${i % 2 ? 'odd' : 'even'}\t${row.slice(0, -1)}`),
    );
    const dataset = await load(one);
    expect(dataset.classes).toEqual(['even', 'odd']);
    expect(dataset.targets).toBeUndefined();
    expect([...dataset.splits.test.labels].sort()).toEqual([0, 1]);
  });

  it('reads more pictures as those of the run: size, columns, labels', async () => {
    const run = await load(table('run.csv', 'file,level,height', ...rowsOf((i) => `${i},1${i}`)), {
      options: { targets: 'level' },
    });
    expect(run.targets!.names).toEqual(['level']);
    const more = table('more.csv', 'file,height,level,split', 'more/large.png,1,7,test');
    const { shape, splits } = await load(more, { encoding: run.encoding });
    expect(shape).toEqual([3, 2, 1]);
    expect([...allTargets(splits.test)]).toEqual([7]);
    const labels = await load(
      table('some.csv', 'file,labels', ...rowsOf((i) => (i % 2 ? 'b' : 'a'))),
    );
    const one = table('b.csv', 'file,labels,split', 'more/large.png,b,test');
    const { splits: scored } = await load(one, { encoding: labels.encoding });
    expect([...allTargets(scored.test)]).toEqual([0, 1]);
    const unknown = table('c.csv', 'file,labels,split', 'more/large.png,c,test');
    await expect(load(unknown, { encoding: labels.encoding })).rejects.toThrow(
      'line 2: the label "c" is none of the run\'s, which are a, b',
    );
  });

  describe('with a mask for each picture', () => {
    const masked = (name: string, ...more: readonly string[]): string =>
      table(
        name,
        ['file,mask', ...more].join(','),
        ...rowsOf((i) =>
          [`mask-${i}.png`, ...more.map(() => (i < 8 ? 'train' : 'test'))].join(','),
        ),
      );
    const lay = (name: string, pixels: readonly number[], height = 3) =>
      writePng(path.join(folder, name), {
        pixels: Uint8Array.from(pixels),
        ...{ height, width: pixels.length / height, channels: 1 },
      });

    beforeAll(async () => {
      // The first column is background; of the second a pixel has no label, the others are of class 1 or 2.
      for (let i = 0; i < 10; i++) await lay(`mask-${i}.png`, [0, 255, 0, 1, 0, 1 + (i % 2)]);
    });

    it('gives each pixel its class', async () => {
      const dataset = await load(masked('masks.csv', 'split'), {
        options: { classes: 'paper, ink, blot' },
      });
      expect(dataset).toMatchObject({
        shape: [3, 2, 1],
        classes: ['paper', 'ink', 'blot'],
        targets: {
          task: 'position-classification',
          shape: [3, 2],
          names: ['class'],
          axes: ['height', 'width'],
        },
      });
      const { train, test } = dataset.splits;
      expect([train.length, test.length]).toEqual([8, 2]);
      const labels = [0, unlabelled, 0, 1, 0];
      expect([...allTargets(test)]).toEqual([...labels, 1, ...labels, 2]);
      expect((await load(masked('plain.csv'))).classes).toEqual(['0', '1', '2']);
    });

    it('resizes masks with their pictures, and reads more as those of the run', async () => {
      const run = await load(masked('run-masks.csv'), {
        options: { classes: 'paper,ink,blot,dot' },
      });
      await lay(
        'large-mask.png',
        [...Array<number>(16).fill(0), 3, 3, 255, 255, 3, 3, 255, 255],
        6,
      );
      const more = table('more-masks.csv', 'file,mask,split', 'more/large.png,large-mask.png,test');
      const { splits, classes } = await load(more, { encoding: run.encoding });
      expect(classes).toEqual(run.classes);
      expect([...allTargets(splits.test)]).toEqual([0, 0, 0, 0, 3, unlabelled]);
      const without = table('without.csv', 'file,label,split', '0.png,ink,test');
      await expect(load(without, { encoding: run.encoding })).rejects.toThrow(
        'has no column "mask", but the run was trained on classes of pixels; add it',
      );
    });

    it('refuses numbers without a name', async () => {
      const file = masked('few.csv');
      await expect(load(file, { options: { classes: 'paper,ink' } })).rejects.toThrow(
        'have classes up to number 2, but there are names of 2 classes (paper, ink)',
      );
    });

    it('is refused where it is not one', async () => {
      await lay('small.png', [0, 1, 0, 1], 2);
      await lay('empty.png', Array<number>(6).fill(255));
      await lay('zero.png', Array<number>(6).fill(0));
      await writePng(path.join(folder, 'colour.png'), {
        pixels: new Uint8Array(18).fill(9).fill(1, 3, 5),
        ...{ height: 3, width: 2, channels: 3 },
      });
      for (const [mask, message] of [
        [
          'small.png',
          `small.png has 2×2 pixels, but its picture ${path.join(folder, '0.png')} has 3×2`,
        ],
        ['empty.png', 'empty.png labels no pixel: all are 255'],
        ['colour.png', 'colour.png must be a grey picture of 8 bits'],
        ['none.png', 'line 2: there is no mask none.png in'],
        ['', 'line 2: the mask is missing; leave the row out where there is none'],
        ['wrong.csv', 'wrong.csv is no PNG'],
        ['zero.png', 'have a single class (0); at least two are needed'],
      ]) {
        const file = table('wrong.csv', 'file,mask', `0.png,${mask}`, '1.png,zero.png');
        await expect(load(file), mask).rejects.toThrow(message);
      }
      const both = table('both.csv', 'file,mask,label', '0.png,mask-0.png,a');
      await expect(load(both)).rejects.toThrow(
        'there are columns "label" and "mask"; leave one out',
      );
    });
  });

  it.each([
    [['picture,level', '0.png,1'], 'line 1: there is no column "file", which names the pictures'],
    [['file,split', '0.png,test'], 'line 1: nothing is to be predicted; add a column "label"'],
    [['file,label,labels', '0.png,a,b'], 'there are columns "label" and "labels"; leave one out'],
    [['file,level,level', '0.png,1,1'], 'line 1: two columns are named "level"'],
    [['file,level', '0.png'], 'line 2: there are 1 fields, but the first line names 2 columns'],
    [['file,level', '0.png,one'], 'line 2: the level must be a number, got "one"'],
    [['file,level', '0.png,'], 'line 2: the level must be a number, got ""'],
    [['file,level', '0.png,NaN'], 'line 2: the level must be a number, got "NaN"'],
    [['file,level', 'none.png,1'], 'line 2: there is no file none.png in'],
    [['file,level', 'table.csv,1'], 'line 2: "table.csv" is no PNG or JPEG'],
    [['file,level', '0.png,1', '0.png,2'], 'line 3: 0.png is in line 2 already'],
    [['file,level,split', '0.png,1,rest'], 'line 2: the split must be train, validation or test'],
    [['file,label', '0.png,'], 'line 2: the label is empty'],
    [['file,label', '0.png,a', '1.png,a'], 'has a single class (a)'],
    [['file,labels', '0.png,', '1.png,'], 'has no label in any of its lists'],
    [['file,level,split', '0.png,1,train'], 'has no example with the split test; add some'],
    [['file,level'], 'has no row'],
  ])('refuses %j', async (rows, message) => {
    await expect(load(table('wrong.csv', ...rows))).rejects.toThrow(message);
  });

  it('is told from other tables by its column of files', () => {
    expect(pictures.reads(table('words.csv', 'label,text', 'a,b'))).toBe(false);
    expect(pictures.reads(table('tabs.tsv', 'label\tfile', 'a\tb'))).toBe(true);
    expect(pictures.reads(path.join(folder, 'none.csv'))).toBe(false);
  });

  it('refuses options that it does not know, and columns that are not there', async () => {
    const file = table('options.csv', 'file,level', ...rowsOf((i) => i));
    await expect(load(file, { options: { groups: 'x' } })).rejects.toThrow('groups');
    await expect(load(file, { options: { classes: 'a,b' } })).rejects.toThrow(
      'the option "classes" names the classes of masks, but',
    );
    await expect(load(file, { options: { targets: 'size' } })).rejects.toThrow(
      'there is no column "size" to predict; there are file, level',
    );
  });
});
