import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { epochLineSchema, MetricsReader } from './metrics-file.ts';
import { RunDirectory } from './run-directory.ts';
import { withRunLock } from './run-lock.ts';
import type { RunIdentity, RunOutcome } from './run-record.ts';
import { type RunEvent, watchRun } from './watch-run.ts';

const newFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'axiswise-watch-'));

const configuration: RunIdentity = {
  experiment: 'images',
  strategy: 'linear',
  data: 'digits',
  seed: 0,
  testExamples: 0,
  classes: ['0', '1'],
  training: { epochs: 2 },
  layers: ['dense_1 [2]'],
};

const startRun = (folder: string): Promise<RunDirectory> =>
  RunDirectory.create<RunIdentity, RunOutcome>(folder, {
    configuration,
    environment: {},
    command: '',
  });

/** So long that only a notice of the file system can wake the watcher within a test. */
const secondsBetweenLooks = 600;

describe('watchRun', () => {
  it('tells of epochs and states as they come, woken by the file system', async () => {
    const folder = newFolder();
    const run = await startRun(folder);
    await run.writeMetrics([{ epoch: 1 }]);
    const events: RunEvent[] = [];
    for await (const event of watchRun(folder, { secondsBetweenLooks })) {
      events.push(event);
      // What the run does next, once the watcher has told of the step before.
      if (events.length === 2) await run.writeMetrics([{ epoch: 1 }, { epoch: 2 }]);
      if (events.length === 3) await run.finish({ epochs: 2, test: { accuracy: 1 } });
    }
    expect(events).toEqual([
      { kind: 'status', status: 'interrupted' },
      { kind: 'epoch', metrics: { epoch: 1 } },
      { kind: 'epoch', metrics: { epoch: 2 } },
      { kind: 'status', status: 'finished' },
    ]);
  });

  it('says that a run is going on while a process holds its lock', async () => {
    const folder = newFolder();
    await startRun(folder);
    await withRunLock(folder, 'run', async () => {
      for await (const event of watchRun(folder)) {
        expect(event).toEqual({ kind: 'status', status: 'running' });
        break;
      }
    });
  });

  it('ends at once when it is aborted', async () => {
    const folder = newFolder();
    await startRun(folder);
    const stop = new AbortController();
    for await (const event of watchRun(folder, { signal: stop.signal, secondsBetweenLooks })) {
      expect(event.kind).toBe('status');
      setTimeout(() => stop.abort(), 10);
    }
  });

  it('refuses a folder without a run, and metrics that are none', async () => {
    const folder = newFolder();
    const first = (): Promise<unknown> => watchRun(folder).next();
    await expect(first()).rejects.toMatchObject({ code: 'run-absent' });
    await startRun(folder);
    writeFileSync(path.join(folder, 'metrics.jsonl'), '{"epoch":1}\n{"epoch":"two"}\n');
    await expect(first()).rejects.toThrow(
      'metrics.jsonl, line 2, is not the metrics of an epoch: epoch must be a number, got "two"',
    );
  });
});

describe('MetricsReader', () => {
  it('reads only what was appended, by whole lines', async () => {
    const file = path.join(newFolder(), 'metrics.jsonl');
    const reader = new MetricsReader(file, epochLineSchema);
    expect(await reader.next()).toEqual([]);
    appendFileSync(file, '{"epoch":1}\n{"epoch":2}\n{"ep');
    expect(await reader.next()).toEqual([{ epoch: 1 }, { epoch: 2 }]);
    // The first line is not looked at again: damage there would be noticed.
    const content = readFileSync(file, 'utf8');
    writeFileSync(file, content.replace('{"epoch":1}', 'not a JSON!'));
    appendFileSync(file, 'och":3}\n');
    expect(await reader.next()).toEqual([{ epoch: 3 }]);
    expect(await reader.next()).toEqual([]);
  });

  it('gives epochs again where a run goes on from an older checkpoint', async () => {
    const file = path.join(newFolder(), 'metrics.jsonl');
    const reader = new MetricsReader(file, epochLineSchema);
    writeFileSync(file, '{"epoch":1}\n{"epoch":2,"loss":5}\n{"epoch":3}\n');
    expect(await reader.next()).toHaveLength(3);
    writeFileSync(file, '{"epoch":1}\n{"epoch":2,"loss":4}\n');
    expect(await reader.next()).toEqual([{ epoch: 2, loss: 4 }]);
  });
});
