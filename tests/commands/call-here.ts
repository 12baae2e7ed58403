import { testBackend } from '@axiswise/testing';
import { vi } from 'vitest';
import { run } from '@axiswise/cli';
import type { Outcome } from './axiswise.ts';

/** The commands that need no engine, and so take no --backend. */
const withoutEngine = ['explain', 'data'];

/** Runs a call in this process, which starts faster than one of its own. */
export async function callHere(words: readonly string[]): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text, ...rest: unknown[]) => {
      written[name] += String(text);
      const done = rest.at(-1);
      if (typeof done === 'function') (done as () => void)();
      return true;
    }),
  );
  const engine = withoutEngine.includes(words[0]) ? [] : ['--backend', testBackend()];
  try {
    return { code: await run([...words, ...engine]), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}
