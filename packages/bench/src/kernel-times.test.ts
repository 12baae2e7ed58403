import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type KernelClock, startKernelClock } from './kernel-times.ts';

beforeAll(() => useBackend(testBackend()));

/** Takes a while, and calls a kernel that takes another. */
const outer = 'AxiswiseOuter';
const inner = 'AxiswiseInner';
/** A clock that only they move, since a busy machine is no measure. */
let now = 0;
afterEach(() => vi.restoreAllMocks());

function registerKernels(backendName: string): void {
  const register = (kernelName: string, milliseconds: number, result: () => tf.TensorInfo): void =>
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc() {
        now += milliseconds;
        return result();
      },
    });
  register(outer, 20, () => tf.engine().runKernel(inner, {}) as tf.TensorInfo);
  register(inner, 5, () => tf.scalar(1));
}

it('counts and times each kernel, without those that it calls', () => {
  const backend = tf.getBackend();
  registerKernels(backend);
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  let clock: KernelClock | undefined;
  try {
    clock = startKernelClock(backend);
    tf.tidy(() => {
      tf.engine().runKernel(outer, {});
      tf.engine().runKernel(outer, {});
    });
    const read = clock.read();
    expect(read).toEqual([
      { kernel: outer, milliseconds: 40, calls: 2 },
      { kernel: `${outer} > ${inner}`, milliseconds: 10, calls: 2 },
    ]);
    expect(clock.read()).toEqual([]);
  } finally {
    clock?.stop();
    for (const name of [outer, inner]) tf.unregisterKernel(name, backend);
  }
});

it('leaves the kernels as they were', () => {
  const backend = tf.getBackend();
  const before = tf.getKernel('Add', backend).kernelFunc;
  const clock = startKernelClock(backend);
  expect(tf.getKernel('Add', backend).kernelFunc).not.toBe(before);
  clock.stop();
  expect(tf.getKernel('Add', backend).kernelFunc).toBe(before);
});
