import { spawnSync } from 'node:child_process';
import { typescriptArguments } from '@axiswise/processes';

/**
 * Runs a script in a process of its own, so that its memory is its own too.
 *
 * @returns the JSON that it prints.
 */
export function inOwnProcess<T>(
  script: URL,
  words: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): T {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...typescriptArguments(script), ...words],
    { encoding: 'utf8', env: { ...process.env, ...environment } },
  );
  if (status !== 0) throw new Error(`${script.pathname} ${words.join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** The largest memory of this process so far. */
export const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;
