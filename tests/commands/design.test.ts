import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Design } from '@axiswise/design';
import { readDiagnosis } from '@axiswise/diagnose';
import { Random } from '@axiswise/random';
import { npy, npz } from '../../packages/data/src/arrays/npy.fixture.ts';
import { afterAll, describe, expect, it } from 'vitest';
import { NxWorkspace } from '../nx/workspace.ts';
import { axiswise, resultOf } from './axiswise.ts';

type Result = Design & { readonly reportPath: string; readonly reportPaths: readonly string[] };

/** A project of somebody else, who has installed Axiswise. */
const project = new NxWorkspace();
project.copy('package.json', '.prettierrc.json');
project.linkInstalled({ ownPackages: false });
afterAll(() => project.remove());

const call = { cwd: project.root };
/** So little that the verdicts mean nothing, in seconds. */
const small = [
  ...['--seeds', '1', '--tune', '0', '--epochs', '1', '--jobs', '1'],
  ...['--train-examples', '60', '--test-examples', '40'],
];

/** Two classes with a pattern of their own anywhere along time, at four sensors. */
function signals(examples: number): { x: Buffer; y: Buffer } {
  const random = new Random(0, 'signals');
  const labels = Array.from({ length: examples }, (_, i) => i % 2);
  const values = labels.flatMap((label) => {
    const input = Array.from({ length: 4 * 16 }, () => random.normal(0, 0.5));
    const start = random.integer(12);
    for (let i = 0; i < 4; i++) input[(label + 1) * 16 + start + i] += 3;
    return input;
  });
  return { x: npy('<f4', [examples, 4, 16], values), y: npy('<i8', [examples], labels) };
}

project.write({ 'data/.keep': '' });
const written = (name: string, content: Buffer | string): string => {
  mkdirSync(path.dirname(project.path(name)), { recursive: true });
  writeFileSync(project.path(name), content);
  return name;
};
const mine = written('data/mine.npz', npz(signals(240)));
const ofMine = ['design', '--data', mine, '--axes', 'sensor,time', ...small];

const refused = async (...words: string[]): Promise<string> => {
  const { code, stderr } = await axiswise(['design', ...words], call);
  expect(code, stderr).toBe(2);
  return stderr;
};

describe('design', () => {
  it('writes an experiment from arrays, trains it and compares it; the same call goes on', async () => {
    const result = await resultOf<Result>(ofMine, call);
    expect(result).toMatchObject({
      experiment: 'mine',
      data: 'mine',
      shape: [4, 16, 1],
      classes: ['0', '1'],
    });
    expect(result.files).toEqual(
      ['README.md', 'experiment.test.ts', 'experiment.ts'].map((file) =>
        path.join('experiments/mine', file),
      ),
    );
    expect(result.axes.map(({ axis, length }) => [axis, length])).toEqual([
      ['sensor', 4],
      ['time', 16],
    ]);
    const [first, ...others] = result.strategies;
    expect(first).toMatchObject({ name: result.recommended.strategy, behind: null });
    expect(others.map(({ name }) => name)).toContain('span-both');
    for (const { behind } of others) expect(behind!.verdict).toMatch(/seed/);
    for (const file of [...result.files, ...result.reportPaths, result.trained.modelDir]) {
      expect(existsSync(project.path(file)), file).toBe(true);
    }

    // The declaration says what the diagnosis found, and quotes it.
    const text = readFileSync(project.path('experiments/mine/experiment.ts'), 'utf8');
    expect(text).toContain("new URL('../../data/mine.npz', import.meta.url)");
    expect(text).toMatch(/(yes|no)\(\n?\s*'/);
    for (const { axis, move, moving } of result.axes) {
      if (moving.verdict === 'not shown' && move === 'span') {
        expect(text).toMatch(new RegExp(`${axis}: \\{\\s+patternsRecur: no\\(\\s+'not shown: `));
      }
    }
    const { axes, recommendation } = (await readDiagnosis(project.path(result.diagnosisDir)))!;
    expect(recommendation.strategy).toBe(result.recommended.strategy);
    expect(axes.map(({ declared }) => declared.patternsRecur)).toEqual(
      result.axes.map(({ move }) => move === 'slide'),
    );
    const readme = readFileSync(project.path('experiments/mine/README.md'), 'utf8');
    expect(readme).toContain('## Measured');
    expect(readme).toMatch(/^\| sensor \| \*\*(yes|no)\*\*, .+ \| \*\*(yes|no)\*\*, .+ \|$/m);

    const { code, stderr, stdout } = await axiswise(ofMine, call);
    expect(code).toBe(0);
    expect(stderr).toContain('of an earlier call were used');
    // All steps take the same engine, and say so once.
    expect(stderr.match(/^backend .+$/gm)).toHaveLength(1);
    expect(stderr).toMatch(/(\d+) trials, \1 of them finished/);
    expect(stdout).toMatch(/axis +positions +filters +how sure/);
    expect(stdout).toContain(`${result.recommended.strategy} gets`);

    // Found by its name, with its data, by all other commands.
    const explained = await resultOf<{ strategy: string }>(['explain', 'mine'], call);
    expect(explained.strategy).toBe(result.recommended.strategy);

    writeFileSync(project.path('experiments/mine/experiment.ts'), `${text}\n// Mine.\n`);
    expect(await refused(...ofMine.slice(1))).toMatch(
      /experiments\/mine exists already, and a design does not replace it; choose another --name, or remove/,
    );
    rmSync(project.path('experiments/mine'), { recursive: true });
  });

  it('refuses in one sentence what cannot be designed, before anything is trained', async () => {
    const { x, y } = signals(240);
    const few = npz(signals(30));
    const labels = (...values: number[]) => npy('<i8', [values.length], values);
    const axes = ['--axes', 'sensor,time'];
    const cases: [string[], RegExp][] = [
      [
        ['--data', written('data/whole.npz', npz({ x, y })), ...axes, '--cyclic', 'sensors'],
        /there is no axis "sensors" that could be cyclic; the axes are sensor and time$/,
      ],
      [
        ['--data', written('data/short.npz', npz({ x, y: labels(0, 1) })), ...axes],
        /y has 2 labels, but .+x has 240 examples; both must be equally many$/,
      ],
      [
        [
          '--data',
          written('data/one.npz', npz({ x, y: npy('<i8', [240], Array(240).fill(1)) })),
          ...axes,
        ],
        /has a single class \(1\); a classifier needs at least two$/,
      ],
      [
        [
          '--data',
          written(
            'data/deep.npz',
            npz({ x: npy('<f4', [2, 2, 2, 2, 2], Array(32).fill(0)), y: labels(0, 1) }),
          ),
          ...axes,
        ],
        /x has the shape \[2, 2, 2, 2, 2\], but 2 axes are named/,
      ],
      [
        ['--data', mine, '--axes', 'a,b,c,d,e'],
        /--axes names 5 axes \(a, b, c, d, e\), but networks are built over four at most/,
      ],
      [['--data', mine], /do not say what their axes are; name them in .+ --axes sensor,time$/],
      [
        ['--data', written('data/few.npz', few), ...axes],
        /"few" has 24 examples to learn from, too few to design an experiment from: at least 50 are needed besides those for test/,
      ],
      [
        ['--data', mine, ...axes, '--name', 'images'],
        /the name "images" is taken by the experiment of the folder .+; choose another --name/,
      ],
      [
        ['--data', mine, ...axes, '--name', 'My Data'],
        /"My Data" cannot name an experiment: write lower-case words/,
      ],
      [
        ['--data', mine, ...axes, '--task', 'regression'],
        /"mine" is for classification \(one class of each example\), but the task must be regression; what is predicted/,
      ],
      [['--data', 'nowhere.npz', ...axes], /there is no file or folder "nowhere\.npz"/],
      [
        ['--data', written('data/thing.dat', ''), ...axes],
        /is none of the data that is read, or several: .+; name one with --data-format$/,
      ],
    ];
    for (const [words, message] of cases) {
      expect((await refused(...words)).trim()).toMatch(message);
    }
    const noise = new Random(0, 'noise');
    const values = Array.from({ length: 240 * 64 }, () => noise.normal());
    const noisy = written('data/noise.npz', npz({ x: npy('<f4', [240, 4, 16], values), y }));
    expect(await refused('--data', noisy, ...axes, ...small)).toMatch(
      /nothing was learned from 60 training examples: .+ so add examples, or check that labels/,
    );
    expect(existsSync(project.path('experiments/noise'))).toBe(false);
    written('experiments/notes/README.md', 'mine');
    expect(await refused('--data', mine, ...axes, '--name', 'notes')).toMatch(
      /experiments\/notes exists already, and a design does not replace it; choose another --name/,
    );
    expect(existsSync(project.path('runs/notes'))).toBe(false);
  });
});
