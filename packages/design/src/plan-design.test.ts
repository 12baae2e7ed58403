import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Experiment, networkOf, strategyNames } from '@axiswise/experiment';
import { objections } from '@axiswise/geometry';
import { designedFiles, formatFiles } from '@axiswise/scaffold';
import { describe, expect, it } from 'vitest';
import { diagnosedAxis, diagnosisOf } from './diagnosis.fixture.ts';
import { ownDataKindOf } from './own-data-kinds.ts';
import { planDesign, type PlanOf } from './plan-design.ts';

/** A project that has what this checkout has installed. */
const project = mkdtempSync(path.join(os.tmpdir(), 'design-'));
symlinkSync(path.resolve('node_modules'), path.join(project, 'node_modules'), 'junction');
writeFileSync(path.join(project, '.prettierrc'), '{ "singleQuote": true, "printWidth": 100 }');
writeFileSync(path.join(project, 'package.json'), '{ "type": "module" }');

/** Data of a kind, which is told by its name, or by its text. */
function kindOf(file: string, text = ''): PlanOf['kind'] {
  const place = path.join(project, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  return ownDataKindOf(file.includes('/') ? path.join(project, file.split('/')[0]) : place);
}

/** Writes the experiment of a plan, and loads it. */
async function loaded(plan: ReturnType<typeof planDesign>) {
  const home = path.join(project, 'experiments', plan.name);
  mkdirSync(home, { recursive: true });
  const files = await formatFiles(designedFiles(plan), home);
  for (const { path: file, content } of files) writeFileSync(path.join(home, file), content);
  const url = pathToFileURL(path.join(home, 'experiment.ts')).href;
  const { default: experiment } = (await import(url)) as { default: Experiment };
  return { experiment, text: files.find((file) => file.path === 'experiment.ts')!.content };
}

const open = { slide: 'not shown', subsample: 'not shown' } as const;
/** A class of each position along an axis. */
const ofPositions = (axis: string, length: number) => ({
  ...{ task: 'position-classification', shape: [length], names: ['label'], axes: [axis] },
});
const recurs = { slide: 'yes', subsample: 'yes' } as const;

describe('a written experiment', () => {
  it.each<[string, Omit<PlanOf, 'name' | 'command' | 'place' | 'options'>]>([
    [
      'arrays',
      {
        kind: kindOf('signals.npz'),
        dataset: { shape: [6, 128, 1], classes: ['a', 'b', 'c'] },
        diagnosis: diagnosisOf(
          [
            diagnosedAxis('sensor', 6, { slide: 'no', subsample: 'no' }),
            diagnosedAxis('time', 128, { slide: 'yes', subsample: 'not shown', moved: 0 }),
          ],
          { sensor: 'span', time: 'slide' },
        ),
      },
    ],
    [
      'turning',
      {
        kind: kindOf('turning.npz'),
        dataset: { shape: [24, 50, 1], classes: ['a', 'b', 'c'] },
        diagnosis: diagnosisOf(
          [
            diagnosedAxis('angle', 24, recurs),
            diagnosedAxis('time', 50, { slide: 'no', subsample: 'no' }),
          ],
          { angle: 'slide', time: 'span' },
        ),
        cyclic: ['angle'],
      },
    ],
    [
      'one-axis',
      {
        kind: kindOf('beats.jsonl', '{"label": "a", "input": [0]}'),
        dataset: { shape: [40, 2], classes: ['a', 'b'] },
        diagnosis: diagnosisOf([diagnosedAxis('beat', 40, recurs)], { beat: 'slide' }),
      },
    ],
    [
      'nothing-shown',
      {
        kind: kindOf('noise.npz'),
        dataset: { shape: [12, 12, 1], classes: ['a', 'b'] },
        diagnosis: diagnosisOf(
          ['row', 'column'].map((axis) =>
            diagnosedAxis(axis, 12, { slide: 'not shown', subsample: 'not shown' }),
          ),
          { row: 'span', column: 'slide' },
        ),
      },
    ],
    [
      'large-pictures',
      {
        kind: kindOf('photos/cat/1.png'),
        dataset: { shape: [96, 96, 3], classes: ['a', 'b'] },
        diagnosis: diagnosisOf(
          ['height', 'width'].map((axis) => diagnosedAxis(axis, 96, recurs)),
          { height: 'slide', width: 'slide' },
        ),
      },
    ],
    [
      'words',
      {
        kind: kindOf('mine.tsv'),
        dataset: { shape: [20, 1], classes: ['a', 'b'], vocabularySize: 500 },
        diagnosis: diagnosisOf(
          [
            diagnosedAxis('time', 20, { slide: 'yes', subsample: 'no', moved: 0.001 }),
            diagnosedAxis('embedding', 32, { slide: 'no', subsample: 'no' }),
          ],
          { time: 'slide', embedding: 'span' },
        ),
      },
    ],
    [
      'sounds',
      {
        kind: kindOf('sounds/yes/1.wav'),
        dataset: { shape: [40, 50, 1], classes: ['a', 'b'] },
        diagnosis: diagnosisOf(
          [
            diagnosedAxis('frequency', 40, recurs),
            diagnosedAxis('time', 50, { slide: 'no', subsample: 'no' }),
          ],
          { frequency: 'slide', time: 'span' },
        ),
      },
    ],
    [
      'games',
      {
        kind: kindOf('games/1.sgf'),
        dataset: { shape: [19, 19, 12], classes: Array.from({ length: 361 }, String) },
        diagnosis: diagnosisOf(
          ['row', 'column'].map((axis) =>
            diagnosedAxis(axis, 19, { slide: 'yes', subsample: 'no' }),
          ),
          { row: 'slide', column: 'slide' },
        ),
      },
    ],
    [
      'numbers',
      {
        kind: kindOf('photos/cat/1.png'),
        dataset: {
          ...{ shape: [24, 24, 1], classes: [] },
          targets: {
            ...{ task: 'regression', shape: [2], names: ['slant', "it's"], units: ['°', 'px'] },
          },
        },
        diagnosis: diagnosisOf(
          ['height', 'width'].map((axis) => diagnosedAxis(axis, 24, recurs)),
          { height: 'slide', width: 'slide' },
        ),
      },
    ],
    [
      'several-labels',
      {
        kind: kindOf('mine.tsv'),
        dataset: {
          ...{ shape: [20, 1], classes: [], vocabularySize: 500 },
          targets: { task: 'multi-label', shape: [3], names: ['red', 'round', 'of wood'] },
        },
        diagnosis: diagnosisOf(
          [
            diagnosedAxis('time', 20, { slide: 'yes', subsample: 'no', moved: 0.001 }),
            diagnosedAxis('embedding', 32, { slide: 'no', subsample: 'no' }),
          ],
          { time: 'slide', embedding: 'span' },
        ),
      },
    ],
    [
      'label-of-each-word',
      {
        kind: kindOf('mine.tsv'),
        dataset: {
          ...{ shape: [20, 1], classes: ['noun', 'verb', 'other'], vocabularySize: 500 },
          targets: ofPositions('time', 20),
        },
        diagnosis: diagnosisOf(
          [
            diagnosedAxis('time', 20, open),
            diagnosedAxis('embedding', 32, { slide: 'yes', subsample: 'yes' }),
          ],
          { time: 'slide', embedding: 'slide' },
        ),
      },
    ],
    [
      'label-of-each-frame',
      {
        kind: kindOf('sounds/yes/1.wav'),
        dataset: {
          ...{ shape: [40, 50, 1], classes: ['a', 'b', 'c'] },
          targets: ofPositions('time', 50),
        },
        diagnosis: diagnosisOf(
          [diagnosedAxis('frequency', 40, recurs), diagnosedAxis('time', 50, open)],
          { frequency: 'slide', time: 'slide' },
        ),
      },
    ],
  ])('loads, and builds every strategy: %s', async (name, given) => {
    const plan = planDesign({
      ...given,
      name,
      command: `npx axiswise design --data ${name}`,
      place: { relative: '../../data%20of%20mine/it%27s.npz' },
      options: name === 'large-pictures' ? { size: '96x96' } : {},
    });
    const { experiment, text } = await loaded(plan);
    expect(experiment.name).toBe(name);
    const { names, declarations } = experiment.axes;
    expect(names.filter((axis) => declarations[axis].cyclic)).toEqual(given.cyclic ?? []);
    const [recommended] = strategyNames(experiment);
    expect(objections(experiment.axes, experiment.strategies[recommended])).toEqual([]);
    for (const strategy of strategyNames(experiment)) {
      const { layers, totals } = networkOf(experiment, strategy, experiment.example);
      const { classes, targets } = given.dataset;
      expect(layers[layers.length - 1].outputShape).toEqual([
        ...(targets?.shape ?? []),
        ...(classes.length > 0 ? [classes.length] : []),
      ]);
      if (strategy === recommended) expect(totals.macs).toBeLessThan(12e6);
    }
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(118);
  });

  it('gives each position a score where labels are positions and filters slide along all axes', async () => {
    const plan = planDesign({
      kind: kindOf('games/1.sgf'),
      name: 'moves',
      command: '',
      place: { absolute: '/games' },
      options: {},
      dataset: { shape: [9, 9, 4], classes: Array.from({ length: 81 }, String) },
      diagnosis: diagnosisOf(
        // Moved examples are predicted as well, and yet where a move lies is all that is asked.
        ['row', 'column'].map((axis) =>
          diagnosedAxis(axis, 9, { slide: 'yes', subsample: 'no', moved: 0 }),
        ),
        { row: 'slide', column: 'slide' },
      ),
    });
    const { experiment } = await loaded(plan);
    const kinds = (strategy: string) =>
      networkOf(experiment, strategy, experiment.example).layers.map(
        ({ kind, outputShape }) => `${kind.name} ${outputShape.join('×')}`,
      );
    expect(kinds('slide-both').slice(-4)).toEqual([
      'convolution 9×9×48',
      'convolution 9×9×1',
      'flatten 81',
      'softmax 81',
    ]);
    for (const strategy of ['slide-row', 'span-both', 'slide-both-pooling']) {
      expect(kinds(strategy).slice(-2), strategy).toEqual([
        expect.stringMatching(/^dropout/),
        'dense 81',
      ]);
    }
  });

  it('quotes the evidence as its reasons, and calls a guess a guess', async () => {
    const diagnosis = diagnosisOf(
      [
        diagnosedAxis('height', 32, { slide: 'yes', subsample: 'no' }),
        diagnosedAxis('width', 32, { slide: 'not shown', subsample: 'not shown' }),
      ],
      { height: 'slide', width: 'slide' },
    );
    const { axes, expects, title, network } = planDesign({
      kind: kindOf('photos/cat/1.png'),
      name: 'my-photos',
      command: '',
      place: { absolute: '/photos' },
      options: {},
      dataset: { shape: [32, 32, 3], classes: ['a', 'b'] },
      diagnosis,
    });
    const { height, width } = axes.declarations;
    expect(height.patternsRecur).toEqual({
      answer: true,
      because:
        'sliding along height gets 12.0 more of 100 examples right than spanning it (95 % interval [+9.0, +15.0]), ' +
        'and it needs the order of the positions',
    });
    expect(height.subsamplable).toEqual({
      answer: false,
      because:
        'with every second position of height dropped, 6.0 more of 100 examples go wrong (95 % interval [+4.8, +7.2])',
    });
    expect(width.patternsRecur.because).toMatch(
      /^a guess, not shown: sliding along width gets 1\.0 more/,
    );
    expect(width.patternsRecur.answer).toBe(true);
    expect(width.subsamplable).toMatchObject({ answer: false });
    expect(width.subsamplable.because).toMatch(/^not shown: with every second position/);
    expect(title).toBe('My photos: slide along height and width');
    expect(expects).toMatch(
      /^slide-both: about 83 % or more, as a small classifier .+ 1,000 examples$/,
    );
    // Moved far, a fifth goes wrong: where a pattern lies matters.
    expect(network.anywhere).toEqual([]);
  });
});
