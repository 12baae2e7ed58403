import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import { withFileLock } from './file-lock.ts';

let folder: string;
let file: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-lock-'));
  file = path.join(folder, 'data.bin');
  lock = `${file}.lock`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const taken = () => withFileLock(file, async () => 'taken');

describe('withFileLock', () => {
  it('names its holder during the work, and leaves nothing behind', async () => {
    const answer = await withFileLock(file, async () => readFileSync(lock, 'utf8'));
    expect(answer).toBe(`${process.pid} ${os.hostname()}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing behind when the work fails', async () => {
    const failing = withFileLock(file, async () => {
      throw new Error('no more space');
    });
    await expect(failing).rejects.toThrow('no more space');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a second writer in the same process, however the file is written', async () => {
    await withFileLock(file, async () => {
      await expect(taken()).rejects.toThrow(InputError);
      const same = path.relative(process.cwd(), file);
      await expect(withFileLock(same, async () => 'taken')).rejects.toThrow(
        `process ${process.pid} on ${os.hostname()} is writing ${same}; wait for it, or remove ${lock}`,
      );
      expect(existsSync(lock)).toBe(true);
    });
    expect(await taken()).toBe('taken');
  });

  it('admits one of several that start at the same time', async () => {
    const beginning = Array.from({ length: 5 }, taken);
    const outcomes = await Promise.allSettled(beginning);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      ...Array<string>(4).fill('rejected'),
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses while another process lives', async () => {
    // The process that started the tests.
    writeFileSync(lock, `${process.ppid} ${os.hostname()}`);
    await expect(taken()).rejects.toThrow(`process ${process.ppid} on ${os.hostname()} is writing`);
    expect(existsSync(lock)).toBe(true);
  });

  it('refuses a lock of another machine, whose processes are not visible', async () => {
    writeFileSync(lock, '1 some-other-machine');
    await expect(taken()).rejects.toThrow('process 1 on some-other-machine is writing');
  });

  it('takes over the lock of a killed process', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(lock, `${pid} ${os.hostname()}`);
    expect(await taken()).toBe('taken');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes over the lock of a killed process with the same id, as in a restarted container', async () => {
    writeFileSync(lock, `${process.pid} ${os.hostname()}`);
    expect(await taken()).toBe('taken');
  });

  it('waits a moment for a holder that has not yet written its name', async () => {
    writeFileSync(lock, '');
    const waiting = taken();
    await sleep(150);
    writeFileSync(lock, `${process.ppid} ${os.hostname()}`);
    await expect(waiting).rejects.toThrow(`process ${process.ppid} on ${os.hostname()} is writing`);
  });

  it('takes over the lock of a process that was killed before it wrote its name', async () => {
    writeFileSync(lock, '');
    expect(await taken()).toBe('taken');
    expect(readdirSync(folder)).toEqual([]);
  });
});
