import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callInputs } from './call-inputs.ts';
import { InputError } from '@axiswise/messages';

let workspaceRoot: string;
beforeEach(() => {
  workspaceRoot = mkdtempSync(join(tmpdir(), 'axiswise-call-'));
  for (const folder of ['cache/mnist', 'elsewhere/mnist', 'pictures', 'runs/mine', 'runs/nx/a']) {
    mkdirSync(join(workspaceRoot, folder), { recursive: true });
    writeFileSync(join(workspaceRoot, folder, 'file'), folder);
  }
});
afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

const inputsOf = (words: string, env: Record<string, string> = {}) =>
  callInputs({
    workspaceRoot,
    argv: ['node', 'nx', ...words.split(' ')],
    env,
    dataDirectory: (asked) => asked || join(workspaceRoot, 'cache'),
  });
const dataOf = (words: string, env?: Record<string, string>) =>
  inputsOf(words, env).AXISWISE_NX_DATA;
const touch = (file: string) => writeFileSync(join(workspaceRoot, file), `${Math.random()}`);

/** Whether writing `file` changes the data of the call. */
function notices(file: string, words: string, env?: Record<string, string>): boolean {
  const before = dataOf(words, env);
  touch(file);
  return dataOf(words, env) !== before;
}

describe('the data of a call', () => {
  it('is generated, and so no file, without --data', () => {
    expect(dataOf('train images')).toBe('generated');
    expect(dataOf('train images --epochs 2', { AXISWISE_DATA_DIR: 'elsewhere' })).toBe('generated');
  });

  it.each(['--data mnist', '--data=mnist', '-- --data mnist', '-- --seed=1 --data=mnist'])(
    'is found in %s',
    (words) => {
      expect(notices('cache/mnist/file', `train images ${words}`)).toBe(true);
      expect(notices('elsewhere/mnist/file', `train images ${words}`)).toBe(false);
    },
  );

  it('lies where the call says, else where the environment says, else in the cache', () => {
    const env = { AXISWISE_DATA_DIR: join(workspaceRoot, 'elsewhere') };
    const given = 'train images --data=mnist --data-dir=cache';
    expect(notices('elsewhere/mnist/file', 'train images --data=mnist', env)).toBe(true);
    expect(notices('cache/mnist/file', 'train images --data=mnist', env)).toBe(false);
    expect(notices('cache/mnist/file', given, env)).toBe(true);
    expect(notices('elsewhere/mnist/file', given, env)).toBe(false);
  });

  it("may be the user's own folder, given from the workspace or from the root", () => {
    expect(notices('pictures/file', 'train images --data pictures')).toBe(true);
    expect(notices('pictures/file', `train images --data ${workspaceRoot}/pictures`)).toBe(true);
  });

  it('may lie one folder below, and options may name files of their own', () => {
    mkdirSync(join(workspaceRoot, 'cache/sgf/tygem-9d'), { recursive: true });
    expect(notices('cache/sgf/tygem-9d/file', 'train board --data=tygem-9d')).toBe(true);
    const vectors = 'train sentences --data=mnist --data-options=vectors=pictures/file';
    expect(notices('pictures/file', vectors)).toBe(true);
    expect(notices('pictures/file', 'train sentences --data=mnist')).toBe(false);
  });

  it('is not there yet, and then it is', () => {
    const before = dataOf('train images --data=fashion-mnist');
    mkdirSync(join(workspaceRoot, 'cache/fashion-mnist'));
    expect(dataOf('train images --data=fashion-mnist')).not.toBe(before);
  });

  it.each(['--run-dir=runs/new', '--resume', '--resume=true', '--args=--data=pictures'])(
    'never equals that of another call with %s',
    (words) => {
      const call = `train images ${words}`;
      expect(dataOf(call)).not.toBe(dataOf(call));
    },
  );
});

describe('a run directory', () => {
  it.each([
    '--run-dir=runs/mine',
    '-- --run-dir runs',
    '--args=--run-dir=runs/mine',
    '--run-dir=.',
  ])('that holds something is refused in %s', (words) => {
    expect(() => inputsOf(`train images ${words}`)).toThrow(InputError);
  });

  it('may be new, empty, or one of Nx', () => {
    mkdirSync(join(workspaceRoot, 'runs/empty'));
    for (const runDir of ['runs/new', 'runs/empty', 'runs/nx/a']) {
      expect(() => inputsOf(`train images --run-dir=${runDir}`)).not.toThrow();
    }
  });

  it('is refused with what to do instead', () => {
    expect(() => inputsOf('train images --run-dir=runs/mine')).toThrowErrorMatchingInlineSnapshot(
      `[InputError: --run-dir runs/mine already holds a run or other files, and a run started by Nx may replace them; name a new directory, or continue that run with npx axiswise train --resume]`,
    );
  });
});

describe('the native engine of a call', () => {
  const nativeOf = (words: string, env?: Record<string, string>) =>
    inputsOf(words, env).AXISWISE_NX_NATIVE;
  const install = (binding: string) => {
    const tfjsNode = join(workspaceRoot, 'node_modules/@tensorflow/tfjs-node');
    mkdirSync(join(tfjsNode, 'lib/napi-v8'), { recursive: true });
    writeFileSync(join(tfjsNode, 'package.json'), '{"name":"@tensorflow/tfjs-node"}');
    writeFileSync(join(tfjsNode, 'lib/napi-v8/tfjs_binding.node'), binding);
  };

  it('changes with what is installed', () => {
    expect(nativeOf('train images')).toBe('absent');
    install('first');
    const first = nativeOf('train images');
    expect(first).toMatch(/^[0-9a-f]{32} \d+ threads$/);
    install('second');
    expect(nativeOf('train images')).not.toBe(first);
    install('first');
    expect(nativeOf('train images')).toBe(first);
  });

  it('does not matter to a call for another engine', () => {
    install('first');
    expect(nativeOf('train images', { AXISWISE_BACKEND: 'wasm' })).toBe('unused');
    expect(nativeOf('train images --backend cpu')).toBe('unused');
    // An option is stronger than the environment.
    expect(nativeOf('train images --backend=auto', { AXISWISE_BACKEND: 'wasm' })).not.toBe(
      'unused',
    );
  });
});

it('knows the data that tests find', () => {
  expect(inputsOf('run-many -t test').AXISWISE_NX_TEST_DATA).toBe('absent');
  const env = { AXISWISE_DATA_DIR: 'cache' };
  const before = inputsOf('run-many -t test', env).AXISWISE_NX_TEST_DATA;
  touch('cache/mnist/file');
  expect(inputsOf('run-many -t test', env).AXISWISE_NX_TEST_DATA).not.toBe(before);
});

describe('the comparisons that a diagnosis may be set beside', () => {
  const comparisonsOf = (words: string) => inputsOf(words).AXISWISE_NX_COMPARISONS;
  const sees = (file: string, words: string): boolean => {
    const before = comparisonsOf(words);
    mkdirSync(join(workspaceRoot, file, '..'), { recursive: true });
    touch(file);
    return comparisonsOf(words) !== before;
  };

  it.each(['runs/images/compare-digits/comparison.json', 'runs/compare/comparison.json'])(
    'are what compare writes: %s',
    (file) => {
      expect(sees(file, 'diagnose images')).toBe(true);
      expect(sees(file, 'diagnose images')).toBe(true);
      expect(comparisonsOf('diagnose images')).toBe(comparisonsOf('diagnose images'));
    },
  );

  it('are not other runs', () => {
    expect(sees('runs/images/slide-both/comparison.json', 'diagnose images')).toBe(false);
    expect(sees('runs/mine/file', 'diagnose images')).toBe(false);
  });

  it('are the one that is named', () => {
    expect(sees('pictures/comparison.json', 'diagnose images -- --against=pictures')).toBe(true);
  });
});
