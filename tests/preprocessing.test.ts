import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeWav } from '@axiswise/audio';
import {
  type DecodeContext,
  type DecodedExample,
  jsonLines,
  type Preprocessing,
} from '@axiswise/data';
import { decodeFile, loadData, loadExperiment, preprocessingOf } from '@axiswise/experiment';
import { writePng } from '@axiswise/image';
import { runCommand } from '@axiswise/processes';
import { Random } from '@axiswise/random';
import { afterAll, describe, expect, it } from 'vitest';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-preprocessing-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const python = process.env['AXISWISE_PYTHON'];
if (python === undefined) {
  console.log(
    'preprocessing in Python is not checked: AXISWISE_PYTHON names none with NumPy and Pillow',
  );
}

/** What the Python beside an exported model makes of a file of an experiment. */
async function inPython(
  name: string,
  file: string,
  as: DecodeContext & { readonly experiment: string },
): Promise<{ readonly ours: Float32Array; readonly theirs: Float32Array }> {
  const experiment = await loadExperiment(as.experiment);
  const preprocessing = preprocessingOf(experiment, as)!;
  const ours = await decodeFile(experiment, file, as);
  return preprocessed(name, file, { preprocessing, shape: as.shape, ours });
}

async function preprocessed(
  name: string,
  file: string,
  as: {
    readonly preprocessing: Preprocessing;
    readonly shape: readonly number[];
    readonly ours: readonly DecodedExample[];
  },
): Promise<{ readonly ours: Float32Array; readonly theirs: Float32Array }> {
  const { python: module, ...preprocessing } = as.preprocessing;
  const folder = mkdtempSync(path.join(scratch, name));
  writeFileSync(path.join(folder, 'model-card.json'), JSON.stringify({ preprocessing }));
  writeFileSync(path.join(folder, 'preprocessing.py'), module!);
  const output = path.join(folder, 'examples.bin');
  const code =
    'import sys, pathlib, preprocessing as p\n' +
    'found = p.examples(sys.argv[1]); assert found.dtype == "float32", found.dtype\n' +
    'pathlib.Path(sys.argv[2]).write_bytes(found.tobytes()); print(found.shape)';
  const { stdout } = await runCommand(python!, ['-c', code, file, output], {
    env: { ...process.env, PYTHONPATH: folder },
  });
  expect(stdout.trim()).toBe(`(${[as.ours.length, ...as.shape].join(', ')})`);
  return {
    ours: new Float32Array(as.ours.flatMap(({ input }) => [...input])),
    theirs: new Float32Array(Uint8Array.from(readFileSync(output)).buffer),
  };
}

const largest = ({ ours, theirs }: { ours: Float32Array; theirs: Float32Array }): number => {
  expect(theirs).toHaveLength(ours.length);
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i])), 0);
};

describe.skipIf(python === undefined)('the Python beside an exported model', () => {
  const random = new Random(0, 'preprocessing');

  it.each([
    [1, 1, 0],
    [3, 3, 0],
    [1, 3, 0],
    // A colour picture made grey: bytes may be rounded the other way.
    [3, 1, 1 / 255],
  ])('reads a picture of %i channels as one of %i', async (channels, wanted, tolerance) => {
    const file = path.join(scratch, `${channels}-${wanted}.png`);
    const pixels = Uint8Array.from({ length: 12 * 9 * channels }, () => random.integer(256));
    await writePng(file, { pixels, height: 12, width: 9, channels });
    const shape = [12, 9, wanted];
    const found = await inPython('picture', file, {
      experiment: 'images',
      shape,
      encoding: undefined,
    });
    expect(largest(found)).toBeLessThanOrEqual(tolerance + 1e-7);
  });

  it('reads a picture of another size nearly so', async () => {
    const file = path.join(scratch, 'large.png');
    const pixels = Float32Array.from({ length: 40 * 50 }, (_, i) => 0.5 + 0.4 * Math.sin(i / 90));
    await writePng(file, { pixels, height: 40, width: 50, channels: 1 });
    const shape = [16, 16, 1];
    const found = await inPython('picture', file, {
      experiment: 'images',
      shape,
      encoding: undefined,
    });
    expect(largest(found)).toBeLessThan(0.03);
  });

  it('reads sentences', async () => {
    const file = path.join(scratch, 'sentences.txt');
    const lines = [
      "It's a film you can't forget! (really)",
      '',
      'Café — ’n’ “naïve” № 7, good, bad?',
      'xyzzy '.repeat(40),
      'they’re GOOD… I’d say so',
    ];
    writeFileSync(file, lines.join('\n'));
    const experiment = await loadExperiment('sentences');
    const { encoding, shape } = await loadData(experiment, experiment.sources[0], {
      dataOptions: { train: '60', test: '20' },
    });
    const { words } = encoding as { readonly words: readonly string[] };
    const known = { ...(encoding as object), words: [...words, "'s", 'ca', "n't", 'café', 'they'] };
    const as = { experiment: 'sentences', shape, encoding: known };
    expect(largest(await inPython('sentences', file, as))).toBe(0);
  });

  it('reads examples in JSON lines', async () => {
    const file = path.join(scratch, 'examples.jsonl');
    const lines = [
      { label: 'a', input: [[1], [0.1]] },
      { label: 'b', input: [[-2], [1e-7]] },
    ];
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('\n'));
    const found = await preprocessed('lines', file, {
      preprocessing: jsonLines.preprocessing!({ shape: [2, 1], encoding: undefined }),
      shape: [2, 1],
      ours: await jsonLines.decode!(file, { shape: [2, 1], encoding: undefined }),
    });
    expect(largest(found)).toBe(0);
  });

  it.each([8000, 11_025])('reads a recording of %i Hz', async (sampleRateHz) => {
    const file = path.join(scratch, `${sampleRateHz}.wav`);
    const samples = Float32Array.from(
      { length: sampleRateHz / 2 },
      (_, i) => 0.4 * Math.sin((2 * Math.PI * 500 * i) / sampleRateHz) + random.normal(0, 0.05),
    );
    writeFileSync(file, writeWav({ sampleRateHz, samples }));
    const mel = {
      ...{ sampleRateHz: 8000, windowLengthSamples: 200, hopLengthSamples: 80, bands: 24 },
      ...{ lowHz: 60, highHz: 3800 },
    };
    const utterance = {
      ...{ kind: 'utterance', mel, dynamicRangeDecibels: 50, normalizedOver: 'band', frames: 60 },
    };
    const whole = { experiment: 'spectrograms', shape: [24, 60, 1], encoding: utterance };
    expect(largest(await inPython('whole', file, whole))).toBeLessThan(2e-4);
    const frames = { kind: 'frames', windowFrames: 15, ...mel };
    const cut = { experiment: 'spectrograms', shape: [24, 15, 1], encoding: frames };
    expect(largest(await inPython('frames', file, cut))).toBeLessThan(2e-4);
  });
});
