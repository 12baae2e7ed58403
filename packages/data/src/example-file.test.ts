import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import type { Split } from './dataset.ts';
import { decodeExamples, decodeExampleText, exampleFile } from './example-file.ts';
import { unlabelled } from './position-split.ts';
import { allTargets, exampleName } from './splits.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'examples-'));
const context = { dataDir: '', seed: 0 };

function written(...lines: readonly (object | string)[]): string {
  const file = path.join(folder, 'mine.jsonl');
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(file, text.join('\n'));
  return file;
}

const load = (file: string, axes = ['sensor', 'time'], more = {}) =>
  exampleFile(file, { axes }).load({ ...context, ...more });

const example = (label: string, first = 0) => ({
  label,
  input: [
    [first, 1, 2],
    [3, 4, 5],
  ],
});
/** Two classes of five examples each. */
const ten = [0, 1, 2, 3, 4].flatMap((i) => [example('wet', i), example('dry', 10 + i)]);

it('reads one example per line, and holds out a fifth of each class', async () => {
  const dataset = await load(written('\uFEFF' + JSON.stringify(ten[0]), ...ten.slice(1), ''));
  expect(dataset).toMatchObject({
    name: 'mine',
    axes: ['sensor', 'time'],
    shape: [2, 3, 1],
    classes: ['dry', 'wet'],
    encoding: { classes: ['dry', 'wet'] },
  });
  const { train, test } = dataset.splits;
  expect([...train.labels].sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect([...test.labels].sort()).toEqual([0, 1]);
  const input = new Float32Array(6);
  await train.gather([0], input);
  expect([...input.subarray(1)]).toEqual([1, 2, 3, 4, 5]);
  expect((await load(written(...ten))).sha256).toBe(dataset.sha256);
  expect((await load(written(...ten, example('dry')))).sha256).not.toBe(dataset.sha256);
});

it('reads files that are larger than one piece of memory', async () => {
  const inputOf = (i: number): number[] => new Array<number>(2 ** 18).fill(i);
  const lines = [0, 1, 2, 3, 4, 5].map((i) => ({ label: `c${i % 2}`, input: inputOf(i) }));
  const { splits } = await load(written(...lines), ['time']);
  const all: number[] = [];
  for (const split of [splits.train, splits.test]) {
    const inputs = new Float32Array(split.length * 2 ** 18);
    await split.gather([...split.labels.keys()], inputs);
    for (let at = 0; at < inputs.length; at += 2 ** 18) {
      const example = inputs.subarray(at, at + 2 ** 18);
      expect(example.every((value) => value === example[0])).toBe(true);
      expect(split.labels[at / 2 ** 18]).toBe(example[0] % 2);
      all.push(example[0]);
    }
  }
  expect(all.sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

it('takes the split of a line', async () => {
  const lines = ['train', 'train', 'validation', 'test'].map((split, i) => ({ ...ten[i], split }));
  const { train, validation, test } = (await load(written(...lines))).splits;
  expect([train.length, validation?.length, test.length]).toEqual([2, 1, 1]);
});

it('takes a further list as channels', async () => {
  const input = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  const lines = ['a', 'b', 'a', 'b'].map((label) => ({ label, input }));
  expect((await load(written(...lines), ['time'])).shape).toEqual([3, 2]);
});

it('keeps the classes of a trained run, and can score only a test part', async () => {
  const encoding = { classes: ['wet', 'dry', 'icy'] };
  const file = written({ ...example('dry'), split: 'test' });
  const { classes, splits } = await load(file, undefined, { encoding });
  expect(classes).toEqual(encoding.classes);
  expect([...splits.test.labels]).toEqual([1]);
  await expect(load(written(example('hot')), undefined, { encoding })).rejects.toThrow(
    /line 1: the class "hot" is none of the run's, which are wet, dry, icy$/,
  );
});

it('decodes examples for prediction, labelled or not', async () => {
  const file = written(example('wet'), '', { input: example('').input });
  const decoded = await decodeExamples(file, { shape: [2, 3, 1] });
  expect(decoded.map(({ part }) => part)).toEqual(['line 1', 'line 3']);
  await expect(decodeExamples(file, { shape: [2, 4, 1] })).rejects.toThrow(
    /are \[2, 3, 1\], but \[2, 4, 1\] are wanted$/,
  );
});

it.each<[string, (object | string)[], RegExp]>([
  ['nothing', [''], /holds no example; give one JSON object per line$/],
  ['no JSON', [ten[0], '{'], /line 2: not valid JSON \(.+\); give one object per line$/],
  ['no object', ['[1]'], /line 1: an example is an object like/],
  ['no label', [{ input: ten[0].input }, ten[1]], /line 1: the example has no "label"/],
  ['a label that is no text', [{ ...ten[0], label: 3 }], /line 1: "label" must be .+, got 3$/],
  ['too few lists', [{ label: 'a', input: [1, 2] }], /line 1: "input" nests 1 list, but 2 are/],
  [
    'a ragged list',
    [{ label: 'a', input: [[1, 2], [3]] }],
    /line 1: "input" holds a list of 1 where 2 are wanted: .+ of the first, \[2, 2, 1\]$/,
  ],
  ['text', [{ label: 'a', input: [[1, '2']] }], /line 1: "input" holds "2" where a number is/],
  ['a number too large', [{ label: 'a', input: [[1e300]] }], /"input" holds 1e\+300 where/],
  [
    'another shape',
    [ten[0], { label: 'a', input: [[1, 2]] }],
    /line 2: "input" holds a list of 1 where 2 are wanted/,
  ],
  ['one class', [example('wet'), example('wet', 1)], /has a single class \(wet\)/],
  [
    'one example of a class',
    [...ten, example('icy')],
    /has a single example of the class "icy", but one to train on and one to test are needed/,
  ],
  ['an unknown split', [{ ...ten[0], split: 'dev' }], /line 1: "split" must be .+, got "dev"$/],
  [
    'split here and there',
    [{ ...ten[0], split: 'test' }, ten[1]],
    /line 1 has "split" and line 2 has none; give it to all lines or to none$/,
  ],
  [
    'no test part',
    [0, 1].map((i) => ({ ...ten[i], split: 'train' })),
    /has no example with "split": "test"; add some$/,
  ],
  [
    'a class that is not trained',
    [
      { ...ten[0], split: 'train' },
      { ...ten[1], split: 'test' },
    ],
    /has no example of the class "dry" with "split": "train"/,
  ],
])('refuses %s', async (_what, lines, message) => {
  const failure = load(written(...lines));
  await expect(failure).rejects.toThrow(message);
  await expect(failure).rejects.toThrow(InputError);
});

it('refuses a missing file, and options', async () => {
  await expect(load(path.join(folder, 'none.jsonl'))).rejects.toThrow(/none\.jsonl is missing$/);
  await expect(load(folder)).rejects.toThrow(/is a folder, but a file with one JSON object a line/);
  await expect(load(written(...ten), undefined, { options: { size: '3' } })).rejects.toThrow(
    "a file of examples has no option 'size'; it takes fold=1 … FOLDS and folds=COUNT",
  );
});

it('reads the lines of a text for prediction', async () => {
  const line = JSON.stringify({ input: [[1], [2]] });
  const as = { shape: [2, 1] };
  expect(await decodeExampleText(`${line}\n\n${line}\n`, as, 'standard input')).toEqual([
    { part: 'line 1', input: Float32Array.of(1, 2) },
    { part: 'line 3', input: Float32Array.of(1, 2) },
  ]);
  await expect(decodeExampleText(`${line}\n{`, as, 'standard input')).rejects.toThrow(
    /^standard input, line 2: not valid JSON/,
  );
  await expect(decodeExampleText('', as, 'standard input')).rejects.toThrow(
    'standard input holds no example',
  );
});

it('is scored by a run that was trained on other data than lines', async () => {
  const scoredBy = { shape: [2, 3, 1], classes: ['dry', 'icy', 'wet'] };
  const { classes, splits } = await load(written(example('wet')), undefined, { scoredBy });
  expect([classes, [...splits.test.labels]]).toEqual([scoredBy.classes, [2]]);
});

it('reads a folder with a file for each split', async () => {
  const parts = mkdtempSync(path.join(os.tmpdir(), 'axiswise-parts-'));
  const write = (name: string, ...lines: readonly object[]): void =>
    writeFileSync(path.join(parts, name), lines.map((line) => JSON.stringify(line)).join('\n'));
  write('train.jsonl', ...ten);
  await expect(load(parts)).rejects.toThrow('has train.jsonl, but no test.jsonl; add it');
  write('test.jsonl', example('wet', 5), example('dry', 6));
  write('dev.jsonl', example('dry', 7));
  const { splits } = await load(parts);
  expect([splits.train.length, splits.validation!.length, splits.test.length]).toEqual([10, 1, 2]);
  expect(exampleName(splits.test, 1)).toBe('test.jsonl:2');
  expect(exampleName(splits.train, 0)).toBe('train.jsonl:1');
  await expect(load(parts, undefined, { options: { fold: '1' } })).rejects.toThrow(
    'has its own test part, so it is not divided into folds',
  );
  // A run that is scored reads the test alone: the other files would be refused.
  writeFileSync(path.join(parts, 'train.jsonl'), 'no JSON');
  const classes = ['dry', 'wet'];
  const scoredBy = { shape: [2, 3, 1], classes };
  const scored = await load(parts, undefined, { encoding: { classes }, scoredBy });
  expect([...scored.splits.test.labels]).toEqual([1, 0]);
  write('train.jsonl', { ...example('wet'), split: 'test' }, example('dry'));
  await expect(load(parts)).rejects.toThrow(
    /train.jsonl, line 1: "split" is test, but the file is for train; leave it out$/,
  );
  write('train.jsonl', { label: 'wet', input: [[1], [2]] }, { label: 'dry', input: [[1], [2]] });
  await expect(load(parts)).rejects.toThrow(/dev.jsonl, line 1: the example is \[2, 3, 1\]/);
});

it('is divided into folds, whole groups together, or scored as a whole', async () => {
  const lines = Array.from({ length: 12 }, (_, i) => ({
    ...example(i % 2 ? 'wet' : 'dry', i),
    group: i >> 1,
  }));
  const file = written(...lines);
  const tested: number[] = [];
  for (const fold of ['1', '2', '3']) {
    const { splits } = await load(file, undefined, { options: { fold, folds: '3' } });
    const groups = new Set(splits.test.groups);
    expect([...groups].filter((group) => splits.train.groups!.includes(group))).toEqual([]);
    tested.push(...groups);
  }
  expect(tested.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  await expect(load(file, undefined, { options: { fold: '1' } })).rejects.toThrow(
    '6 groups cannot be divided into 10 folds, since a group is not divided; add groups, or ask for fewer folds',
  );
  const classes = ['dry', 'wet'];
  const scoredBy = { shape: [2, 3, 1], classes };
  const { splits } = await load(file, undefined, { encoding: { classes }, scoredBy });
  expect([splits.train.length, splits.test.length]).toEqual([0, 12]);
});

it('names examples by their line', async () => {
  const { splits } = await load(written(ten[0], '', ...ten.slice(1)));
  const names = [splits.train, splits.test].flatMap((split) =>
    Array.from(split.labels, (label, i) => [exampleName(split, i), label] as const),
  );
  expect(new Map(names).get('mine.jsonl:1')).toBe(1);
  expect(new Map(names).get('mine.jsonl:3')).toBe(0);
  expect(new Set(names.map(([name]) => name)).size).toBe(10);
});

it('never divides a group between train and test', async () => {
  const grouped = Array.from({ length: 40 }, (_, i) => ({
    ...example(i % 2 === 0 ? 'wet' : 'dry', i),
    group: i % 10 < 5 ? `patient ${i % 10}` : i % 10,
  }));
  const dataset = await load(written(...grouped));
  const { train, test } = dataset.splits;
  expect(dataset.groupsOf).toBe('group');
  const names = (split: Split) => new Set(Array.from(split.groups!, dataset.groupName!));
  expect([...names(test)].filter((name) => names(train).has(name))).toEqual([]);
  expect([...names(train), ...names(test)].sort().join()).toBe(
    '5,6,7,8,9,patient 0,patient 1,patient 2,patient 3,patient 4',
  );
  expect(test.length).toBe(8);
  const others = written(...grouped.map((line) => ({ ...line, group: 'one' })));
  await expect(load(others)).rejects.toThrow(
    'all 40 examples are of one group, and a group is not divided between splits',
  );
  // The same inputs in other groups are other data.
  const halves = written(...grouped.map((line, i) => ({ ...line, group: i % 4 })));
  expect((await load(halves)).sha256).not.toBe(dataset.sha256);
});

it('says where the lines themselves divide groups, and takes a group of all lines or of none', async () => {
  const said: string[] = [];
  const parts = ten.map((line, i) => ({ ...line, split: i < 6 ? 'train' : 'test', group: i % 8 }));
  const file = written(...parts);
  await load(file, undefined, { onProgress: (line: string) => said.push(line) });
  expect(said).toContain(
    `${file} has examples of 2 of its 4 test groups for training too; the test does not show how well ` +
      `new groups are predicted`,
  );
  await expect(load(written({ ...ten[0], group: 1 }, ...ten.slice(1)))).rejects.toThrow(
    'line 1 has "group" and line 2 has none; give it to all lines or to none',
  );
  await expect(load(written({ ...ten[0], group: [] }))).rejects.toThrow(
    'line 1: "group" must be a text or an integer, got []',
  );
});

it('reads targets in place of labels', async () => {
  const line = (slant: number) => ({ target: { slant, width: -slant }, input: [slant, 0] });
  const dataset = await load(written(...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(line)), ['time']);
  expect(dataset).toMatchObject({
    classes: [],
    targets: { task: 'regression', shape: [2], names: ['slant', 'width'] },
  });
  const { train, test } = dataset.splits;
  expect([train.length, test.length]).toEqual([8, 2]);
  for (const split of [train, test]) {
    const [targets, inputs] = [allTargets(split), new Float32Array(2 * split.length)];
    await split.gather([...split.labels.keys()], inputs);
    for (let i = 0; i < split.length; i++) {
      const slant = inputs[2 * i];
      expect([...targets.subarray(2 * i, 2 * i + 2)]).toEqual([slant, -slant]);
    }
  }
  const numbers = await load(written({ target: 3, input: [1] }, { target: 4, input: [2] }), [
    'time',
  ]);
  expect(numbers.targets!.names).toEqual(['target']);
  const lists = await load(written(...[3, 4].map((n) => ({ target: [n, 1], input: [1] }))), [
    'time',
  ]);
  expect(lists.targets!.names).toEqual(['target 1', 'target 2']);
});

it.each([
  [
    [{ target: 'x' }],
    'line 1: "target" must be a number, or a list or an object of numbers, got "x"',
  ],
  [
    [{ target: [] }],
    'line 1: "target" must be a number, or a list or an object of numbers, got []',
  ],
  [[{ target: 1e300 }], 'line 1: "target" must be a number'],
  [['{"target": NaN, "input": [1]}'], 'line 1: not valid JSON'],
  [
    [{ target: 1, label: 'a' }],
    'line 1: give one of "label", the name of a class, "labels", a list of them, and "target"',
  ],
  [
    [{ target: { a: 1 } }, { target: { b: 1 } }],
    'line 2: the first example has the target a, but this one has b; give all examples the same',
  ],
  [
    [{ target: 1 }, { label: 'a' }],
    'line 2: the first example has the target target, but this one has none',
  ],
  [
    [{ label: 'a' }, { target: 1 }],
    'line 2: the example has no "label"; add the name of its class',
  ],
  [
    [{}],
    'line 1: the example has no "label"; add the name of its class, or "target", a number to predict',
  ],
  [
    [{ labels: 'red;round' }],
    'line 1: "labels" must be a list of different texts, got "red;round"',
  ],
  [[{ labels: ['a', 'a'] }], 'line 1: "labels" must be a list of different texts, got ["a","a"]'],
  [
    [{ labels: ['a'] }, { label: 'a' }],
    'line 2: the first example has "labels", but this one has none',
  ],
  [[{ labels: [] }, { labels: [] }], 'has no label in any of its lists "labels"; add some'],
])('refuses targets that cannot be: %j', async (lines, message) => {
  const whole = lines.map((line) => (typeof line === 'string' ? line : { ...line, input: [1] }));
  await expect(load(written(...whole), ['time'])).rejects.toThrow(message);
});

it('reads several labels of each example', async () => {
  const lists = [['round', 'red'], [], ['red'], ['round']];
  const lines = [...lists, ...lists].map((labels, i) => ({
    labels,
    input: [i],
    split: i < 4 ? 'train' : 'test',
  }));
  const { targets, splits, classes, encoding } = await load(written(...lines), ['time']);
  expect(classes).toEqual([]);
  expect(targets).toEqual({ task: 'multi-label', shape: [2], names: ['red', 'round'] });
  expect([...allTargets(splits.test)]).toEqual([1, 1, 0, 0, 1, 0, 0, 1]);
  // A run reads other files by its own labels.
  const other = await load(written({ labels: ['red'], input: [1], split: 'test' }), ['time'], {
    encoding,
  });
  expect([...allTargets(other.splits.test)]).toEqual([1, 0]);
  await expect(
    load(written({ labels: ['old'], input: [1], split: 'test' }), ['time'], { encoding }),
  ).rejects.toThrow(`line 1: the label "old" is none of the run's, which are red, round`);
});

describe('labels of positions', () => {
  const lines = (labels: readonly unknown[]) =>
    labels.map((of, i) => ({ labels: of, input: [[i, 1, 2]], split: i % 2 ? 'test' : 'train' }));
  const axes = ['sensor', 'time'];

  it('are read along the axes that they name, with gaps', async () => {
    const frames = [
      { time: ['b', null, 'a'] },
      { time: ['a', 'a', 'c'] },
      { time: [null, 'b', 'b'] },
      { time: [null, null, 'c'] },
    ];
    const { classes, targets, splits, encoding } = await load(written(...lines(frames)), axes);
    expect(classes).toEqual(['a', 'b', 'c']);
    expect(targets).toEqual({
      ...{ task: 'position-classification', names: ['label'] },
      ...{ shape: [3], axes: ['time'] },
    });
    expect([...allTargets(splits.test)]).toEqual([0, 0, 2, unlabelled, unlabelled, 2]);
    // A run reads other files by its own classes.
    const more = lines([{ time: ['c', 'c', 'c'] }, { time: ['c', 'c', null] }]);
    const other = await load(written(...more), axes, { encoding });
    expect([...allTargets(other.splits.test)]).toEqual([2, 2, unlabelled]);
    await expect(
      load(written(...lines([{ time: ['c', 'd', 'c'] }])), axes, { encoding }),
    ).rejects.toThrow(`line 1: the label "d" is none of the run's, which are a, b, c`);
  });

  it('nest a list for each axis', async () => {
    const both = { 'sensor, time': [['a', 'b', 'a']] };
    const { targets } = await load(written(...lines([both, both])), axes);
    expect(targets).toMatchObject({ shape: [1, 3], axes });
  });

  it.each([
    [
      [{ time: ['a', 'b'] }],
      'line 1: the input has 3 positions along time, but there are labels for 2; give each position a label, or ' +
        'null where it has none',
    ],
    [
      [{ time: ['a', 'b', 'a'] }, ['a']],
      'line 2: the first example has "labels" along time, but this one has none',
    ],
    [
      [{ time: ['a', 'b', 'a'] }, { sensor: ['a'] }],
      'line 2: the first example has "labels" along time, but this one has some along sensor',
    ],
    [
      [{ time: [null, null, null] }],
      'line 1: no position has a label; label some, or leave the example out',
    ],
    [
      [{ time: ['a', 1, 'b'] }],
      'line 1: the label of a position must be a text, or null where it has none, got 1',
    ],
    [
      [{ time: ['a', 'a', null] }],
      'its positions have a single class (a); at least two are needed',
    ],
    [
      [{ space: ['a', 'b', 'a'] }],
      '"labels" are along space, but must be along axes of the data in their order (sensor, time)',
    ],
    [[{ 'time,sensor': [['a'], ['b'], ['a']] }], '"labels" are along time, sensor, but must be'],
    [[{ time: 'aba' }], '"labels" must nest a list for each of time; that of time is missing'],
    [
      [{ 'sensor,time': [['a', 'b', 'a'], ['a']] }],
      '"labels" along time must be 3 everywhere, got 1',
    ],
    [[{}], '"labels" of positions are one list, called by its axes'],
  ])('are refused: %j', async (labels, message) => {
    await expect(load(written(...lines(labels)), axes)).rejects.toThrow(message);
  });
});
