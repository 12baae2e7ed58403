import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Installation, makeWheel, reasonOfWheel, wheelLibraries } from './installation.fixture.ts';

let here: Installation;
beforeEach(async () => {
  here = await Installation.prepare();
});
afterEach(() => {
  expect(here.cached()).toEqual([]);
  here.remove();
});

/** Stands for a Python whose pip has this wheel at once: starting pip takes seconds. */
function pythonWith(files: Record<string, string>): string {
  const folder = makeWheel(path.join(here.root, 'index'), '3.1.0', files);
  return here.command(
    'python.cjs',
    `const fs = require('fs');
    const args = process.argv.slice(2);
    if (args[0] === '-m' && args[2] === 'download') {
      fs.cpSync(${JSON.stringify(folder)}, args[args.indexOf('--dest') + 1], { recursive: true });
    } else if (args[0] === '-c') {
      process.exit(require('child_process').spawnSync('python3', args, { stdio: 'inherit' }).status);
    }`,
  );
}

const python = spawnSync('python3', ['--version']).status === 0;
const noPython = python ? '' : ' (skipped: there is no python3)';

// What pip itself does: python-wheel.long.test.ts.
describe.skipIf(!python)(`the Python wheel${noPython}`, () => {
  test('without its libraries is a reason', async () => {
    const pythons = [pythonWith({ 'tensorflow/python/large.so': '' })];
    expect(await reasonOfWheel(here, { pythons })).toContain(
      'does not hold libtensorflow_cc and libtensorflow_framework',
    );
  });

  test('with a member that would leave its folder is not unpacked', async () => {
    const evil = 'tensorflow/include/tensorflow/c/../../../../../../evil.h';
    const pythons = [pythonWith({ ...wheelLibraries, [evil]: 'evil' })];
    expect(await reasonOfWheel(here, { pythons })).toContain(
      `its member ${evil} would leave the folder that it is unpacked into`,
    );
  });

  test('without a compiler is a reason that says what to install', async () => {
    expect(await reasonOfWheel(here, { pythons: [pythonWith(wheelLibraries)] })).toContain(
      'no C++ compiler was found (looked for axiswise-no-compiler)',
    );
  });

  test('whose binding does not compile is a reason in the words of the compiler', async () => {
    const failing = here.command(
      'failing.cjs',
      `console.error('In file included\\nfatal error: c_api.h: missing\\n1 error'); process.exit(1)`,
    );
    const options = { pythons: [pythonWith(wheelLibraries)], compilers: [failing] };
    expect(await reasonOfWheel(here, options)).toBe(
      'the binding does not compile: fatal error: c_api.h: missing.',
    );
  });
});
