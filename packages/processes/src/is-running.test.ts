import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isRunning } from './is-running.ts';

test('a process runs until it ends', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  expect(isRunning(child.pid as number)).toBe(true);
  child.kill();
  await once(child, 'exit');
  expect(isRunning(child.pid as number)).toBe(false);
});

test("another user's process runs as well", () => {
  expect(isRunning(1)).toBe(true);
});

test.each([0, -1, 1.5, NaN, 2 ** 60])('no process has the number %s', (pid) => {
  expect(isRunning(pid)).toBe(false);
});
