import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadExperiment, networkOf } from '@axiswise/experiment';
import { deriveNetwork, inputOf, slide } from '@axiswise/geometry';
import { readPredictions } from '@axiswise/predictions';
import { trainExperiment } from '@axiswise/runner';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { axiswise } from './commands/axiswise.ts';
import { readTutorial } from './commands/tutorial.ts';
import pulsesExperiment, { pulses } from './fixtures/own-layer/experiments/pulses/experiment.ts';
import { gatedConvolution } from './fixtures/own-layer/experiments/pulses/gated-convolution.ts';
import { inOwnProject } from './own-project.ts';

/** A project with an experiment folder whose layer kind nothing of ours knows. */
const { project, home, inProject, at, documentOf } = inOwnProject('own-layer');

interface Trained {
  readonly weightsSha256: string;
  readonly parameters: number;
  readonly test: { readonly accuracy: number; readonly loss: number };
}
const gated = 'gated_convolution_1';
const run = at('whole');

/** docs/add-a-layer.md shows this layer and these commands. */
const page = readTutorial(fileURLToPath(new URL('../docs/add-a-layer.md', import.meta.url)));

/** The words of a command of the page, with the run in a temporary folder. */
function wordsOf(command: string): string[] {
  const found = page.commands.find((each) => each.startsWith(`npx axiswise ${command}`));
  if (found === undefined) throw new Error(`the page has no command ${command}`);
  return found.replaceAll('runs/pulses/gated', run).split(' ').slice(2);
}
let trained: Trained;
beforeAll(async () => {
  trained = await documentOf<Trained>(...wordsOf('train'));
});

describe('a layer kind of the user, a gated linear unit', () => {
  it('is shown whole by the page that tells how to add a layer', () => {
    for (const [file, code] of page.files) {
      expect(code, file).toBe(readFileSync(path.join(project, file), 'utf8'));
    }
    expect([...page.files.keys()]).toEqual([
      'experiments/pulses/gated-convolution.ts',
      'experiments/pulses/gated-convolution.test.ts',
      'experiments/ripples/squeeze-and-excite.ts',
    ]);
    const experiment = readFileSync(path.join(project, 'experiments/pulses/experiment.ts'), 'utf8');
    for (const fragment of page.fragments) expect(experiment).toContain(fragment);
    expect(page.commands).toHaveLength(7);
  });

  it('is explained', async () => {
    const { layers } = await documentOf<{ layers: object[] }>(...wordsOf('explain'));
    expect(layers[0]).toMatchObject({
      name: gated,
      kind: 'gated-convolution',
      outputShape: [21, 16],
      parameters: 2 * 16 * (4 + 1),
      macs: 2 * 21 * 16 * 4,
      receptiveField: { time: 4 },
    });
    const { stdout } = await axiswise(['explain', 'pulses'], inProject);
    expect(stdout).toContain('16 gated filters: slides time 4');
  });

  it('trains', () => {
    expect(trained.parameters).toBe(2 * 16 * 5 + 17 * 12 + 13 * 2);
    expect(trained.test.accuracy).toBeGreaterThan(0.85);
  });

  it('goes on after an interruption as if there had been none', async () => {
    const runDir = at('interrupted');
    let steps = 0;
    const interrupted = trainExperiment(await loadExperiment('pulses'), {
      runDir,
      backend: testBackend(),
      secondsBetweenCheckpoints: 0,
      observer: {
        onStep() {
          if (++steps === 14) throw new Error('interrupted');
        },
      },
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    const resumed = await documentOf<Trained>('train', 'pulses', '--run-dir', runDir, '--resume');
    expect(resumed.weightsSha256).toBe(trained.weightsSha256);
    expect(resumed.test).toEqual(trained.test);
  });

  it('is evaluated', async () => {
    const { test } = await documentOf<Trained>(...wordsOf('evaluate'));
    expect(test.accuracy).toBe(trained.test.accuracy);
    expect(test.loss).toBeCloseTo(trained.test.loss, 5);
  });

  it('is brought to a size', async () => {
    const words = ['--seeds', '1', '--epochs', '2', '--jobs', '1', '--run-dir', at('compared')];
    const { experiments } = await documentOf<{
      experiments: {
        strategies: {
          widthMultiplier: number;
          sizeRatio: number;
          shape?: object;
          accuracy: { values: number[] };
        }[];
      }[];
    }>(...wordsOf('compare'), ...words);
    const [slides, spans] = experiments[0].strategies;
    expect(slides).toMatchObject({ widthMultiplier: 1, sizeRatio: 1 });
    // 16 filters that span would have 2 × 16 × 25 parameters instead of 2 × 16 × 5.
    expect(spans.widthMultiplier).toBeLessThan(0.6);
    // Eight filters are the least; even without the hidden dense layer it is a little larger.
    expect(spans.shape).toMatchObject({ narrowest: 8, layersLeftOut: 1 });
    expect(spans.sizeRatio).toBeGreaterThan(1.02);
    expect(spans.sizeRatio).toBeLessThan(1.1);
    expect(spans.accuracy.values).toHaveLength(1);
  });

  it('is looked into', async () => {
    const out = at('seen.svg');
    const { units } = await documentOf<{
      units: { activationBefore: number; activationAfter: number }[];
    }>(...wordsOf('visualize'), '--steps', '8', '--out', out);
    expect(units).toHaveLength(2);
    for (const { activationBefore, activationAfter } of units) {
      expect(activationAfter).toBeGreaterThan(activationBefore);
    }
    expect(readFileSync(out, 'utf8')).toContain('>time<');
  });

  it('is exported as it says itself', async () => {
    const out = at('onnx');
    const { maxDifference, checkedWith } = await documentOf<{
      maxDifference: number;
      checkedWith: string;
    }>(...wordsOf('export'), '--out', out);
    expect(checkedWith).toBe('onnxruntime-web');
    expect(maxDifference).toBeLessThan(1e-5);
    // The sigmoid is an operator that only the kind itself names so.
    expect(readFileSync(path.join(out, 'model.onnx')).includes(`${gated}_open`)).toBe(true);
  });

  it('is loaded by plain TensorFlow.js, with the same predictions', async () => {
    const { splits } = await pulses.load({ dataDir: at('.'), seed: 0 });
    const inputs = new Float32Array(splits.test.length * 24);
    await splits.test.gather([...splits.test.labels.keys()], inputs);
    writeFileSync(at('inputs.json'), JSON.stringify([...inputs]));
    const script = `
      import { readFileSync } from 'node:fs';
      import * as tf from '@tensorflow/tfjs';
      const read = (file) => readFileSync(file);
      const { modelTopology, weightsManifest } = JSON.parse(read('${run}/model/model.json'));
      const model = await tf.loadLayersModel(tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: Uint8Array.from(read('${run}/model/weights.bin')).buffer,
      }));
      const inputs = JSON.parse(read('${at('inputs.json')}'));
      const probabilities = model.predict(tf.tensor(inputs, [inputs.length / 24, 24, 1]));
      console.log(JSON.stringify(tf.argMax(probabilities, 1).arraySync()));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: home },
    );
    const { models } = await readPredictions([path.join(run, 'test-predictions.csv')]);
    const [{ predicted }] = models[0].seeds;
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual([...predicted]);
  });

  it('refuses what it cannot do', () => {
    const move = { time: slide(4, { padding: 'same' as const }) };
    const input = inputOf(pulsesExperiment.axes, [24, 1]);
    expect(() => deriveNetwork(input, [gatedConvolution(2, { move })])).toThrow(
      'gated_convolution_1: gated filters take no padding and no dilation',
    );
  });

  it('says what it does along each axis, as our own do', () => {
    const { layers } = networkOf(pulsesExperiment, 'span-time', pulsesExperiment.example);
    expect(layers[0].kind.alongAxes?.(layers[0])).toEqual([
      { axis: 'time', move: 'span', kernelSize: 24, stride: 1, dilation: 1, length: 24 },
    ]);
  });
});
