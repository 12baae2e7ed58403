import { existsSync, readFileSync } from 'node:fs';
import { loadExperiment } from '@axiswise/experiment';
import { deriveNetwork, inputOf } from '@axiswise/geometry';
import { trainExperiment } from '@axiswise/runner';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiswise } from './commands/axiswise.ts';
import ripples from './fixtures/own-layer/experiments/ripples/experiment.ts';
import { squeezeAndExcite } from './fixtures/own-layer/experiments/ripples/squeeze-and-excite.ts';
import { inOwnProject } from './own-project.ts';

/** A project with an experiment whose network has branches, normalisations, groups and a join of its own. */
const { inProject, at, documentOf } = inOwnProject('own-layer');

interface Trained {
  readonly weightsSha256: string;
  readonly parameters: number;
  readonly test: { readonly accuracy: number; readonly loss: number };
}

const run = at('whole');
let trained: Trained;
beforeAll(async () => {
  trained = await documentOf<Trained>('train', 'ripples', '--run-dir', run);
});

/** Trains until a step, then throws. */
async function interruptedAfter(step: number, runDir: string, workers: number): Promise<void> {
  let steps = 0;
  const interrupted = trainExperiment(await loadExperiment('ripples'), {
    ...{ runDir, workers, backend: testBackend(), secondsBetweenCheckpoints: 0 },
    observer: {
      onStep() {
        if (++steps === step) throw new Error('interrupted');
      },
    },
  });
  await expect(interrupted).rejects.toThrow('interrupted');
}

describe('a network of composed layers', () => {
  it('is explained, layer by layer', async () => {
    const { layers } = await documentOf<{ layers: { name: string; kind: string }[] }>(
      ...['explain', 'ripples'],
    );
    expect(layers.map(({ name }) => name)).toEqual([
      'convolution_1',
      ...['identity_1', 'batch_normalization_1', 'activation_1', 'convolution_2'],
      ...['batch_normalization_2', 'activation_2', 'convolution_3', 'addition_1'],
      ...['batch_normalization_3', 'activation_3'],
      ...['identity_2', 'global_pooling_1', 'convolution_4', 'convolution_5', 'gate_1'],
      ...['depthwise_convolution_1', 'grouped_convolution_1', 'group_normalization_1'],
      ...['global_pooling_2', 'flatten_1', 'dense_1'],
    ]);
    const { stdout } = await axiswise(['explain', 'ripples'], inProject);
    expect(stdout).toContain('sum of identity_1 and convolution_3');
    expect(stdout).toContain('identity_2 times convolution_5');
    expect(stdout).toContain('16 filters of 4 weights, in 4 groups: slides time 1');
    expect(stdout).toContain('4 groups of 4 channels, each to mean 0, variance 1');
  });

  it('trains', () => {
    expect(trained.test.accuracy).toBeGreaterThan(0.85);
  });

  it('goes on after an interruption as if there had been none', async () => {
    const runDir = at('interrupted');
    await interruptedAfter(14, runDir, 1);
    const resumed = await documentOf<Trained>('train', 'ripples', '--run-dir', runDir, '--resume');
    expect(resumed.weightsSha256).toBe(trained.weightsSha256);
    expect(resumed.test).toEqual(trained.test);
  });

  it('gives the same bits again with two workers, also after an interruption', async () => {
    const two = ['train', 'ripples', '--workers', '2', '--run-dir'];
    const first = await documentOf<Trained>(...two, at('two'));
    const runDir = at('two-interrupted');
    await interruptedAfter(14, runDir, 2);
    const resumed = await documentOf<Trained>('train', 'ripples', '--run-dir', runDir, '--resume');
    expect(resumed.weightsSha256).toBe(first.weightsSha256);
    expect(first.test.accuracy).toBeGreaterThan(0.85);
  });

  it('is evaluated from its saved model', async () => {
    const { test } = await documentOf<Trained>('evaluate', run);
    expect(test.accuracy).toBe(trained.test.accuracy);
    expect(test.loss).toBeCloseTo(trained.test.loss, 5);
  });

  it('is brought to a size, with its sums, gates and groups in order', async () => {
    const words = ['explain', 'ripples', '--budget', 'parameters', '--scales', '0.6,1,3'];
    const { compared } = await documentOf<{
      compared: { scales: { strategies: { name: string; sizeRatio: number }[] }[] };
    }>(...words, '--tune', '0');
    for (const { strategies } of compared.scales) {
      const slides = strategies.find(({ name }) => name === 'slide-time')!;
      expect(slides.sizeRatio).toBeGreaterThan(0.98);
      expect(slides.sizeRatio).toBeLessThan(1.02);
    }
  });

  it.each(['addition_1', 'gate_1', 'batch_normalization_3', 'grouped_convolution_1'])(
    'is looked into at %s',
    async (layer) => {
      const out = at(`${layer}.svg`);
      const words = ['--layer', layer, '--units', '0', '--steps', '8', '--out', out];
      const { units } = await documentOf<{
        units: { activationBefore: number; activationAfter: number }[];
      }>('visualize', run, ...words);
      expect(units[0].activationAfter).toBeGreaterThan(units[0].activationBefore);
      expect(readFileSync(out, 'utf8')).toContain('>time<');
    },
  );

  it('leaves for another framework', async () => {
    const { maxDifference, checkedWith } = await documentOf<{
      maxDifference: number;
      checkedWith: string;
    }>('export', run, '--format', 'onnx', '--out', at('onnx'));
    expect(checkedWith).toBe('onnxruntime-web');
    expect(maxDifference).toBeLessThan(1e-5);
    for (const format of ['keras', 'npz', 'savedmodel']) {
      const { files } = await documentOf<{ files: string[] }>(
        ...['export', run, '--format', format, '--out', at(format)],
      );
      expect(files.length).toBeGreaterThan(1);
    }
  });

  it('shows the dense layers of its convolutions, and says of which it does not', async () => {
    const words = ['equivalence', 'ripples', '--layer'];
    await documentOf(...words, 'convolution_2');
    const { code, stderr } = await axiswise([...words, 'grouped_convolution_1'], inProject);
    expect(code).toBe(2);
    expect(stderr).toContain(
      '"grouped_convolution_1" is a grouped-convolution, whose dense layer is not computed here',
    );
  });

  it('is refused with batches of one example, before anything is written', async () => {
    const runDir = at('alone');
    const words = ['train', 'ripples', '--batch-size', '1', '--run-dir', runDir];
    const { code, stderr } = await axiswise(words, inProject);
    expect(stderr).toContain('batch_normalization_1 normalises over the examples of a batch');
    expect(code).toBe(2);
    expect(existsSync(runDir)).toBe(false);
  });

  it('refuses in its own words what does not fit its own join', () => {
    const input = inputOf(ripples.axes, [24, 1]);
    expect(() => deriveNetwork(input, [squeezeAndExcite(8)])).toThrow(
      'gate_1: 1 maps need as many gates, got 8',
    );
  });
});
