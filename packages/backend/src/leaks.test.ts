import * as tf from '@axiswise/tensorflow';
import { beforeAll, expect, it } from 'vitest';
import { useBackend } from './engine.ts';
import { memoryInUse, TensorLeakError, withoutLeaks } from './leaks.ts';

beforeAll(async () => {
  await useBackend('cpu');
});

it('counts tensors and their bytes, a shared buffer for each', () => {
  const before = memoryInUse();
  const x = tf.zeros([3, 5]);
  const sameBuffer = x.reshape([15]);
  expect(memoryInUse()).toEqual({ tensors: before.tensors + 2, bytes: before.bytes + 2 * 15 * 4 });
  tf.dispose([x, sameBuffer]);
  expect(memoryInUse()).toEqual(before);
});

it('says how many tensors a function leaves behind', async () => {
  const leaked: tf.Tensor[] = [];
  const leaking = withoutLeaks('a step', () => {
    leaked.push(tf.ones([2]), tf.ones([2, 2]));
    return tf.tidy(() => tf.ones([4]).sum().dataSync()[0]);
  });
  await expect(leaking).rejects.toThrow(TensorLeakError);
  await expect(leaking).rejects.toThrow(/a step leaks 2 tensors .*; 24 bytes more/);
  await expect(leaking).rejects.toHaveProperty('tensors', 2);
  tf.dispose(leaked);
});

it('watches an asynchronous function to its end', async () => {
  const leaked: tf.Tensor[] = [];
  const leaking = withoutLeaks('a slow step', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    leaked.push(tf.scalar(1));
  });
  await expect(leaking).rejects.toThrow('a slow step leaks 1 tensor (');
  tf.dispose(leaked);
});

it('does not count returned tensors as leaks', async () => {
  const { a, list } = await withoutLeaks('tensors in containers', () => {
    const a = tf.scalar(1);
    return { a, list: [a, tf.scalar(2)] };
  });
  expect(list[1].dataSync()[0]).toBe(2);
  tf.dispose([a, list[1]]);
});

it('does not let a returned old tensor hide a leaked new one', async () => {
  const old = tf.scalar(1);
  const leaked: tf.Tensor[] = [];
  const leaking = withoutLeaks('a disguise', () => {
    leaked.push(tf.scalar(2));
    return old;
  });
  await expect(leaking).rejects.toHaveProperty('tensors', 1);
  tf.dispose([old, ...leaked]);
});

it('accepts a function that disposes of older tensors', async () => {
  const old = tf.scalar(1);
  await withoutLeaks('a clean-up', () => old.dispose());
  expect(old.isDisposed).toBe(true);
});

it('passes the error of the function on', async () => {
  const cause = new Error('the loss is NaN');
  await expect(withoutLeaks('a step', () => Promise.reject(cause))).rejects.toBe(cause);
});
