import { beforeAll, expect, it } from 'vitest';
import { callsInOneProcess } from './calls.fixture.ts';
import { commands, switches } from './commands.js';

const names = commands.map(({ command }) => command.split(' ')[0]);
let outcomes: Awaited<ReturnType<typeof callsInOneProcess>>;

beforeAll(async () => {
  outcomes = await callsInOneProcess([
    ['--help'],
    ...names.map((name) => [name, '--help']),
    ['train', 'board', '--help'],
    ['--get-yargs-completions', 'axiswise', 'train', 'images', '--'],
    ['data', 'list'],
    ['runs', 'list'],
    ['explain', 'images'],
    ['explain', 'sentences', '--json'],
    ['explain', 'board', '--budget', 'macs', '--scales', '0.25,4'],
    ['equivalence', 'sentences', '--backend', 'cpu'],
  ]);
});

it('loads no engine for help, completion, lists and explanations', () => {
  for (const { words, code, stdout, stderr, engine } of outcomes.slice(0, -1)) {
    expect({ words, code, stderr, engine }).toEqual({ words, code: 0, stderr: '', engine: 0 });
    expect(stdout, words).not.toBe('');
  }
  // The list of commands, one sentence each.
  const [{ stdout: help }] = outcomes;
  for (const { command, describe } of commands) {
    expect(help).toContain(`axiswise ${command}`);
    expect(describe).toMatch(/^[A-Z][^.]+\.$/);
  }
});

it('knows which options take no value', () => {
  const helps = outcomes.slice(1, 1 + names.length);
  const listed = helps.flatMap(({ stdout }) =>
    [...stdout.matchAll(/^ +(--[a-z0-9-]+) (?:(?!^ +--)[^])*?\[(boolean|string|array)\]/gm)].map(
      ([, option, type]) => ({ option, isSwitch: type === 'boolean' }),
    ),
  );
  expect(listed.length).toBeGreaterThan(50);
  for (const { option, isSwitch } of listed) {
    // Its value may be left out.
    if (option === '--keep-color') continue;
    expect({ option, isSwitch: switches.has(option) }).toEqual({ option, isSwitch });
  }
});

it('loads one for what computes, which the test before would see', () => {
  const { code, engine } = outcomes.at(-1)!;
  expect(code).toBe(0);
  expect(engine).toBeGreaterThan(0);
});
