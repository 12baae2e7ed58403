import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defineExperiment, loadExperiment } from '@axiswise/experiment';
import { trainExperiment } from '@axiswise/runner';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiswise } from './commands/axiswise.ts';
import { readTutorial } from './commands/tutorial.ts';
import { lion } from './fixtures/own-kinds/experiments/swings/lion.ts';
import swingsExperiment, { swings } from './fixtures/own-kinds/experiments/swings/experiment.ts';
import { inOwnProject } from './own-project.ts';

/** A project with an experiment folder whose kinds nothing of ours knows. */
const { project, home, inProject, at, documentOf } = inOwnProject('own-kinds');
const refusalOf = async (...words: string[]): Promise<string> => {
  const { code, stderr } = await axiswise(words, inProject);
  expect(code, stderr).toBe(2);
  return stderr.trim().split('\n').at(-1)!;
};

interface Trained {
  readonly weightsSha256: string;
  readonly weightsOfEpoch: number;
  readonly data: string;
  readonly test: Readonly<Record<string, number>>;
  readonly validation: Readonly<Record<string, number>>;
}
const train = (name: string, ...words: string[]): Promise<Trained> =>
  documentOf('train', 'swings', '--run-dir', at(name), ...words);

interface Configuration {
  readonly training: object;
  readonly dataFormat?: string;
}
const configurationOf = (name: string): Configuration => {
  const file = path.join(at(name), 'run.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { configuration: Configuration }).configuration;
};

const byName = [
  ...['--optimizer', 'lion', '--optimizer-options', 'beta2=0.98'],
  ...['--schedule', 'polynomial', '--schedule-options', 'power=0.5', 'warmup=0.1'],
  ...['--augmentation', 'upside-down', '--best-by', 'balancedAccuracy'],
];
let trained: Trained;
beforeAll(async () => {
  trained = await train('whole', ...byName);
});

describe('an optimizer, a schedule, an augmentation and a metric of the user', () => {
  it('train by name, and the run records them', () => {
    expect(configurationOf('whole').training).toEqual({
      epochs: 4,
      batchSize: 10,
      optimizer: { kind: 'lion', learningRate: lion.learningRate, beta2: 0.98 },
      schedule: { kind: 'polynomial', power: 0.5, warmup: 0.1 },
      augmentation: 'upside-down',
      bestBy: 'balancedAccuracy',
      restoreBest: true,
    });
    expect(trained.test['balancedAccuracy']).toBeGreaterThan(0.75);
    // As many tests of each class: the balanced accuracy is the accuracy.
    expect(trained.test['balancedAccuracy']).toBeCloseTo(trained.test['accuracy'], 12);
  });

  it('keep the epoch that is best by the metric', () => {
    const epochs = readFileSync(path.join(at('whole'), 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Trained);
    const values = epochs.map(({ validation }) => validation['balancedAccuracy']);
    expect(values).toHaveLength(4);
    expect(trained.weightsOfEpoch).toBe(1 + values.indexOf(Math.max(...values)));
    expect(trained.validation['balancedAccuracy']).toBe(Math.max(...values));
  });

  it('each change what is learned', async () => {
    const without = async (...left: string[]): Promise<string> => {
      const { weightsSha256 } = await train(left.join(), ...left);
      return weightsSha256;
    };
    const declared = await without('--seed', '0');
    const weights = [
      trained.weightsSha256,
      declared,
      await without('--optimizer', 'lion'),
      await without('--schedule', 'polynomial'),
      await without('--augmentation', 'upside-down'),
    ];
    expect(new Set(weights).size).toBe(weights.length);
    // The data does not augment by itself.
    expect(await without('--augmentation', 'none')).toBe(declared);
  });

  it('go on after an interruption as if there had been none', async () => {
    const runDir = at('interrupted');
    let steps = 0;
    const interrupted = trainExperiment(await loadExperiment('swings'), {
      runDir,
      optimizer: 'lion',
      optimizerOptions: { beta2: 0.98 },
      schedule: 'polynomial',
      scheduleOptions: { power: 0.5, warmup: 0.1 },
      augmentation: 'upside-down',
      bestBy: 'balancedAccuracy',
      backend: testBackend(),
      secondsBetweenCheckpoints: 0,
      observer: {
        onStep() {
          if (++steps === 10) throw new Error('interrupted');
        },
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    const resumed = await train('interrupted', '--resume');
    expect(resumed.weightsSha256).toBe(trained.weightsSha256);
    expect(resumed.test).toEqual(trained.test);
    expect(
      await refusalOf('train', 'swings', '--run-dir', runDir, '--resume', '--optimizer', 'sgd'),
    ).toMatch(/training\.optimizer\.kind/);
  });

  it('are evaluated', async () => {
    const { test } = await documentOf<Trained>('evaluate', at('whole'));
    expect(test['balancedAccuracy']).toBe(trained.test['balancedAccuracy']);
    const { stdout } = await axiswise(['evaluate', at('whole')], inProject);
    const value = trained.test['balancedAccuracy'].toFixed(4);
    expect(stdout).toMatch(
      new RegExp(`\\(loss \\d\\.\\d{4}, balanced accuracy ${value}\\) of swings`),
    );
  });

  it('are compared', async () => {
    const words = [
      ...[
        '--strategies',
        'slide-time',
        '--seeds',
        '1',
        '--epochs',
        '1',
        '--jobs',
        '1',
        '--tune',
        '0',
      ],
      ...['--run-dir', at('compared'), ...byName],
    ];
    const { experiments, reportPath } = await documentOf<{
      experiments: { strategies: { metrics: Record<string, { values: number[] }> }[] }[];
      reportPath: string;
    }>('compare', 'swings', ...words);
    const { strategies } = experiments[0];
    expect(strategies[0].metrics['balancedAccuracy'].values).toEqual([expect.any(Number)]);
    expect(readFileSync(reportPath, 'utf8')).toContain('balancedAccuracy');
    const table = readFileSync(path.join(at('compared'), 'tables/metrics.csv'), 'utf8');
    expect(table).toContain('slide-time,balancedAccuracy,');
    const { stdout } = await axiswise(['compare', 'swings', ...words], inProject);
    expect(stdout).toContain('balancedAccuracy');
  });

  it.each([
    [['--optimizer', 'lyon'], 'there is no optimizer "lyon"; did you mean "lion"?'],
    [['--schedule', 'polinomial'], 'there is no schedule "polinomial"; did you mean "polynomial"?'],
    [['--augmentation', 'upsidedown'], 'there is no augmentation "upsidedown"; did you mean'],
    [['--best-by', 'balanced'], 'there is no metric "balanced"'],
    [['--optimizer', 'lion', '--optimizer-options', 'beta3=0.9'], 'did you mean "beta1"?'],
    [['--optimizer-options', 'beta1=1.5'], 'beta1 of the optimizer "adam" must be a number from 0'],
    [['--optimizer-options', 'beta1=much'], '--optimizer-options must be numbers, as beta1=0.5'],
  ])('refuse %j in one sentence', async (words, sentence) => {
    expect(await refusalOf('train', 'swings', ...words)).toContain(sentence);
  });

  it('cannot take the place of ours', () => {
    expect(() => defineExperiment({ ...swingsExperiment, optimizers: { adam: lion } })).toThrow(
      'the optimizer "adam" has the name of one of ours; give it another name',
    );
    const { training } = swingsExperiment;
    const misspelt = { ...training, optimizer: { kind: 'adm', learningRate: 1 } };
    expect(() => defineExperiment({ ...swingsExperiment, training: misspelt })).toThrow(
      'there is no optimizer "adm"; did you mean "adam"?',
    );
  });
});

describe('a callback of the user', () => {
  const stepsIn = (name: string): number[] =>
    readFileSync(path.join(at(name), 'steps.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => Number(row.split(',')[0]));
  const allSteps = Array.from({ length: 40 }, (_, i) => i + 1);

  it('is called without being named, and changes nothing', async () => {
    expect(stepsIn('whole')).toEqual(allSteps);
    const runDir = at('without-callbacks');
    const { callbacks: _, ...silent } = swingsExperiment;
    const { weightsSha256 } = await trainExperiment(silent, { runDir, backend: testBackend() });
    expect(weightsSha256).toBe((await train('0', '--seed', '0', '--resume')).weightsSha256);
  });

  it('is told every step once, also where a run was interrupted', () => {
    // The run that another test interrupted after ten steps and resumed.
    expect(stepsIn('interrupted')).toEqual(allSteps);
  });

  it('is called on the thread that trains, with two workers', async () => {
    const runDir = at('two');
    const words = ['train', 'swings', '--workers', '2', '--backend', 'wasm', '--run-dir', runDir];
    const { code, stderr } = await axiswise(words, inProject);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/epoch 4: the lowest loss is \d\.\d{4}/);
    expect(stderr).toMatch(/trained on 2 threads; the weights are those of epoch \d/);
    expect(stepsIn('two')).toEqual(allSteps);
  });
});

describe('a data format of the user', () => {
  const file = at('mine.swings');
  const other = at('mine.txt');
  beforeAll(async () => {
    const { splits, classes } = await swings.load({ dataDir: at('.'), seed: 0 });
    const { train: all } = splits;
    const inputs = new Float32Array(all.length * 16);
    await all.gather([...all.labels.keys()], inputs);
    const lines = [...all.labels].map(
      (label, i) => `${classes[label]}: ${inputs.subarray(16 * i, 16 * (i + 1)).join(' ')}\n`,
    );
    for (const each of [file, other]) writeFileSync(each, lines.join(''));
  });

  it('is recognised by the path, and recorded', async () => {
    const { data } = await train('on-file', '--data', file);
    expect(data).toBe(file);
    expect(configurationOf('on-file').dataFormat).toBe('swing-lines');
    const { test } = await documentOf<Trained>('evaluate', at('on-file'));
    expect(test['accuracy']).toBeGreaterThan(0.5);
    const { predictions } = await documentOf<{ predictions: object[] }>(
      'predict',
      at('on-file'),
      file,
    );
    expect(predictions).toHaveLength(120);
    expect(predictions[1]).toMatchObject({ part: 'line 2' });
  });

  it('is named where the path does not tell', async () => {
    const sentence = await refusalOf('train', 'swings', '--data', other);
    expect(sentence).toContain(
      'mine.txt fits none of the data formats of swings: swing-lines (swings, a class and sixteen ' +
        'numbers a line), json-lines (examples, one JSON object a line); name one with --data-format',
    );
    const named = ['--data', other, '--data-format', 'swing-lines'];
    const { weightsSha256, test } = await train('on-other', ...named);
    expect(weightsSha256).toBe((await train('on-file', '--resume')).weightsSha256);
    // The run says how its data is read.
    expect((await train('on-other', '--resume')).weightsSha256).toBe(weightsSha256);
    const evaluated = await documentOf<Trained>('evaluate', at('on-other'));
    expect(evaluated.test['accuracy']).toBe(test['accuracy']);
  });

  it.each([
    [['--data', file, '--data-format', 'swing-line'], 'did you mean "swing-lines"?'],
    [
      ['--data', 'swings', '--data-format', 'swing-lines'],
      'the data format "swing-lines" is for data at a path',
    ],
    [['--data', './absent.swings'], 'there is no folder or file ./absent.swings'],
  ])('refuses %j in one sentence', async (words, sentence) => {
    expect(await refusalOf('train', 'swings', ...words)).toContain(sentence);
  });
});

describe('docs/own-kinds.md', () => {
  const { files, commands } = readTutorial(path.join(home, 'docs/own-kinds.md'));

  it.each([...files])('shows %s as it is', (name, shown) => {
    expect(readFileSync(path.join(project, name), 'utf8')).toContain(shown);
  });

  it.each(commands)('%s', async (command) => {
    const words = command
      .replace('npx axiswise ', '')
      .split(' ')
      .map((word) => (/^runs\/|\.swings$/.test(word) ? at(word) : word));
    const { code, stderr } = await axiswise(words, inProject);
    expect(code, stderr).toBe(0);
  });
});
