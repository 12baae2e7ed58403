import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { callsInOneProcess } from './calls.fixture.ts';

const finished = path.join(import.meta.dirname, '../../../tests/fixtures/first-release/finished');
let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'axiswise-runs-')));
  cpSync(finished, path.join(project, 'runs/images/linear'), { recursive: true });
});

const calls = (...words: string[]) =>
  callsInOneProcess(
    words.map((call) => call.split(' ')),
    { cwd: project },
  );

describe('axiswise runs', () => {
  it('lists and shows a run, as text and as JSON, without an engine', async () => {
    const [list, listed, show, shown] = await calls(
      'runs',
      'runs list --json',
      'runs show images/linear',
      'runs show runs/images/linear --json',
    );
    for (const { words, code, stderr, engine } of [list, listed, show, shown]) {
      expect({ words, code, stderr, engine }).toEqual({ words, code: 0, stderr: '', engine: 0 });
    }
    expect(list.stdout).toMatch(/^kind +experiment +strategy +data +seed +status +accuracy/);
    expect(list.stdout).toMatch(
      /\nrun +images +linear .* finished +\d+\.\d\d % .* runs\/images\/linear\n/,
    );
    expect(JSON.parse(listed.stdout)).toMatchObject({
      runsDir: 'runs',
      runs: [{ kind: 'run', experiment: 'images', strategy: 'linear', status: 'finished' }],
    });
    expect(show.stdout).toMatch(/^kind +run\nfolder +runs\/images\/linear\nexperiment +images\n/);
    expect(show.stdout).toMatch(/\nflatten_1 +flatten +64 /);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      runs: [{ experiment: 'images', parts: [], content: { status: 'finished' } }],
    });
  });

  it('removes what is named, and nothing where one of the names is wrong', async () => {
    const [wrong, removed, list] = await calls(
      'runs rm images/linear images/lienar',
      'runs rm images/linear --json',
      'runs list',
    );
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toBe(
      'axiswise: there is no run, comparison or diagnosis in images/lienar; did you mean "images/linear"?\n',
    );
    expect(removed.code).toBe(0);
    expect(JSON.parse(removed.stdout)).toEqual({ removed: ['runs/images/linear'] });
    expect(list.stdout).toBe('no runs in runs\n');
    expect(existsSync(path.join(project, 'runs/images/linear'))).toBe(false);
  });

  it('never removes a folder because of its name, nor the working directory', async () => {
    mkdirSync(path.join(project, 'compare-offers'));
    writeFileSync(path.join(project, 'compare-offers/offer.txt'), 'mine');
    cpSync(finished, project, { recursive: true });
    const outcomes = await calls('runs rm compare-offers', 'runs rm .');
    expect(outcomes.map(({ code }) => code)).toEqual([2, 2]);
    expect(outcomes[0].stderr).toContain(
      'there is no run, comparison or diagnosis in compare-offers',
    );
    expect(outcomes[1].stderr).toContain('. holds the working directory');
    expect(readdirSync(path.join(project, 'compare-offers'))).toEqual(['offer.txt']);
    expect(existsSync(path.join(project, 'run.json'))).toBe(true);
  });

  it.each([
    ['runs list images', 'runs list takes no names, got images'],
    ['runs show', 'runs show takes one name, got 0'],
    ['runs rm', 'runs rm takes at least one name'],
    ['runs delete', "action must be one of list, show, rm, got 'delete'"],
  ])('refuses %s', async (words, message) => {
    const [{ code, stdout, stderr }] = await calls(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
