import { closeSync, constants, mkdtempSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { nativeBindingPath } from './binding-path.ts';

/** The flag of Linux for a file without a name: `O_TMPFILE`. */
const withoutName = 0o20_000_000 | constants.O_DIRECTORY;

/** Whether threads can load a binding of their own here: on Windows a loaded file cannot be removed. */
export const bindingServesThreads = process.platform !== 'win32';

/**
 * Gives this thread a copy of the binding of tfjs-node; to be called before tfjs-node is loaded.
 *
 * The binding keeps its state in variables of the process: two threads in one copy crash. The same file
 * at another place is another library with its own variables, while the libraries of TensorFlow, which
 * are made for threads, are there once. The copy is a file without a name, or is removed as soon as it is
 * loaded, so nothing is left behind.
 *
 * @throws Error where no folder allows to write and to run a copy.
 */
export function loadThreadBinding(): void {
  const binding = realpathSync(nativeBindingPath());
  const exports = loadCopy(binding);
  // Now tfjs-node finds it loaded already.
  const loaded = Object.assign(new Module(binding), { exports, loaded: true });
  createRequire(import.meta.url).cache[binding] = loaded;
}

function loadCopy(binding: string): unknown {
  const bytes = readFileSync(binding);
  // The folder of the original may be read-only, and one for temporary files may forbid running them.
  const folders = [os.tmpdir(), path.dirname(binding), '/dev/shm'];
  const loads = [loadWithoutName, loadFromFile].flatMap((load) =>
    folders.map((folder) => () => load(bytes, folder)),
  );
  let failure: unknown;
  for (const load of loads) {
    try {
      return load();
    } catch (error) {
      // A copy finds the libraries where another thread has loaded them. Where none has, the original is free.
      if ((error as Error).message.includes('libtensorflow')) return loadLibrary(binding);
      failure ??= error;
    }
  }
  throw failure;
}

function loadWithoutName(bytes: Buffer, folder: string): unknown {
  if (process.platform !== 'linux') throw new Error('only Linux has files without names');
  const file = openSync(folder, withoutName | constants.O_RDWR, 0o700);
  try {
    writeFileSync(file, bytes);
    return loadLibrary(`/proc/self/fd/${spelling(threadId)}${file}`);
  } finally {
    closeSync(file);
  }
}

/**
 * Parts of a path that change nothing but its spelling. Libraries are known by how their paths are spelt,
 * and another thread may have had a file of the same number.
 */
const spelling = (id: number): string =>
  [...id.toString(2)].map((digit) => (digit === '0' ? '/' : './')).join('');

function loadFromFile(bytes: Buffer, parent: string): unknown {
  const folder = mkdtempSync(path.join(parent, 'axiswise-binding-'));
  try {
    const file = path.join(folder, 'tfjs_binding.node');
    writeFileSync(file, bytes, { mode: 0o700 });
    return loadLibrary(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function loadLibrary(file: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, file);
  return module.exports;
}
