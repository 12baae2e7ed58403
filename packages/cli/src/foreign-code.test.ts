import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { callsInOneProcess } from './calls.fixture.ts';

/** A project whose folder and whose dependency each bring experiments that leave a mark when executed. */
let project: string;
let mark: string;

beforeAll(() => {
  project = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'axiswise-foreign-')));
  mark = path.join(project, 'executed');
  const leaveMark = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(mark)}, '');\n`;
  const files = {
    'package.json': JSON.stringify({ dependencies: { hands: '1.0.0' } }),
    'experiments/gestures/experiment.ts': `${leaveMark}throw new Error('broken');`,
    'experiments/typed/experiment.ts':
      "const name: string = 'typed';\n" +
      "export default { name, sources: [{ name: 'typed-data', description: 'typed' }] };",
    'experiments/axiswise/experiment.ts': leaveMark,
    'experiments/images/experiment.ts': leaveMark,
    'node_modules/hands/package.json': JSON.stringify({
      type: 'module',
      axiswise: { experiments: { grips: './grips.js', board: './grips.js', all: './grips.js' } },
    }),
    'node_modules/hands/grips.js':
      leaveMark +
      "export default { name: 'grips', sources: [{ name: 'grips-data', description: 'grips' }] };",
  };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), content);
  }
});

const calls = (...words: string[]) =>
  callsInOneProcess(
    words.map((call) => call.split(' ')),
    { cwd: project },
  );

describe('code of packages and of the working directory', () => {
  it('is not executed unless its experiment is named, nor does it take the name of ours', async () => {
    // The value of an option does not name an experiment, and "all" stands for ours.
    const refused = ['explain --data gestures images', 'explain all', 'compare all --sizes x'];
    const outcomes = await calls(
      '--help',
      '--help gestures',
      '--get-yargs-completions axiswise train gestures',
      'data list --json',
      'data verify digits',
      'data fetch digits',
      'data list --experiment images',
      'runs list --json',
      'explain images',
      'explain board',
      ...refused,
    );
    for (const { words, code } of outcomes) {
      expect({ words, code }).toEqual({ words, code: refused.includes(words) ? 2 : 0 });
    }
    const { datasets } = JSON.parse(outcomes[3].stdout) as { datasets: { name: string }[] };
    expect(datasets.map(({ name }) => name)).toContain('mnist');
    expect(datasets.map(({ name }) => name)).not.toContain('grips-data');
    expect(existsSync(mark)).toBe(false);
    expect(outcomes.find(({ words }) => words === 'explain images')!.stdout).toMatch(/^Pictures: /);
    // Said once a process.
    const said = outcomes.map(({ stderr }) => stderr).join('');
    expect(said).toContain(
      `the folder ${path.join(project, 'experiments/images')} also brings an experiment called ` +
        '"images"; the one of Axiswise is taken',
    );
    expect(said).toContain('the package hands also brings an experiment called "board"');
  });

  it('is executed where its experiment is named', async () => {
    const [listed] = await calls('data list --experiment grips --json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ datasets: [{ name: 'grips-data' }] });
    expect(existsSync(mark)).toBe(true);
    rmSync(mark);
  });

  it('may be TypeScript in a project that does not say of which modules it is', async () => {
    const entry = path.join(import.meta.dirname, '../bin/axiswise.js');
    const words = ['data', 'list', '--experiment', 'typed', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [entry, ...words], {
      cwd: project,
    });
    expect(JSON.parse(stdout)).toMatchObject({ datasets: [{ name: 'typed-data' }], failures: [] });
  });

  it('is left out of a list where it is broken, in one line', async () => {
    const words = 'data list --experiment gestures --experiment sentences --json';
    const [{ code, stdout, stderr }] = await calls(words);
    expect(code).toBe(0);
    expect(stderr.trim().split('\n')).toEqual([
      `left out: the experiment "gestures" of the folder ${path.join(project, 'experiments/gestures')} ` +
        'does not load: broken',
    ]);
    const { datasets, failures } = JSON.parse(stdout) as {
      datasets: { name: string }[];
      failures: { experiment: string }[];
    };
    expect(datasets.map(({ name }) => name)).toContain('reviews');
    expect(failures).toMatchObject([{ experiment: 'gestures' }]);
    rmSync(mark);
  });
});
