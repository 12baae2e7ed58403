// Needs a process of its own: it counts the threads of its process.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { ThreadPool } from './thread-pool.ts';

const pools: ThreadPool<number, number>[] = [];
const pool = (options: { threads?: number; idleSeconds?: number } = {}) => {
  const made = new ThreadPool<number, number>(
    new URL('./thread-pool.fixture.ts', import.meta.url),
    {
      threads: 2,
      workerData: 1,
      ...options,
    },
  );
  pools.push(made);
  return made;
};

afterEach(async () => {
  await Promise.all(pools.splice(0).map((each) => each.end()));
});

/** Threads with a JavaScript engine of their own. */
const threads = (): number =>
  (process.report.getReport() as unknown as { workers: unknown[] }).workers.length;

test('each request has its own answer, and a failure harms no other', async () => {
  const asked = pool();
  const answers = [1, -2, 3, 4].map((n) => asked.ask(n));
  await expect(answers[1]).rejects.toThrow('-2 is negative');
  expect(await Promise.all([answers[0], answers[2], answers[3]])).toEqual([2, 10, 17]);
});

test('threads start with the first request, end when asked to, and start again', async () => {
  const before = threads();
  const asked = pool();
  expect(threads()).toBe(before);
  await asked.ask(2);
  expect(threads()).toBe(before + 2);
  await asked.end();
  expect(threads()).toBe(before);
  expect(await asked.ask(3)).toBe(10);
  expect(threads()).toBe(before + 2);
});

test('threads that nobody asks end by themselves', async () => {
  const before = threads();
  const asked = pool({ idleSeconds: 0.05 });
  await asked.ask(2);
  for (let waited = 0; threads() > before && waited < 100; waited++) await sleep(100);
  expect(threads()).toBe(before);
  expect(await asked.ask(3)).toBe(10);
});

test('where a thread ends by itself, every request fails', async () => {
  const asked = pool({ threads: 1 });
  const both = [asked.ask(0), asked.ask(5)];
  for (const each of both) {
    await expect(each).rejects.toThrow('a thread ended before its work did');
  }
  await expect(asked.ask(1)).rejects.toThrow('a thread ended before its work did');
});

test('what is not answered when the threads are ended fails', async () => {
  const asked = pool();
  const open = asked.ask(2);
  void asked.end();
  await expect(open).rejects.toThrow('the threads were ended');
});
