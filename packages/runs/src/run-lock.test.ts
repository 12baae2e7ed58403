import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withRunLock } from './run-lock.ts';

const temporary = (): string => mkdtempSync(path.join(os.tmpdir(), 'axiswise-lock-'));
const refused = () => Promise.reject(new Error('refused'));

it('leaves no new folder behind where work is refused, but all that was there or was written', async () => {
  const place = temporary();
  const deep = path.join(place, 'runs/mine/1');
  await expect(withRunLock(deep, 'run', refused)).rejects.toThrow('refused');
  expect(existsSync(path.join(place, 'runs'))).toBe(false);
  mkdirSync(path.join(place, 'runs'));
  await expect(withRunLock(deep, 'run', refused)).rejects.toThrow('refused');
  expect(existsSync(path.join(place, 'runs'))).toBe(true);
  expect(existsSync(path.join(place, 'runs/mine'))).toBe(false);
  const written = withRunLock(deep, 'run', () => {
    writeFileSync(path.join(deep, 'run.json'), '{}');
    return refused();
  });
  await expect(written).rejects.toThrow('refused');
  expect(existsSync(path.join(deep, 'run.json'))).toBe(true);
});
