import { readdirSync } from 'node:fs';
import os from 'node:os';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { typescriptThread } from '@axiswise/processes';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine.ts';
import { nativeInstalled } from './binding-path.ts';
import { computed } from './thread-binding.fixture.ts';

// Needs a process of its own: native TensorFlow keeps its first number of threads.

const module = new URL('./thread-binding.fixture.ts', import.meta.url);

describe.skipIf(!nativeInstalled() || process.platform === 'win32')(
  'threads on native TensorFlow (skipped where `npx axiswise native` was not run)',
  () => {
    let expected: number[];
    beforeAll(async () => {
      await useBackend('tensorflow', { threads: 1 });
      expected = computed();
    });

    /** Threads that compute at the same time, while this one does. */
    async function together(count: number): Promise<number[][]> {
      const threads = Array.from({ length: count }, () => typescriptThread(module, {}));
      const outcomes = await Promise.all(
        threads.map(async (thread: Worker) => {
          const [outcome] = (await once(thread, 'message')) as [number[]];
          return outcome;
        }),
      );
      const here = computed();
      await Promise.all(threads.map((thread) => thread.terminate()));
      return [...outcomes, here];
    }

    it('compute the same bits at the same time, and again once others have ended', async () => {
      expect(expected.some((value) => value !== 0)).toBe(true);
      expect(await together(3)).toEqual(Array(4).fill(expected));
      expect(await together(2)).toEqual(Array(3).fill(expected));
    });

    it('leave no copy of the binding behind', async () => {
      const left = (): string[] =>
        readdirSync(os.tmpdir()).filter((name) => name.startsWith('axiswise-binding-'));
      const before = left();
      await together(1);
      expect(left()).toEqual(before);
    });
  },
);
