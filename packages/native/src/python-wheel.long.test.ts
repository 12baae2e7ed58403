import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { kernelLibraryPath } from '@axiswise/backend';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { installNative } from './install-native.ts';
import { Installation, makeWheel, reasonOfWheel, wheelLibraries } from './installation.fixture.ts';

let here: Installation;
beforeEach(async () => {
  here = await Installation.prepare();
});
afterEach(() => {
  vi.unstubAllEnvs();
  here.remove();
});

/** Makes pip find this wheel and nothing else. */
function offerWheel(): void {
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', makeWheel(path.join(here.root, 'index'), '3.1.0', wheelLibraries));
}

const pip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const noPip = pip ? '' : ' (skipped: python3 has no pip)';

describe.skipIf(!pip)(`the Python wheel, by pip${noPip}`, () => {
  test('is taken where the official host refuses, with a binding compiled for it', async () => {
    offerWheel();
    const result = await installNative(
      here.options({
        pythons: ['axiswise-no-python', 'python3'],
        compilers: [here.compiler('good')],
      }),
    );
    expect(result).toMatchObject({ method: 'wheel', version: '9.9', libraryBytes: 1000 });
    expect(result.summary).toContain('was installed from the Python wheel and trains');
    expect(here.lines).toContainEqual(expect.stringContaining('the server answers 404 Not Found'));

    const [name] = here.cached();
    const kept = readdirSync(path.join(here.cacheDir, 'native', name), { recursive: true });
    expect(kept.map(String).sort()).toEqual([
      'SHA256SUMS',
      'deps',
      'deps/lib',
      'deps/lib/libtensorflow_cc.so.2',
      'deps/lib/libtensorflow_framework.so.2',
      'lib',
      'lib/napi-v8',
      `lib/napi-v8/${path.basename(kernelLibraryPath(here.packageFolder))}`,
      'lib/napi-v8/tfjs_binding.node',
    ]);
    const [args] = here.compilations();
    expect(args).toContain('-Wl,-rpath,$ORIGIN/../../deps/lib');
    expect(args.some((arg) => arg.endsWith('tensorflow/include'))).toBe(true);
  });

  test('that pip does not find is a reason in the words of pip', async () => {
    offerWheel();
    expect(await reasonOfWheel(here, { wheelRequirements: ['tensorflow-cpu==1.0'] })).toBe(
      'pip cannot download tensorflow-cpu==1.0: ' +
        'Could not find a version that satisfies the requirement tensorflow-cpu==1.0 ' +
        '(from versions: 3.1.0).',
    );
    expect(here.cached()).toEqual([]);
  });

  test('that is not what its index publishes is refused', async () => {
    const wheels = makeWheel(path.join(here.root, 'wheels'), '3.1.0', wheelLibraries);
    const [wheel] = readdirSync(wheels);
    const folder = path.join(here.root, 'simple', 'tensorflow-cpu');
    mkdirSync(folder, { recursive: true });
    const link = `${pathToFileURL(path.join(wheels, wheel)).href}#sha256=${'0'.repeat(64)}`;
    writeFileSync(
      path.join(folder, 'index.html'),
      `<!DOCTYPE html><html><body><a href="${link}">${wheel}</a></body></html>`,
    );
    vi.stubEnv('PIP_CONFIG_FILE', os.devNull);
    vi.stubEnv('PIP_INDEX_URL', pathToFileURL(path.dirname(folder)).href);
    for (const name of ['PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS']) vi.stubEnv(name, '');
    const options = { wheelRequirements: ['tensorflow-cpu==3.1.0'] };
    expect(await reasonOfWheel(here, options)).toMatch(
      /^the wheel has the SHA-256 [0-9a-f]{64} instead of 0{64} that its package index publishes/,
    );
    expect(here.cached()).toEqual([]);
  });

  test('from an index that cannot be reached is a reason that says so', async () => {
    vi.stubEnv('PIP_INDEX_URL', 'http://127.0.0.1:9/simple');
    // Whatever else the machine of this test has configured is out of the way.
    vi.stubEnv('PIP_CONFIG_FILE', os.devNull);
    vi.stubEnv('PIP_EXTRA_INDEX_URL', '');
    vi.stubEnv('PIP_FIND_LINKS', '');
    vi.stubEnv('PIP_NO_INDEX', undefined);
    expect(await reasonOfWheel(here)).toMatch(/^pip cannot reach the package index \(.*refused/);
    expect(here.cached()).toEqual([]);
  });
});
