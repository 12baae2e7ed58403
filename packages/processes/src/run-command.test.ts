import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const node = (code: string, options = {}) => runCommand(process.execPath, ['-e', code], options);

test('the output of a command is returned, and its lines as they are written', async () => {
  const lines: string[] = [];
  const result = await node('console.log("one\\ntwo"); console.error("aside")', {
    onLine: (line: string) => lines.push(line),
  });
  expect(result).toEqual({ stdout: 'one\ntwo\n', stderr: 'aside\n' });
  expect(lines).toEqual(['one', 'two']);
});

test('a command that fails is quoted with the last thing it said', async () => {
  await expect(node('console.error("first\\nlast words"); process.exit(3)')).rejects.toMatchObject({
    message: `${process.execPath} ended with code 3: last words`,
    missing: false,
  });
});

test('a missing command is distinguished from one that fails', async () => {
  await expect(runCommand('axiswise-no-such-command', [])).rejects.toMatchObject({
    message: 'axiswise-no-such-command is not installed',
    missing: true,
  });
});

test('a command killed by a signal, and one that takes too long', async () => {
  await expect(node('process.kill(process.pid, "SIGKILL")')).rejects.toThrow(
    'was killed by SIGKILL',
  );
  await expect(node('setTimeout(() => {}, 60_000)', { timeoutMs: 200 })).rejects.toThrow(
    'took longer than 0.2 s',
  );
});

test('only the error itself is quoted from the output of Node', async () => {
  await expect(node('throw new TypeError("no such engine")')).rejects.toMatchObject({
    message: `${process.execPath} ended with code 1: TypeError: no such engine`,
  });
});
