import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadExperiment } from '@axiswise/experiment';
import { lookIntoRun } from '@axiswise/interpret';
import { evaluateRun, openTrainingRun, predictFiles, trainExperiment } from '@axiswise/runner';
import { listRuns, recordedLayers } from '@axiswise/runs';

const fixtures = 'tests/fixtures/first-release';
const pictures = path.join(fixtures, 'pictures');
const finished = path.join(fixtures, 'finished');

/** A copy of a run, to be written into. */
function copyOf(run: string): string {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'axiswise-first-release-')), run);
  cpSync(path.join(fixtures, run), folder, { recursive: true });
  return folder;
}

const call = {
  strategy: 'linear',
  data: pictures,
  dataOptions: { size: '8x8', channels: '1' },
  epochs: 3,
  batchSize: 4,
  backend: 'wasm',
} as const;

describe('a run of the first release', () => {
  it('is read: its layers are data, as far as it recorded them', async () => {
    const run = await openTrainingRun(finished);
    expect(run!.record.configuration.architecture).toBeUndefined();
    expect(recordedLayers(run!.record.configuration)).toEqual([
      { name: 'flatten_1', kind: 'flatten', outputShape: [64] },
      { name: 'dense_1', kind: 'dense', outputShape: [2] },
    ]);
  });

  it('is evaluated as it was then', async () => {
    const { test, confusion } = await evaluateRun(finished, { backend: 'wasm' });
    const { result } = (await openTrainingRun(finished))!.record;
    expect(test).toMatchObject(result!.test);
    expect(confusion).toEqual(result!.confusion);
  });

  it('predicts', async () => {
    const [{ prediction }] = await predictFiles(
      finished,
      [path.join(pictures, 'across', '0.png')],
      {
        backend: 'wasm',
      },
    );
    expect(['across', 'upright']).toContain(prediction.label);
  });

  it('is looked into', async () => {
    const { network, logits } = await lookIntoRun(finished, { backend: 'wasm' });
    expect(logits).toBe('dense_1');
    expect(network.layers.map(({ name }) => name)).toEqual([
      'flatten_1',
      'dense_1',
      'probabilities',
    ]);
  });

  it('goes on from its checkpoint to the weights of the uninterrupted one', async () => {
    const runDir = copyOf('interrupted');
    expect(await listRuns(runDir)).toMatchObject([{ status: 'interrupted', epochsDone: 2 }]);
    const experiment = await loadExperiment('images');
    const notices: string[] = [];
    const observer = { onNotice: (line: string) => void notices.push(line) };
    const result = await trainExperiment(experiment, { ...call, runDir, resume: true, observer });
    // A network without convolutions meets none of the kernels that round differently since.
    expect(notices.join('\n')).toContain('began with another wasm (kernels none → 2)');
    const { result: uninterrupted } = (await openTrainingRun(finished))!.record;
    expect(result.weightsSha256).toBe(uninterrupted!.weightsSha256);
    const epochs = readFileSync(path.join(runDir, 'metrics.jsonl'), 'utf8').trim().split('\n');
    expect(epochs.map((line) => (JSON.parse(line) as { epoch: number }).epoch)).toEqual([1, 2, 3]);
  });

  it('goes on with an equal architecture only', async () => {
    const experiment = await loadExperiment('images');
    const resumed = trainExperiment(experiment, {
      ...call,
      strategy: 'span-both',
      runDir: copyOf('interrupted'),
      resume: true,
    });
    await expect(resumed).rejects.toMatchObject({ code: 'run-differs' });
  });
});
