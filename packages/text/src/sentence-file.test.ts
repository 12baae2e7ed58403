import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import {
  allTargets,
  type Dataset,
  exampleName,
  type LoadContext,
  type Split,
} from '@axiswise/data';
import { describe, expect, it } from 'vitest';
import { sentenceFile } from './sentence-file.ts';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { type WordsEncoding, wordsOfEncoding } from './vocabulary.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;
type Context = Pick<LoadContext, 'options' | 'encoding' | 'scoredBy'> & { readonly seed?: number };

/** A folder `mine` of these files. */
function lay(files: Files): string {
  const folder = path.join(temporaryFolder(), 'mine');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

async function loadFrom(place: string, context: Context = {}) {
  const lines: string[] = [];
  const dataset = await sentenceFile(place).load({
    dataDir: '/nowhere',
    seed: 0,
    ...context,
    onProgress: (line) => lines.push(line),
  });
  return { dataset, lines };
}

/** Loads a single file. */
const load = (name: string, content: string | Uint8Array, context?: Context) =>
  loadFrom(path.join(lay({ [name]: content }), name), context);

/** The message of the error, without the folder of the test. */
async function messageOf(loading: Promise<unknown>): Promise<string> {
  const failure: unknown = await loading.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(InputError);
  return (failure as InputError).message.replaceAll(/\/\S*\/mine/g, 'mine');
}

/** `label: sentence` of every example. */
async function examplesOf(
  dataset: Dataset,
  split: Split = dataset.splits.train,
): Promise<string[]> {
  const [length] = dataset.shape;
  const { words } = dataset.encoding as WordsEncoding;
  const out = new Float32Array(split.length * length);
  await split.gather([...Array(split.length).keys()], out);
  return Array.from(split.labels, (label, i) => {
    const tokens = [...out.subarray(i * length, (i + 1) * length)].filter((token) => token > 0);
    return `${dataset.classes[label]}: ${tokens.map((token) => words[token]).join(' ')}`;
  });
}

const all = async (dataset: Dataset): Promise<string[]> =>
  [...(await examplesOf(dataset)), ...(await examplesOf(dataset, dataset.splits.test))].sort();

/** Ten sentences of "b", five each of "a" and "c": the same word in all of a class. */
const three = ['b', 'a', 'c']
  .flatMap((name) => Array(name === 'b' ? 10 : 5).fill(`${name}\tword${name}\n`) as string[])
  .join('');

describe('sentenceFile', () => {
  it('names sentences by file and line, and divides no group of a column group', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i % 2 === 0 ? 'good' : 'bad'}\tword${i}\tauthor ${i % 12}\n`,
    );
    const { dataset } = await load('films.tsv', `label\ttext\tgroup\n${rows.join('')}`);
    const { train, test } = dataset.splits;
    expect(dataset.groupsOf).toBe('group');
    const authors = (split: Split) => new Set(Array.from(split.groups!, dataset.groupName!));
    expect([...authors(test)].filter((name) => authors(train).has(name))).toEqual([]);
    expect(authors(train).size + authors(test).size).toBe(12);
    expect(test.length).toBe(10);
    // Line 1 is the header.
    const [name, label] = [exampleName(test, 0), test.labels[0]];
    const line = Number(/^films\.tsv:(\d+)$/.exec(name)![1]);
    expect(rows[line - 2]).toMatch(new RegExp(`^${dataset.classes[label]}`));
    expect(rows[line - 2]).toContain(`\t${dataset.groupName!(test.groups![0])}\n`);

    const { dataset: fold } = await load('films.tsv', `label\ttext\tgroup\n${rows.join('')}`, {
      options: { fold: '3' },
    });
    const [trained, tested] = [authors(fold.splits.train), authors(fold.splits.test)];
    expect([...tested].filter((name) => trained.has(name))).toEqual([]);
  });

  it('refuses groups that would leave a part empty, an empty group, and groups in one file of two', async () => {
    const rows = 'label\ttext\tgroup\n' + 'a\tx\tme\nb\ty\tme\n'.repeat(5);
    expect(await messageOf(load('films.tsv', rows))).toBe(
      'all 10 examples are of one group, and a group is not divided between splits; add examples of ' +
        'other groups',
    );
    expect(await messageOf(load('films.tsv', rows.replace('y\tme', 'y\t ')))).toBe(
      'mine/films.tsv, line 3: the group is empty; name one in every line, or rename the column',
    );
    const folder = lay({ 'train.tsv': rows, 'test.tsv': 'a\tx\nb\ty\n' });
    expect(await messageOf(loadFrom(folder))).toBe(
      'mine: train.tsv has a column group and test.tsv has none; give it to all files or to none',
    );
  });

  it('takes a fifth of each class for test, the same for every seed', async () => {
    const { dataset } = await load('pets.tsv', three);
    expect(dataset.name).toBe('pets');
    expect(dataset.classes).toEqual(['a', 'b', 'c']);
    expect([...dataset.splits.test.labels].sort()).toEqual([0, 1, 1, 2]);
    expect(dataset.splits.train.length).toBe(16);
    expect(await all(dataset)).toEqual([
      ...Array(5).fill('a: worda'),
      ...Array(10).fill('b: wordb'),
      ...Array(5).fill('c: wordc'),
    ]);
    expect((await load('pets.tsv', three, { seed: 7 })).dataset.sha256).toBe(dataset.sha256);
  });

  it('takes a fold for test, each sentence in one of ten', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `${i % 2}\tnumber${i}\n`).join('');
    const file = path.join(lay({ 'a.tsv': lines }), 'a.tsv');
    const source = sentenceFile(file);
    const tested: number[] = [];
    for (const fold of source.folds!) {
      const { dataset } = await loadFrom(file, { options: { fold } });
      expect([dataset.splits.train.length, dataset.splits.test.length]).toEqual([18, 2]);
      const known = await examplesOf(dataset);
      const missing = Array.from({ length: 20 }, (_, i) => i).filter(
        (i) => !known.includes(`${i % 2}: number${i}`),
      );
      tested.push(...missing);
    }
    expect(tested.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('reads several labels of each sentence, any number of them', async () => {
    const rows = Array.from(
      { length: 10 },
      (_, i) => ['good;long\tword1', 'long\tword2', '\tword3', 'good\tword4'][i % 4],
    );
    const { dataset } = await load('a.tsv', `labels\ttext\n${rows.join('\n')}\n`);
    expect(dataset.classes).toEqual([]);
    expect(dataset.targets).toEqual({ task: 'multi-label', shape: [2], names: ['good', 'long'] });
    const { train, test } = dataset.splits;
    expect([train.length, test.length]).toEqual([8, 2]);
    const right: Record<string, readonly number[]> = {
      word1: [1, 1],
      word2: [0, 1],
      word3: [0, 0],
      word4: [1, 0],
    };
    const words = wordsOfEncoding(dataset.encoding);
    const inputs = new Float32Array(8);
    await train.gather([0, 1, 2, 3, 4, 5, 6, 7], inputs);
    expect([...allTargets(train)]).toEqual([...inputs].flatMap((token) => right[words[token]]));
    // Another file has the labels of the run, not its own.
    const { encoding } = dataset;
    const scoredBy = { shape: dataset.shape, classes: [] };
    const other = await load('b.tsv', 'text\tlabels\nword1\tlong\n', { encoding, scoredBy });
    expect([...allTargets(other.dataset.splits.test)]).toEqual([0, 1]);
    expect(await messageOf(load('b.tsv', 'text\tlabels\nx\tbad\n', { encoding, scoredBy }))).toBe(
      'mine/b.tsv, line 2: the label "bad" is none of those that are trained: good, long',
    );
    expect(await messageOf(load('b.tsv', 'long\tword1\n', { encoding, scoredBy }))).toMatch(
      /^the run was trained on multi-label, but the answers in .*b.tsv are for classification/,
    );
  });

  it('reads numbers to predict, in the columns that are named', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `${i / 2},${10 * i},word${i}`);
    const table = `stars,height (m),text\n${rows.join('\n')}\n`;
    const { dataset } = await load('a.csv', table, { options: { targets: 'height' } });
    expect(dataset.targets).toEqual({
      task: 'regression',
      shape: [1],
      names: ['height'],
      units: ['m'],
    });
    const all = [...allTargets(dataset.splits.train), ...allTargets(dataset.splits.test)];
    expect(all.sort((a, b) => a - b)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    // The run that reads another file knows its columns.
    const { encoding } = dataset;
    const scoredBy = { shape: dataset.shape, classes: [] };
    const other = await load('b.csv', 'text,height\nword1,7\n', { encoding, scoredBy });
    expect([...allTargets(other.dataset.splits.test)]).toEqual([7]);
    expect(await messageOf(load('a.csv', table, { options: { targets: 'weight' } }))).toBe(
      'mine/a.csv has no column "weight" to predict; there are stars, height, text',
    );
    const wrong = 'text,height\nword1,7\nword2,tall\n';
    expect(await messageOf(load('a.csv', wrong, { options: { targets: 'height' } }))).toBe(
      'mine/a.csv, line 3: the height must be a number, got "tall"; correct it, or leave the line out',
    );
  });

  it('reads JSON lines, whose fields are named as columns are', async () => {
    const line = (fields: object): string => `${JSON.stringify(fields)}\n`;
    const { dataset } = await load(
      'a.jsonl',
      line({ text: 'fine,\treally', label: 'pos', split: 'train', group: 'ann', stars: 4 }) +
        `\n${line({ label: 'neg', Text: '', text: 'dull "film"', split: 'train', group: 7 })}` +
        line({ split: 'test', text: 'dull', label: 'neg', group: 'bob' }),
    );
    expect(dataset.classes).toEqual(['neg', 'pos']);
    expect(await examplesOf(dataset)).toEqual(['pos: fine , really', 'neg: dull film']);
    expect(await examplesOf(dataset, dataset.splits.test)).toEqual(['neg: dull']);
    expect(exampleName(dataset.splits.test, 0)).toBe('a.jsonl:4');
    expect([...dataset.splits.train.groups!].map((group) => dataset.groupName!(group))).toEqual([
      'ann',
      '7',
    ]);

    // As of libraries of data sets: classes are numbers.
    const folder = lay({
      'train.jsonl': line({ sentence: 'one', label: 0 }) + line({ sentence: 'two', label: 10 }),
      'test.jsonl': line({ sentence: 'one', label: 10 }),
    });
    const numbered = (await loadFrom(folder)).dataset;
    expect(numbered.classes).toEqual(['0', '10']);
    expect(await examplesOf(numbered, numbered.splits.test)).toEqual(['10: one']);

    const some = Array.from({ length: 10 }, (_, i) =>
      line({ text: `word${i}`, labels: [['good', 'long'], [], ['long']][i % 3], 'height (m)': i }),
    ).join('');
    const several = (await load('b.jsonl', some)).dataset;
    expect(several.targets).toEqual({ task: 'multi-label', shape: [2], names: ['good', 'long'] });
    expect(allTargets(several.splits.train)).toHaveLength(16);
    const measured = (await load('b.jsonl', some, { options: { targets: 'height' } })).dataset;
    expect(measured.targets).toMatchObject({ names: ['height'], units: ['m'] });
    const heights = [measured.splits.train, measured.splits.test].flatMap((each) => [
      ...allTargets(each),
    ]);
    expect(heights.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('has in every fold its share of labels, and of small and large numbers', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i % 5 === 0 ? 'rare' : ''}\t${i}\tw${i}`);
    const file = path.join(lay({ 'a.tsv': `labels\tstars\ttext\n${rows.join('\n')}\n` }), 'a.tsv');
    const sumsOf = (targets?: string): Promise<number[]> =>
      Promise.all(
        ['1', '2'].map(async (fold) => {
          const options = { fold, folds: '2', ...(targets && { targets }) };
          const { dataset } = await loadFrom(file, { options });
          return allTargets(dataset.splits.test).reduce((sum, value) => sum + value, 0);
        }),
      );
    expect(await sumsOf()).toEqual([2, 2]);
    const [first, second] = await sumsOf('stars');
    expect(first + second).toBe(190);
    expect(Math.abs(first - second)).toBeLessThanOrEqual(10);
  });

  it('sorts classes that are numbers by size', async () => {
    const stars = ['10', '9', '1', '10', '9', '1'].map((star) => `${star}\tstars\n`).join('');
    expect((await load('a.tsv', stars)).dataset.classes).toEqual(['1', '9', '10']);
  });

  it('reads a line as a label, a tab and the rest; quotation marks and further tabs are text', async () => {
    const folder = lay({
      'train.tsv': 'x\t"one" it\'s\x85 ,\u2028 two\r\nx\tthree\tfour\r\n\r\ny\tfive\n   \n y \tsix',
      'test.tsv': 'x\tone\n',
    });
    const { dataset } = await loadFrom(folder);
    expect(await examplesOf(dataset)).toEqual([
      "x: one it 's , two",
      'x: three four',
      'y: five',
      'y: six',
    ]);
  });

  it('reads CSV: fields in quotation marks hold commas, quotation marks and line ends', async () => {
    const folder = lay({
      'train.csv': 'good,"one, ""two""\nthree"\ngood,four\r\n\nbad,\u2028five\nbad,"six"\n',
      'test.csv': 'good,one\n',
    });
    const { dataset } = await loadFrom(folder);
    expect(await examplesOf(dataset)).toEqual([
      'good: one , two three',
      'good: four',
      'bad: five',
      'bad: six',
    ]);
  });

  it('finds columns by a header, in any order and case', async () => {
    const { dataset, lines } = await load(
      'a.csv',
      'ID,Review,Split,Sentiment\n1,"fine, really",train,pos\n2,dull,train,neg\n3,dull,test,neg\n4,fine,dev,pos\n',
    );
    expect(dataset.classes).toEqual(['neg', 'pos']);
    expect(await examplesOf(dataset)).toEqual(['pos: fine , really', 'neg: dull']);
    expect(await examplesOf(dataset, dataset.splits.test)).toEqual(['neg: dull']);
    expect(await examplesOf(dataset, dataset.splits.validation)).toEqual(['pos: fine']);
    expect(lines).toEqual(['4 words in 2 training sentences']);
  });

  it('reads a folder of train, test and validation, and says what it skipped', async () => {
    const folder = lay({
      'train.tsv': 'text\tlabel\nfine\tpos\ndull\tneg\n',
      'test.csv': 'pos,"splendid, dull"\n',
      'dev.tsv': 'neg\tdull\n',
      'notes.md': 'notes',
    });
    const { dataset, lines } = await loadFrom(folder);
    expect(dataset.name).toBe('mine');
    expect(await examplesOf(dataset)).toEqual(['pos: fine', 'neg: dull']);
    expect(await examplesOf(dataset, dataset.splits.test)).toEqual(['pos: <unk>']);
    expect(await examplesOf(dataset, dataset.splits.validation)).toEqual(['neg: dull']);
    expect(lines[0]).toMatch(/^skipped files in .*mine other than train, .*: notes.md$/);
  });

  it('reads Windows-1252 and says so, or the named encoding', async () => {
    const content = Buffer.from('x\tcafé\nx\tcafé\ny\tthé\ny\tthé\n', 'latin1');
    const guessed = await load('a.tsv', content);
    expect(await examplesOf(guessed.dataset)).toEqual(['x: café', 'y: thé']);
    expect(guessed.lines[0]).toMatch(/a.tsv is not UTF-8 and is read as Windows-1252/);
    const named = await load('a.tsv', content, { options: { encoding: 'iso-8859-5' } });
    expect(await examplesOf(named.dataset)).toEqual(['x: cafщ', 'y: thщ']);
    expect(named.lines[0]).not.toMatch(/Windows/);
    expect(await messageOf(load('a.tsv', content, { options: { encoding: 'utf-8' } }))).toMatch(
      /^mine\/a.tsv is not in utf-8: line 1 is not valid/,
    );
  });

  it('keeps sentences without any word', async () => {
    const { dataset, lines } = await load('a.tsv', 'x\t\nx\tone\ny\t--\ny\ttwo\n');
    expect(dataset.splits.train.length + dataset.splits.test.length).toBe(4);
    expect(
      lines.filter((line) => / have no word and become one unknown word$/.test(line)),
    ).not.toEqual([]);
  });

  it('reads other sentences with the classes and words of a run, also a test part only', async () => {
    const { encoding } = (await load('a.tsv', three)).dataset;
    const file = 'label\ttext\tsplit\nb\tworda wordx\ttest\n';
    const { dataset } = await load('b.tsv', file, { encoding });
    expect(dataset.classes).toEqual(['a', 'b', 'c']);
    expect(dataset.splits.train.length).toBe(0);
    expect(await examplesOf(dataset, dataset.splits.test)).toEqual(['b: worda']);
    const whole = await load('c.tsv', three, { encoding });
    expect(whole.dataset.splits.test.length).toBe(4);
    const scoredBy = { shape: [400, 1], classes: ['a', 'b', 'c'] };
    const scored = await load('c.tsv', three, { encoding, scoredBy });
    expect(scored.dataset.splits.test.length).toBe(20);
    expect(scored.dataset.splits.train.length).toBe(0);
    const ofParts = lay({ 'train.tsv': 'no table', 'test.tsv': 'b\tworda\n' });
    expect((await loadFrom(ofParts, { encoding, scoredBy })).dataset.splits.test.length).toBe(1);
    expect(await messageOf(load('b.tsv', 'b\tworda\nz\twordb\n', { encoding }))).toBe(
      'mine/b.tsv, line 2: the class "z" is not among those of the run: a, b, c',
    );
  });
});

describe('sentenceFile refuses', () => {
  it.each<[string, string, string | Uint8Array, string]>([
    [
      'a line without a tab',
      'a.tsv',
      'x\tone\ny\ttwo\nno tab here\n',
      'mine/a.tsv, line 3 has no tab: each line is a label, a tab and the sentence, or a first line names ' +
        'the columns label and text',
    ],
    [
      'a line without a label',
      'a.tsv',
      'x\tone\n\tdos\n',
      'mine/a.tsv, line 2: the label is empty; each line is a label, a tab and the sentence, or a first ' +
        'line names the columns label and text',
    ],
    [
      'a line of another width than the header',
      'a.tsv',
      'label\ttext\nx\tone\ny\ttwo\tthree\n',
      'mine/a.tsv, line 3 has 3 fields, but its first line names 2 columns; give each line as many',
    ],
    [
      'a CSV with a comma outside of quotation marks',
      'a.csv',
      'x,one\ny,two, three\n',
      'mine/a.csv, line 2 has 3 fields, but no header names the columns: each line is a label, a comma ' +
        'and the sentence (in quotation marks if it has a comma), or a first line names the columns label ' +
        'and text',
    ],
    [
      'a quotation mark that is never closed',
      'a.csv',
      'x,one\ny,"two\nz,three\n',
      'mine/a.csv, from line 2: a quotation mark is never closed; close it',
    ],
    [
      'a quotation mark inside a field',
      'a.csv',
      'x,one\ny,two "big" dogs\n',
      'mine/a.csv, line 2: a quotation mark stands inside a field; put the whole field in quotation marks ' +
        'and write "" for one',
    ],
    [
      'a line that is no object',
      'a.jsonl',
      '["one", "x"]\n',
      'mine/a.jsonl, line 1: each line is an object such as {"text": "A wonderful film.", "label": "good"}',
    ],
    [
      'an object without a sentence',
      'a.jsonl',
      '{"label": "x"}\n',
      'mine/a.jsonl, line 1: there is no "text"; each line is an object such as {"text": "A wonderful film.", ' +
        '"label": "good"}',
    ],
    [
      'an object without a label',
      'a.jsonl',
      '{"text": "one"}\n',
      'mine/a.jsonl, line 1: there is no "label" and there are no "labels"; each line is an object such as ' +
        '{"text": "A wonderful film.", "label": "good"}',
    ],
    [
      'a later object without a label',
      'a.jsonl',
      '{"text": "one", "label": "x"}\n{"text": "two"}\n',
      'mine/a.jsonl, line 2: there is no "label", which the first line has; each line is an object such as ' +
        '{"text": "A wonderful film.", "label": "good"}',
    ],
    [
      'an empty label of an object',
      'a.jsonl',
      '{"text": "one", "label": "x"}\n{"text": "two", "label": ""}\n',
      'mine/a.jsonl, line 2: the label is empty; each line is an object such as {"text": "A wonderful film.", ' +
        '"label": "good"}',
    ],
    [
      'a label that is a list',
      'a.jsonl',
      '{"text": "one", "label": ["x"]}\n',
      'mine/a.jsonl, line 1: "label" must be a text or a number, got ["x"]',
    ],
    [
      'a label with a semicolon',
      'a.jsonl',
      '{"text": "one", "labels": ["x;y"]}\n',
      'mine/a.jsonl, line 1: a label must be a text without a semicolon, or a number, got "x;y"',
    ],
    [
      'a sentence that is no text',
      'a.jsonl',
      '{"text": 1, "label": "x"}\n',
      'mine/a.jsonl, line 1: "text" must be a text, got 1',
    ],
    [
      'a split of some lines',
      'a.jsonl',
      '{"text": "one", "label": "x"}\n{"text": "two", "label": "y", "split": "test"}\n',
      'mine/a.jsonl, line 2: there is a "split", but the first line has none; give it to all lines or to none',
    ],
    [
      'a split of another name in an object',
      'a.jsonl',
      '{"text": "one", "label": "x", "split": "exam"}\n',
      "mine/a.jsonl, line 1: the split must be train, validation or test, got 'exam'",
    ],
    [
      'arrays',
      'a.npy',
      Uint8Array.of(0x93, 0x4e),
      'mine/a.npy holds arrays of numbers, and there are no words in these; give the sentences themselves, as TSV, ' +
        'CSV or JSON lines: {"text": "A wonderful film.", "label": "good"}',
    ],
    [
      'an empty file',
      'a.tsv',
      '',
      'mine/a.tsv holds no sentence; give one label and one sentence per line',
    ],
    [
      'a file of blank lines',
      'a.csv',
      '\n\n',
      'mine/a.csv holds no sentence; give one label and one sentence per line',
    ],
    [
      'a header and nothing else',
      'a.tsv',
      'label\ttext\n',
      'mine/a.tsv holds no sentence; give one label and one sentence per line',
    ],
    [
      'a single class',
      'a.tsv',
      'x\tone\nx\ttwo\n',
      'mine/a.tsv must have at least two classes, got one (x)',
    ],
    [
      'a class of a single sentence',
      'a.tsv',
      'x\tone\nx\ttwo\ny\tthree\n',
      'mine/a.tsv has a single example of the class "y", but one to train on and one to test are needed; add ' +
        'sentences, or check which column is the label',
    ],
    [
      'a binary file',
      'a.tsv',
      Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0),
      'mine/a.tsv is not a text file: byte 4 is NUL; give a file of text (UTF-16 without a byte order mark ' +
        'needs its encoding named: utf-16le or utf-16be)',
    ],
    [
      'a part of another name',
      'a.tsv',
      'label\ttext\tsplit\nx\tone\ttrain\ny\ttwo\texam\n',
      "mine/a.tsv, line 3: the split must be train, validation or test, got 'exam'",
    ],
    [
      'a split column without a test',
      'a.tsv',
      'label\ttext\tsplit\nx\tone\ttrain\ny\ttwo\ttrain\n',
      'mine/a.tsv has no test sentences, only sentences for train; give both train and test, or neither',
    ],
    [
      'a class that is only tested',
      'a.tsv',
      'label\ttext\tsplit\nx\tone\ttrain\ny\ttwo\ttrain\nz\tthree\ttest\n',
      'mine/a.tsv, line 4: the class "z" is not in the training part, so it cannot be learned; add ' +
        'sentences of it there',
    ],
  ])('%s', async (_, name, content, message) => {
    expect(await messageOf(load(name, content))).toBe(message);
  });

  it('a line that is no JSON', async () => {
    const content = '{"text": "one", "label": "x"}\n{"text": "two", "label": y}\n';
    expect(await messageOf(load('a.jsonl', content))).toMatch(
      /^mine\/a.jsonl, line 2: not valid JSON \(.+\); each line is an object such as \{"text": /,
    );
  });

  it('a folder with nothing usable, without a test part, or with two files of one part', async () => {
    expect(await messageOf(loadFrom(lay({ 'a.png': 'x', 'readme.txt': 'x' })))).toBe(
      'mine has no sentences: a folder holds train.tsv and test.tsv (or .csv, .jsonl); or give a single file',
    );
    expect(await messageOf(loadFrom(lay({ 'train.tsv': 'x\tone\ny\ttwo\n' })))).toBe(
      'mine has no test sentences, only sentences for train; give both train and test, or neither',
    );
    const both = { 'train.tsv': 'x\tone\n', 'train.csv': 'x,one\n' };
    expect(await messageOf(loadFrom(lay(both)))).toBe(
      'mine has both train.csv and train.tsv, but only one can be the train part; remove one',
    );
  });

  it('a missing file', async () => {
    await expect(loadFrom('/nowhere/a.tsv')).rejects.toThrow(/^\/nowhere\/a.tsv is missing$/);
  });

  it('an unknown option, an unknown encoding, and a fold if the test part is given', async () => {
    expect(await messageOf(load('a.tsv', three, { options: { size: '3' } }))).toMatch(
      /^a file of sentences has no option 'size'; it takes length=N and minCount=N and vectors=FILE and/,
    );
    expect(await messageOf(load('a.tsv', three, { options: { encoding: 'klingon' } }))).toMatch(
      /^'klingon' is not a text encoding/,
    );
    const divided = 'label\ttext\tsplit\nx\tone\ttrain\ny\ttwo\ttrain\nx\tone\ttest\n';
    expect(await messageOf(load('a.tsv', divided, { options: { fold: '1' } }))).toBe(
      'mine/a.tsv has its own test part, so it is not divided into folds; leave fold=1 out, or give the examples without their splits to cross-validate them',
    );
  });
});
