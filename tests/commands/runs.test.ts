import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

// Everything here is done to copies of runs of the first release: nothing is trained but in the last
// steps of one of them.
const fixtures = path.resolve('tests/fixtures/first-release');
const pictures = 'tests/fixtures/first-release/pictures';
const picture = path.join(fixtures, 'pictures/across/0.png');

/** A store with copies of the finished and the interrupted run. */
function newStore(): string {
  const store = temporaryFolder();
  for (const run of ['finished', 'interrupted']) {
    cpSync(path.join(fixtures, run), path.join(store, run), { recursive: true });
  }
  return store;
}

const newRun = (run: 'finished' | 'interrupted' = 'finished'): string => path.join(newStore(), run);

interface Damageable {
  configuration: Record<string, unknown>;
  modelTopology: { config: { layers: { inbound_nodes: unknown }[] } };
}

/** Rewrites a JSON file of a run. */
function edit(runDir: string, file: string, change: (content: Damageable) => void): void {
  const place = path.join(runDir, file);
  const content = JSON.parse(readFileSync(place, 'utf8')) as Damageable;
  change(content);
  writeFileSync(place, JSON.stringify(content));
}

/** Expects that a call is refused as the caller's mistake, in one sentence, and gives the sentence. */
async function refusalOf(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await axiswise(words);
  const sentence = stderr.trim().split('\n').at(-1)!;
  expect({ code, stdout, sentence }).toEqual({
    code: 2,
    stdout: '',
    sentence: expect.stringMatching(/^axiswise: /) as string,
  });
  return sentence;
}

const trainLinear = (runDir: string, ...more: string[]): string[] => [
  ...['train', 'images', '--strategy', 'linear', '--data', pictures, '--epochs', '3'],
  ...['--data-options', 'size=8x8', 'channels=1', '--batch-size', '4', '--backend', 'wasm'],
  ...['--run-dir', runDir, ...more],
];

describe('a damaged run', () => {
  it.each<[what: string, file: string, change: (content: Damageable) => void, problem: string]>([
    [
      'a layer that follows none of the model',
      'model/model.json',
      ({ modelTopology }) => {
        modelTopology.config.layers.at(-1)!.inbound_nodes = [[['nowhere', 0, 0, {}]]];
      },
      'model/model.json is not a TensorFlow.js layers model: ' +
        'layer "probabilities" follows "nowhere", which is not there',
    ],
    [
      'no configuration',
      'run.json',
      (content: Partial<Damageable>) => delete content.configuration,
      'run.json is not the record of a run: configuration is missing',
    ],
    [
      'classes that are null',
      'run.json',
      ({ configuration }) => (configuration['classes'] = null),
      'run.json is not the record of a run: configuration.classes must be an array, got null',
    ],
  ])('with %s is refused by name of file and field', async (_, file, change, problem) => {
    const runDir = newRun();
    edit(runDir, file, change);
    expect(await refusalOf('evaluate', runDir)).toContain(problem);
    expect(await refusalOf('predict', runDir, picture)).toContain(problem);
  });

  it('is listed as damaged, and shown with its problem', async () => {
    const store = newStore();
    edit(path.join(store, 'finished'), 'run.json', (content: Partial<Damageable>) => {
      delete content.configuration;
    });
    const { runs } = await resultOf<{ runs: Listed[] }>(['runs', '--runs-dir', store]);
    const problem = expect.stringContaining('configuration is missing') as string;
    expect(runs.find(({ status }) => status === 'damaged')).toMatchObject({ problem });
    expect(await refusalOf('runs', 'show', path.join(store, 'finished'))).toMatch(
      /run\.json is not the record of a run: configuration is missing/,
    );
  });

  it('is replaced by --overwrite, and removed by runs rm', async () => {
    const store = newStore();
    const runDir = path.join(store, 'finished');
    writeFileSync(path.join(runDir, 'run.json'), '{"format":1');
    const { code } = await axiswise(trainLinear(runDir, '--overwrite'));
    expect(code).toBe(0);
    await resultOf(['evaluate', runDir]);
    writeFileSync(path.join(runDir, 'run.json'), '{"format":1');
    await resultOf(['runs', 'rm', runDir]);
    expect(existsSync(runDir)).toBe(false);
  });

  it('with a damaged newest checkpoint says so and starts anew where there is no older one', async () => {
    const runDir = newRun('interrupted');
    const checkpoint = path.join(runDir, 'checkpoints/step-000000003.safetensors');
    const content = readFileSync(checkpoint);
    content[content.length - 1] ^= 1;
    writeFileSync(checkpoint, content);
    const { code, stderr } = await axiswise(trainLinear(runDir, '--resume'));
    expect(stderr).toMatch(
      /step-000000003\.safetensors is damaged \(the numbers do not match their checksum\); the run starts anew/,
    );
    expect(code).toBe(0);
  });
});

describe('a damaged comparison', () => {
  it('with members that are null is refused before a diagnosis trains', async () => {
    const folder = temporaryFolder();
    const published = path.resolve('benchmarks/results/images-digits-2500.comparison.json');
    const { environment, experiment } = JSON.parse(readFileSync(published, 'utf8')) as {
      environment: object;
      experiment: object;
    };
    const content = {
      ...{ format: 1, command: '', createdAt: '2026-01-01', runDir: folder, environment },
      experiments: [{ ...experiment, pairs: [null] }],
    };
    writeFileSync(path.join(folder, 'comparison.json'), JSON.stringify(content));
    expect(await refusalOf('diagnose', 'images', '--against', folder)).toMatch(
      /comparison\.json is not a comparison: experiments\[0\]\.pairs\[0\] must be an object, got null/,
    );
  });
});

describe('the lock of a run', () => {
  /** The parent of this process is at work in a run, as far as the lock says. */
  const lock = (runDir: string): void =>
    writeFileSync(path.join(runDir, 'run.lock'), `${process.ppid} ${os.hostname()}`);

  it('keeps train --overwrite and runs rm from a run that another process trains', async () => {
    const runDir = newRun();
    lock(runDir);
    const record = readFileSync(path.join(runDir, 'run.json'), 'utf8');
    const atWork = new RegExp(`process ${process.ppid} on .* is at work in `);
    expect(await refusalOf(...trainLinear(runDir, '--overwrite'))).toMatch(atWork);
    expect(await refusalOf('runs', 'rm', runDir)).toMatch(atWork);
    expect(readFileSync(path.join(runDir, 'run.json'), 'utf8')).toBe(record);
    expect(existsSync(path.join(runDir, 'model/weights.bin'))).toBe(true);
  });

  it('keeps compare --overwrite from all trials where one of them is trained', async () => {
    const folder = temporaryFolder();
    const trials = [0, 1].map((seed) => path.join(folder, 'linear', `seed-${seed}`));
    for (const trial of trials) cpSync(path.join(fixtures, 'finished'), trial, { recursive: true });
    lock(trials[1]);
    const words = [
      'compare',
      'images',
      '--strategies',
      'linear',
      '--seeds',
      '2',
      '--tune',
      '0',
      '--data',
      pictures,
    ];
    const more = ['--data-options', 'size=28x28', 'channels=1', '--run-dir', folder, '--overwrite'];
    expect(await refusalOf(...words, ...more)).toMatch(/is at work in .*seed-1/);
    for (const trial of trials) expect(existsSync(path.join(trial, 'run.json'))).toBe(true);
  });
});

describe('a place that cannot be written', () => {
  // A folder cannot lie below a file, whoever asks; permissions do not hold for root.
  const small = ['--data-options', 'train=40', 'test=20'];

  it.each(['train', 'compare', 'diagnose'])('is named in one sentence: %s', async (command) => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const words = [command, 'images', ...small, '--run-dir', path.join(file, 'below')];
    expect(await refusalOf(...words)).toMatch(
      /cannot write .*file\/below: a part of that path is a file, not a folder/,
    );
  });

  it('is named in one sentence where the file system makes no folder: compare', async () => {
    expect(await refusalOf('compare', 'images', ...small, '--run-dir', '/proc/axiswise')).toMatch(
      /cannot write \/proc\/axiswise: /,
    );
  });
});

interface Listed {
  readonly kind: string;
  readonly path: string;
  readonly status: string;
  readonly strategy: string | null;
  readonly epochsDone: number;
  readonly problem: string | null;
}

describe('runs', () => {
  it('lists runs of the first release, shows one and removes it', async () => {
    const store = newStore();
    mkdirSync(path.join(store, 'not-a-run'));
    const inStore = ['--runs-dir', store];
    const { runs } = await resultOf<{ runs: Listed[] }>(['runs', 'list', ...inStore]);
    // The newest first.
    expect(runs.map(({ path: place, status }) => [path.basename(place), status])).toEqual([
      ['interrupted', 'interrupted'],
      ['finished', 'finished'],
    ]);
    expect(runs[0]).toMatchObject({ kind: 'run', strategy: 'linear', epochsDone: 2, epochs: 3 });

    const shown = await axiswise(['runs', 'show', 'finished', ...inStore]);
    expect(shown.stdout).toMatch(/^dense_1 +dense +2 +-$/m);
    expect(await refusalOf('runs', 'show', 'finishd', ...inStore)).toMatch(
      /there is no run, comparison or diagnosis in finishd; did you mean "finished"\?/,
    );

    // One misspelt name removes nothing.
    await refusalOf('runs', 'rm', 'finished', 'interupted', ...inStore);
    expect(existsSync(path.join(store, 'finished/run.json'))).toBe(true);
    await resultOf(['runs', 'rm', 'finished', ...inStore]);
    expect(existsSync(path.join(store, 'finished'))).toBe(false);
    expect(existsSync(path.join(store, 'interrupted/run.json'))).toBe(true);
  });
});
