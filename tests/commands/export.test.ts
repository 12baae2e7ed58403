import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { writePng } from '@axiswise/image';
import { runCommand } from '@axiswise/processes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (...names: string[]): string => path.join(scratch, ...names);

interface Exported {
  readonly files: readonly string[];
  readonly maxDifference: number | null;
  readonly checkedWith: string | null;
  readonly checkedExamples: number;
}

/** A copy of a run, to write into. */
let run: string;
beforeAll(async () => {
  run = at('run');
  cpSync((await sharedRun('images')).runDir, run, { recursive: true });
});

describe('axiswise export', () => {
  const runs = ['images', 'images of locally-connected', 'spectrograms', 'sentences', 'board', 'motion'] as const; // prettier-ignore
  it.each(runs)(
    'writes a run of %s as ONNX, checked in ONNX Runtime, with how it is read',
    async (name) => {
      const { runDir } = await sharedRun(name);
      const out = at(name);
      const exported = await resultOf<Exported>([
        'export',
        runDir,
        '--format',
        'onnx',
        '--out',
        out,
      ]);
      expect(exported).toMatchObject({ checkedWith: 'onnxruntime-web', checkedExamples: 200 });
      expect(exported.maxDifference).toBeLessThan(1e-4);
      expect(exported.files.map((file) => path.relative(out, file)).sort()).toEqual(
        readdirSync(out).sort(),
      );
      const card = JSON.parse(readFileSync(path.join(out, 'model-card.json'), 'utf8')) as {
        preprocessing: { steps: string[]; settings: object };
        input: { axes: string[] };
      };
      expect(card.preprocessing.steps.length).toBeGreaterThan(name === 'motion' ? 0 : 2);
      const model = readFileSync(path.join(out, 'model.onnx'));
      expect(model.includes(JSON.stringify(card.preprocessing.steps[0]).slice(1, -1))).toBe(true);
      expect(model.includes(card.input.axes.join('_'))).toBe(true);
    },
  );

  it.each(['keras', 'npz'])('writes %s, checked where Python has the framework', async (format) => {
    const out = at(format);
    const exported = await resultOf<Exported>(['export', run, '--format', format, '--out', out]);
    if (exported.maxDifference === null) {
      console.log(`${format} is not checked: AXISWISE_PYTHON names no Python with the framework`);
    } else {
      expect(exported.maxDifference).toBeLessThan(1e-4);
      expect(exported.checkedWith).toMatch(/^(keras|torch) \d/);
    }
  });

  it.skipIf(process.env['AXISWISE_PYTHON'] === undefined)(
    'predicts a raw file as the README says, with the same result as predict',
    async () => {
      const out = at('npz');
      const readme = readFileSync(path.join(out, 'README.md'), 'utf8');
      const [, code] = /```python\n([^]*?)```/.exec(readme)!;
      const file = at('digit.png');
      const pixels = Float32Array.from({ length: 28 * 28 }, (_, i) => (i % 28) / 28);
      await writePng(file, { pixels, height: 28, width: 28, channels: 1 });
      const { stdout } = await runCommand(
        process.env['AXISWISE_PYTHON']!,
        [
          '-c',
          `${code.replace('the-file', file)}\nprint(probabilities.argmax(), probabilities.max())`,
        ],
        { cwd: out },
      );
      const [label, probability] = stdout.trim().split(' ');
      const { predictions } = await resultOf<{
        predictions: { label: string; probability: number }[];
      }>(['predict', run, file]);
      expect(label).toBe(predictions[0].label);
      expect(Number(probability)).toBeCloseTo(predictions[0].probability, 5);
    },
  );

  it('says where there is nothing to check with', async () => {
    const { stdout, stderr } = await axiswise(['export', run, '--format', 'keras'], {
      env: { AXISWISE_PYTHON: at('no-python') },
    });
    expect(stdout).toContain(path.join(run, 'export', 'keras', 'model.keras'));
    expect(stdout).toContain('checked    no: it takes Python with keras');
    expect(stderr).toContain('not checked against another framework: that takes Python with keras');
  });

  it('replaces only what it wrote, and only when told', async () => {
    const out = at('again');
    const words = ['export', run, '--format', 'onnx', '--out', out];
    await resultOf<Exported>(words);
    const refused = await axiswise(words);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      `${out} already exists; replace it with --overwrite, or choose another --out`,
    );
    writeFileSync(path.join(out, 'old'), '');
    await resultOf<Exported>([...words, '--overwrite']);
    expect(existsSync(path.join(out, 'old'))).toBe(false);

    const mine = at('mine');
    mkdirSync(mine);
    writeFileSync(path.join(mine, 'letter.txt'), 'dear');
    const kept = await axiswise(['export', run, '--format', 'onnx', '--out', mine, '--overwrite']);
    expect(kept.code).toBe(2);
    expect(kept.stderr).toContain(`${mine} holds no exported model (it holds letter.txt)`);
    expect(readdirSync(mine)).toEqual(['letter.txt']);
  });

  it('refuses a run that is not finished, and formats that are not there', async () => {
    const interrupted = path.join(import.meta.dirname, '../fixtures/first-release/interrupted');
    const unfinished = await axiswise([
      'export',
      interrupted,
      '--format',
      'onnx',
      '--out',
      at('x'),
    ]);
    expect(unfinished).toMatchObject({ code: 2, stdout: '' });
    expect(unfinished.stderr).toMatch(/the run in .* is not finished; finish it/);
    const absent = await axiswise(['export', at('nothing'), '--format', 'onnx']);
    expect(absent.stderr).toContain('there is no run in');
    const unknown = await axiswise(['export', run, '--format', 'onx']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('there is no format "onx"; did you mean "onnx"?');
    expect(existsSync(at('x'))).toBe(false);
  });

  it('refuses a place that cannot be written', async () => {
    const file = at('file');
    writeFileSync(file, '');
    const { code, stderr } = await axiswise([
      'export',
      run,
      '--format',
      'onnx',
      '--out',
      path.join(file, 'x'),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('a file stands where a folder is needed');
    expect(readdirSync(scratch).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
