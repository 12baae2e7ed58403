import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { type KernelClock, startKernelClock } from './kernel-times.ts';

beforeAll(() => useBackend(testBackend()));

/** Takes a while, and calls a kernel that takes another. */
const outer = 'AxiswiseOuter';
const inner = 'AxiswiseInner';
const waitFor = (milliseconds: number): void => {
  const start = performance.now();
  while (performance.now() - start < milliseconds);
};
function registerKernels(backendName: string): void {
  const register = (kernelName: string, milliseconds: number, result: () => tf.TensorInfo): void =>
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc() {
        waitFor(milliseconds);
        return result();
      },
    });
  register(outer, 20, () => tf.engine().runKernel(inner, {}) as tf.TensorInfo);
  register(inner, 5, () => tf.scalar(1));
}

it('counts and times each kernel, without those that it calls', () => {
  const backend = tf.getBackend();
  registerKernels(backend);
  let clock: KernelClock | undefined;
  try {
    clock = startKernelClock(backend);
    tf.tidy(() => {
      tf.engine().runKernel(outer, {});
      tf.engine().runKernel(outer, {});
    });
    const read = clock.read();
    expect(read.map(({ kernel, calls }) => [kernel, calls])).toEqual([
      [outer, 2],
      [`${outer} > ${inner}`, 2],
    ]);
    const [alone, called] = read.map(({ milliseconds }) => milliseconds);
    expect(alone).toBeGreaterThanOrEqual(40);
    expect(called).toBeGreaterThanOrEqual(10);
    // With the inner kernel's time in it, it would be five quarters of that.
    expect(alone / called).toBeGreaterThan(2);
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
