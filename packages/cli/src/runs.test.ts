import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CallOutcome, callsInOneProcess } from './calls.fixture.ts';

const finished = path.join(import.meta.dirname, '../../../tests/fixtures/first-release/finished');

/** Calls that are refused, and how. */
const refused = {
  'runs list images': 'runs list takes no names, got images',
  'runs show': 'runs show takes one name, got 0',
  'runs rm': 'runs rm takes at least one name',
  'runs list --csv --json':
    'Arguments csv and json are mutually exclusive; see: axiswise runs --help',
  'runs show images/linear --parquet runs.parquet': '--parquet is for runs list, not for runs show',
  'runs list --parquet': '--parquet needs a value',
  'runs delete': "action must be one of list, show, rm, got 'delete'",
  'runs rm images/linear images/lienar':
    'there is no run, comparison or diagnosis in images/lienar; did you mean "images/linear"?',
};

/** In this order: a run is looked at, then others than it are to be removed, then it. */
const calls = [
  'runs',
  'runs list --json',
  'runs list --csv',
  'runs list --parquet tables/runs.parquet',
  'runs show images/linear',
  'runs show runs/images/linear --json',
  ...Object.keys(refused),
  'runs rm compare-offers',
  'runs rm .',
  'runs rm images/linear --json',
  'runs list',
];

let project: string;
let outcomes: ReadonlyMap<string, CallOutcome>;
beforeAll(async () => {
  project = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'axiswise-runs-')));
  cpSync(finished, path.join(project, 'runs/images/linear'), { recursive: true });
  mkdirSync(path.join(project, 'compare-offers'));
  writeFileSync(path.join(project, 'compare-offers/offer.txt'), 'mine');
  // The working directory is a run itself.
  cpSync(finished, project, { recursive: true });
  const made = await callsInOneProcess(
    calls.map((call) => call.split(' ')),
    { cwd: project },
  );
  outcomes = new Map(made.map((outcome) => [outcome.words, outcome]));
});
const outcomeOf = (words: string): CallOutcome => outcomes.get(words)!;

describe('axiswise runs', () => {
  it('lists and shows a run, as text and as JSON, without an engine', () => {
    const [list, listed, csv, parquet, show, shown] = calls.slice(0, 6).map(outcomeOf);
    for (const { words, code, stderr, engine } of [list, listed, csv, parquet, show, shown]) {
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
    const [header, line, ...others] = csv.stdout.trim().split('\r\n');
    expect(others).toEqual([]);
    expect(header).toMatch(/^kind,folder,partOf,experiment,strategy,data,seed,status,accuracy,/);
    expect(line).toMatch(/^run,runs\/images\/linear,,images,linear,[^,]+,0,finished,0\.\d+,/);
    expect(show.stdout).toMatch(/^kind +run\nfolder +runs\/images\/linear\nexperiment +images\n/);
    expect(show.stdout).toMatch(/\nflatten_1 +flatten +64 /);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      runs: [{ experiment: 'images', parts: [], content: { status: 'finished' } }],
    });
  });

  it('writes the same list as Parquet', async () => {
    const [header, line] = outcomeOf('runs list --csv').stdout.trim().split('\r\n');
    const file = new Uint8Array(readFileSync(path.join(project, 'tables/runs.parquet'))).buffer;
    const rows = await parquetReadObjects({ file });
    expect(rows.map((row) => Object.values(row).map((value) => String(value ?? '')))).toEqual([
      line.split(','),
    ]);
    expect(Object.keys(rows[0]).join(',')).toBe(header);
    expect(rows[0]).toMatchObject({ epochs: expect.any(BigInt), accuracy: expect.any(Number) });
  });

  it.each(Object.entries(refused))('refuses %s', (words, message) => {
    const { code, stdout, stderr } = outcomeOf(words);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `axiswise: ${message}\n`,
    });
  });

  it('never removes a folder because of its name, nor the working directory', () => {
    const [offers, here] = ['runs rm compare-offers', 'runs rm .'].map(outcomeOf);
    expect([offers.code, here.code]).toEqual([2, 2]);
    expect(offers.stderr).toContain('there is no run, comparison or diagnosis in compare-offers');
    expect(here.stderr).toContain('. holds the working directory');
    expect(readdirSync(path.join(project, 'compare-offers'))).toEqual(['offer.txt']);
    expect(existsSync(path.join(project, 'run.json'))).toBe(true);
  });

  it('removes what is named', () => {
    const removed = outcomeOf('runs rm images/linear --json');
    expect(removed.code).toBe(0);
    expect(JSON.parse(removed.stdout)).toEqual({ removed: ['runs/images/linear'] });
    expect(outcomeOf('runs list').stdout).toBe('no runs in runs\n');
    expect(existsSync(path.join(project, 'runs/images/linear'))).toBe(false);
  });
});
