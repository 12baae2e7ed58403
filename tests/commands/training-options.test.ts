import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadExperiment } from '@axiswise/experiment';
import { trainExperiment } from '@axiswise/runner';
import { describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
/** A linear network on few pictures. */
const small = (name: string, ...more: string[]): string[] => [
  ...['train', 'images', '--strategy', 'linear', '--backend', 'wasm', '--workers', '1'],
  ...['--data-options', 'train=80', 'test=20', '--epochs', '2', '--run-dir', at(name), ...more],
];

const everything = [
  ...['--optimizer', 'rmsprop', '--weight-decay', '0.01', '--schedule', 'oneCycle'],
  ...['--augmentation', 'shift,cutout', '--augmentation-options', 'side=0.5'],
  ...['--batch-size', '32', '--gradient-accumulation', '2', '--ema-momentum', '0.5'],
  ...['--patience', '9', '--mixup', '0.4'],
];

interface Result {
  readonly weightsSha256: string;
}

describe('how a network is trained', () => {
  it('is chosen from the command line, recorded, and the same after an interruption, with workers too', async () => {
    const { weightsSha256 } = await resultOf<Result>(small('whole', ...everything));
    const { configuration } = JSON.parse(readFileSync(at('whole/run.json'), 'utf8')) as {
      configuration: { training: object };
    };
    expect(configuration.training).toEqual({
      epochs: 2,
      batchSize: 32,
      optimizer: { kind: 'rmsprop', learningRate: 0.001, weightDecay: 0.01 },
      schedule: { kind: 'oneCycle' },
      augmentation: [{ kind: 'shift' }, { kind: 'cutout', side: 0.5 }],
      gradientAccumulation: 2,
      emaMomentum: 0.5,
      mixup: 0.4,
      patience: 9,
      restoreBest: true,
    });
    const plain = await resultOf<Result>(small('plain'));
    expect(plain.weightsSha256).not.toBe(weightsSha256);

    const two = [...everything, '--workers', '2'];
    const divided = await resultOf<Result>(small('two', ...two));
    let steps = 0;
    const interrupted = trainExperiment(await loadExperiment('images'), {
      strategy: 'linear',
      dataOptions: { train: '80', test: '20' },
      epochs: 2,
      batchSize: 32,
      optimizer: 'rmsprop',
      optimizerOptions: { weightDecay: 0.01 },
      schedule: 'oneCycle',
      augmentation: ['shift', 'cutout'],
      augmentationOptions: { side: 0.5 },
      gradientAccumulation: 2,
      emaMomentum: 0.5,
      mixup: 0.4,
      patience: 9,
      backend: 'wasm',
      workers: 2,
      runDir: at('interrupted'),
      secondsBetweenCheckpoints: 0,
      observer: {
        onStep() {
          if (++steps === 4) throw new Error('interrupted');
        },
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    const resumed = await resultOf<Result>(small('interrupted', ...two, '--resume'));
    expect(resumed.weightsSha256).toBe(divided.weightsSha256);
  });

  it.each([
    [
      ['--augmentation', 'colour'],
      'the augmentation "colour" does not fit the data digits: it needs pictures with 3 channels (red, ' +
        'green, blue), and these have 1; leave it out',
    ],
    [['--augmentation', 'shift,flip'], 'a mirrored digit is another sign'],
    [
      ['--augmentation', 'rotation', '--data', 'digit-slants'],
      '"rotation" does not fit the data digit-slants: what is to be predicted is how a digit leans',
    ],
    [['--augmentation', 'shfit'], 'did you mean "shift"?'],
    [
      ['--augmentation', 'shift', '--augmentation-options', 'distance=2'],
      'distance of the augmentation "shift" must be a number from 0 to 1, got 2',
    ],
    [['--augmentation-options', 'distance=0.1'], 'need an augmentation; name one'],
    [
      ['--optimizer', 'adadelta', '--weight-decay', '0.1'],
      'there is no setting of the optimizer "adadelta" "weightDecay"',
    ],
    [['--ema-momentum', '1'], 'emaMomentum must be a number from 0 to below 1, got 1'],
    [['--mixup', '2'], 'mixup must be a number above 0, up to 1, got 2'],
    [['--gradient-accumulation', '1000'], 'gradientAccumulation must be at most the batch size'],
    [
      [
        '--depth',
        '1',
        '--strategy',
        'slide-both',
        '--batch-size',
        '4',
        '--gradient-accumulation',
        '3',
      ],
      'a batch size of 4 in 3 parts',
    ],
  ])('refuses %j before there is a run', async (words, message) => {
    const { code, stderr } = await axiswise(small('refused', ...words));
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('is in the help, with ranges, the experiment’s own too', async () => {
    const { stdout } = await axiswise(['train', 'images', '--help']);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(/--dropout .*\[from 0 to below 1; default: 0\.4\]/);
    expect(text).toContain('rotation: rotated by up to so many degrees degrees=15, from 0 to 180');
    expect(text).toContain('rmsprop: RMSprop, with momentum rho=0.99, from 0 to below 1');
    const board = await axiswise(['train', 'board', '--help']);
    expect(board.stdout).not.toContain('rotation:');
    // A command that does not train says nothing of it.
    const visualize = await axiswise(['visualize', '--help']);
    expect(visualize.stdout).not.toContain('rmsprop');
  });
});

it('train --find-learning-rate suggests a rate and draws the curve, without a run', async () => {
  const found = await resultOf<{
    optimizer: string;
    suggestion: number;
    lowest: number;
    points: { learningRate: number; loss: number }[];
    file: string;
  }>(small('found', '--optimizer', 'sgd', '--find-learning-rate'));
  expect(found.optimizer).toBe('sgd');
  expect(found.suggestion).toBeGreaterThan(1e-4);
  expect(found.suggestion).toBeLessThanOrEqual(found.lowest);
  expect(found.points[0].learningRate).toBeCloseTo(1e-6, 12);
  expect(readFileSync(found.file, 'utf8')).toMatch(/^<svg[\s\S]*falls fastest/);
  expect(existsSync(at('found'))).toBe(false);
  const both = await axiswise(small('found', '--find-learning-rate', '--resume'));
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('mutually exclusive')]);
});
