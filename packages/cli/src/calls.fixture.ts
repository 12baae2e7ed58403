import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { typescriptArguments } from '@axiswise/processes';

export interface CallOutcome {
  readonly words: string;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Modules of TensorFlow.js that this call or one before it has loaded. */
  readonly engine: number;
}

/** Runs calls of the command line in a process of their own, one after the other. */
export async function callsInOneProcess(
  calls: readonly (readonly string[])[],
  { cwd = process.cwd() } = {},
): Promise<readonly CallOutcome[]> {
  const entry = new URL('./calls-process.fixture.ts', import.meta.url);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...typescriptArguments(entry), JSON.stringify(calls)],
    { cwd },
  );
  return JSON.parse(stdout) as CallOutcome[];
}
