/**
 * `npm run check`: what a machine can tell within a minute of what you changed: types, what nobody
 * uses, circles between files, lint and format of the changed files, and the tests that your changes
 * affect. Prints one line for each, and of what failed the end of what it said.
 *
 * Changed is what differs from where this branch left the main one, committed or not. Tests are cut off
 * when the minute is over, which is said; `npm test` runs them all, and `.ci/run` lints every file.
 */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

const secondsInAll = 60;
const linesShown = 40;
const start = performance.now();
const seconds = (): number => (performance.now() - start) / 1000;
const cache = 'node_modules/.cache';

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly isCutOff: boolean;
}

/** Runs a tool of node_modules/.bin, at most until a time is over. */
function run(words: readonly string[], untilSeconds = Infinity): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const [tool, ...args] = words;
    const child = spawn(path.join('node_modules/.bin', tool), args, {
      env: { ...process.env, FORCE_COLOR: '0' },
      detached: true,
    });
    let output = '';
    let isCutOff = false;
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    const timer =
      untilSeconds < Infinity
        ? setTimeout(
            () => {
              isCutOff = true;
              // With all that it has started, which is what a negative number means.
              process.kill(-child.pid!, 'SIGTERM');
            },
            Math.max(0, untilSeconds - seconds()) * 1000,
          )
        : undefined;
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, output, isCutOff });
    });
  });
}

/** Reports one check; whether it passed. */
function report(name: string, { code, output, isCutOff }: Outcome): boolean {
  const isGood = code === 0 || (isCutOff && !/^ *(FAIL|×|❯)/m.test(output));
  const passed = output.match(/^ ✓ \S+\.test\.ts/gm)?.length ?? 0;
  console.log(
    `${isGood ? '✓' : '✗'} ${name}${isCutOff ? `, cut off after ${passed} passed files` : ''}`,
  );
  if (!isGood) {
    const lines = output.trim().split('\n');
    if (lines.length > linesShown) console.log(`  … ${lines.length - linesShown} lines before`);
    console.log(lines.slice(-linesShown).join('\n'), '\n');
  }
  return isGood;
}

const git = (...words: string[]): string =>
  spawnSync('git', words, { encoding: 'utf8' }).stdout.trim();

/** Where this branch left the main one; on the main one, its last commit. */
function base(): string {
  for (const main of ['origin/main', 'main']) {
    const commit = git('merge-base', 'HEAD', main);
    if (commit !== '') return commit;
  }
  return 'HEAD';
}

const from = base();
const changed = [
  ...git('diff', '--name-only', '--diff-filter=d', from).split('\n'),
  ...git('ls-files', '--others', '--exclude-standard').split('\n'),
].filter((file) => file !== '');
const linted = changed.filter((file) => /\.[cm]?[jt]s$/.test(file));

const checks: [name: string, words: string[]][] = [
  [
    'types',
    ['tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', `${cache}/check.tsbuildinfo`],
  ],
  ['unused, circles', ['knip', '--cache', '--no-progress', '--no-config-hints']],
];
if (linted.length > 0) checks.push(['lint', ['eslint', '--no-warn-ignored', ...linted]]);
if (changed.length > 0) {
  const prettier = ['prettier', '--check', '--ignore-unknown', '--log-level=warn'];
  checks.push(['format', [...prettier, ...changed]]);
}

let isGood = true;
const queue = [...checks];
const worker = async (): Promise<void> => {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, words] = next;
    isGood = report(name, await run(words)) && isGood;
  }
};
// Two at a time: as many cores as the smallest machine has.
await Promise.all([worker(), worker()]);
const tests = ['vitest', 'run', '--changed', from, '--passWithNoTests', '--bail=5'];
isGood = report('affected tests', await run(tests, secondsInAll)) && isGood;
console.log(`${isGood ? 'good' : 'NOT good'} after ${seconds().toFixed(0)} s`);
process.exitCode = isGood ? 0 : 1;
