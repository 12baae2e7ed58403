import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CallOptions {
  readonly cwd?: string;
  /** Whose command line runs; by default that of this checkout. */
  readonly workspace?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the command line as a user does, in a process of its own. */
export function start(
  words: readonly string[],
  { workspace = root, cwd = workspace, env = {} }: CallOptions = {},
): { readonly child: ChildProcess; readonly outcome: Promise<Outcome> } {
  const bin = path.join(workspace, 'packages/cli/bin/axiswise.js');
  const child = spawn(process.execPath, [bin, ...words], {
    cwd,
    env: { ...process.env, AXISWISE_BACKEND: process.env['AXISWISE_BACKEND'] ?? 'wasm', ...env },
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

/** Runs a call to its end. */
export const axiswise = (words: readonly string[], options?: CallOptions): Promise<Outcome> =>
  start(words, options).outcome;

/** Runs a call that must succeed, and reads its JSON document. */
export async function answerOf<T>(words: readonly string[], options?: CallOptions): Promise<T> {
  const { code, stdout, stderr } = await axiswise([...words, '--json'], options);
  if (code !== 0) throw new Error(`axiswise ${words.join(' ')} ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as T;
}

export const temporaryFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'axiswise-test-'));

/** A run that takes a second or two: a few drawn digits. */
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
