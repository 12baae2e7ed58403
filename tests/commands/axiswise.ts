import { type ChildProcess, spawn } from 'node:child_process';
import { Console } from 'node:console';
import { mkdtempSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '@axiswise/cli';
import { testBackend } from '@axiswise/testing';

const root = path.resolve(import.meta.dirname, '../..');

/** How a call of the command line ended, with all it wrote. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CallOptions {
  /** The working directory; by default the root of this checkout. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface CallHereOptions extends CallOptions {
  /** Is told each text that is written to standard error. */
  readonly onStderr?: (text: string) => void;
}

/** Calls share the working directory, the environment and the standard streams: one at a time. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs one call of the command line in the process of the test, which saves starting Node and loading
 * TensorFlow.js. Calls that are made at once run one after another.
 *
 * A test whose subject is the process (signals, `kill -9`, limits, parallel trainings) takes
 * {@link start}.
 */
export function axiswise(
  words: readonly string[],
  options: CallHereOptions = {},
): Promise<Outcome> {
  const call = queue.then(() => runHere(words, options));
  queue = call.catch(() => undefined);
  return call;
}

/** Runs a call that must succeed, and reads its JSON document. */
export async function resultOf<T>(words: readonly string[], options?: CallOptions): Promise<T> {
  return documentOf(words, await axiswise([...words, '--json'], options));
}

/** The JSON document that a call wrote; fails where the call did. */
export function documentOf<T>(words: readonly string[], { code, stdout, stderr }: Outcome): T {
  if (code !== 0) throw new Error(`axiswise ${words.join(' ')} ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as T;
}

async function runHere(
  words: readonly string[],
  { cwd = root, env = {}, onStderr }: CallHereOptions,
): Promise<Outcome> {
  const { argv, exitCode } = process;
  const home = process.cwd();
  const replaced = Object.entries({ AXISWISE_BACKEND: testBackend(), ...env }).map(
    ([name, value]) => {
      const before = process.env[name];
      process.env[name] = value;
      return [name, before] as const;
    },
  );
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr, onStderr)];
  const { console: testConsole } = globalThis;
  globalThis.console = new Console(process.stdout, process.stderr);
  process.argv = [argv[0], path.join(root, 'packages/cli/bin/axiswise.js'), ...words];
  process.exitCode = undefined;
  process.chdir(cwd);
  try {
    const code = await run(words);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    globalThis.console = testConsole;
    stdout.release();
    stderr.release();
    process.chdir(home);
    process.exitCode = exitCode;
    process.argv = argv;
    for (const [name, before] of replaced) {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    }
  }
}

/** Keeps what is written to a standard stream until it is released. */
function capture(
  stream: NodeJS.WriteStream,
  onText?: (text: string) => void,
): { text(): string; release(): void } {
  const { write } = stream;
  let text = '';
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    const more = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    text += more;
    onText?.(more);
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  }) as typeof write;
  return { text: () => text, release: () => (stream.write = write) };
}

interface ProcessOptions extends CallOptions {
  /** Whose command line runs; by default that of this checkout. */
  readonly workspace?: string;
}

/** Starts the command line as a user does, in a process of its own. */
export function start(
  words: readonly string[],
  { workspace = root, cwd = workspace, env = {} }: ProcessOptions = {},
): { readonly child: ChildProcess; readonly outcome: Promise<Outcome> } {
  const bin = path.join(workspace, 'packages/cli/bin/axiswise.js');
  const child = spawn(process.execPath, [bin, ...words], {
    cwd,
    env: { ...process.env, AXISWISE_BACKEND: testBackend(), ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, outcome };
}

/** A new folder; its real path, which is what a process that runs in it sees. */
export const temporaryFolder = (): string =>
  realpathSync(mkdtempSync(path.join(os.tmpdir(), 'axiswise-test-')));

/** A run that takes less than a second: a few drawn digits. */
export const smallRun = [
  'train',
  'images',
  '--data-options',
  'train=240',
  'test=60',
  '--epochs',
  '2',
  '--batch-size',
  '32',
] as const;
