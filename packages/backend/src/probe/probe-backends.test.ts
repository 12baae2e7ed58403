import { describe, expect, test } from 'vitest';
import { nativeInstalled } from '../native/binding-path.ts';
import { measurePeak, probeBackends } from './probe-backends.ts';

const node = (code: string) => [process.execPath, '-e', code];

test('wasm and cpu run here, measured, and an engine that is not installed says how to get it', async () => {
  const reports = await probeBackends();
  expect(reports.map(({ name }) => name)).toEqual(['tensorflow', 'wasm', 'cpu']);
  const [native, wasm, cpu] = reports;
  for (const report of [wasm, cpu]) {
    expect(report).toMatchObject({ available: true, reason: '', threads: 1, servesThreads: true });
    expect(report.version).toMatch(/^\d+\.\d+\.\d+/);
  }
  // The factor is several hundred for products of 512; it is smaller here, but never near one.
  expect(wasm.gflops as number).toBeGreaterThan(3 * (cpu.gflops as number));
  expect(cpu.gflops as number).toBeGreaterThan(0.01);
  if (nativeInstalled()) {
    expect(native).toMatchObject({ available: true, reason: '' });
    expect(native.gflops as number).toBeGreaterThan(cpu.gflops as number);
  } else {
    expect(native).toMatchObject({ available: false, version: null, threads: null, gflops: null });
    expect(native.reason).toContain('npx axiswise native');
  }
});

describe('a probe without a result', () => {
  const crash = `if (process.argv[1] === 'tensorflow') process.kill(process.pid, 'SIGSEGV');
    console.log('hello');
    console.log(JSON.stringify({ version: '1', threads: 1, servesThreads: true, gflops: 2 }));`;

  test('because it crashed is only the reason of that engine', async () => {
    const [native, wasm, cpu] = await probeBackends({ command: node(crash) });
    expect(native).toEqual({
      name: 'tensorflow',
      available: false,
      reason: expect.stringMatching(
        /^it crashed when tried \(.* was killed by SIGSEGV\); install it anew with: npx axiswise native$/,
      ),
      version: null,
      threads: null,
      servesThreads: null,
      gflops: null,
    });
    const measured = { version: '1', threads: 1, servesThreads: true, gflops: 2 };
    const result = { available: true, reason: '', ...measured };
    expect(wasm).toEqual({ name: 'wasm', ...result });
    expect(cpu).toEqual({ name: 'cpu', ...result });
  });

  test('in time is stopped', async () => {
    const reports = await probeBackends({
      command: node('setTimeout(() => {}, 60_000)'),
      timeoutMs: 200,
    });
    expect(reports.map(({ available }) => available)).toEqual([false, false, false]);
    expect(reports[1].reason).toContain('took longer than 0.2 s');
  });

  test('at all has no report to show', async () => {
    const [native] = await probeBackends({ command: node('') });
    expect(native.reason).toContain('it ended its process without a report');
  });

  test('but says why is quoted', async () => {
    const says = node(`console.log(JSON.stringify({ error: 'no such engine; install one' }))`);
    const [native] = await probeBackends({ command: says });
    expect(native).toMatchObject({ available: false, reason: 'no such engine; install one' });
  });
});

test('the number of threads is passed on', async () => {
  const says = node(
    `console.log(JSON.stringify({ version: '1', threads: Number(process.argv[2]), gflops: 1 }))`,
  );
  const [native] = await probeBackends({ command: says, threads: 3 });
  expect(native.threads).toBe(3);
});

test('the peak of an engine counts all threads that use it at the same time', async () => {
  const alone = await measurePeak('cpu', { threads: 1, copies: 1 });
  const together = await measurePeak('cpu', { threads: 1, copies: 2 });
  expect(alone).toBeGreaterThan(0.01);
  // Twice as much on two idle cores, half as much for each where there is one: never near nothing.
  expect(together).toBeGreaterThan(0.5 * alone);
});

test('an engine that does not run has no peak, and says why', async () => {
  const asked = measurePeak('tensorflow', { threads: 0, copies: 1 });
  await expect(asked).rejects.toThrow('threads must be a positive integer, got 0');
});
