import { testBackend } from '@axiswise/testing';
import { vi } from 'vitest';
import { run } from '@axiswise/cli';
import type { Outcome } from './axiswise.ts';

/** Runs a call in this process, which starts faster than one of its own. */
export async function callHere(words: readonly string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    return { code: await run([...words, '--backend', testBackend()]), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}
