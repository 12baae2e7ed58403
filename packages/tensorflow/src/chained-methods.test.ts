import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as tf from './index.ts';

const folder = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-core/package.json')),
  'dist/public/chained_ops',
);

it('gives tensors every method that TensorFlow.js declares', () => {
  const declared = readdirSync(folder)
    .filter((name) => name.endsWith('.d.ts') && !name.startsWith('register'))
    .flatMap((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8');
      return [...text.matchAll(/^ {8}(\w+)(?:<.*?>)?\(/gm)].map(([, method]) => method);
    });
  expect(declared.length).toBeGreaterThan(130);
  const missing = declared.filter((name) => !Object.hasOwn(tf.Tensor.prototype, name));
  expect(missing).toEqual([]);
});

it('computes what the functions compute', async () => {
  await tf.setBackend('cpu');
  const x = tf.tensor2d([
    [1, -2],
    [3, -4],
  ]);
  expect(x.square().mean(0).arraySync()).toEqual([5, 10]);
  expect(x.sub(1).div([2, 1]).arraySync()).toEqual([
    [0, -3],
    [1, -5],
  ]);
  expect(x.flatten().concat([tf.tensor1d([9]), tf.tensor1d([8])]).shape).toEqual([6]);
  expect(x.stack(x, 2).shape).toEqual([2, 2, 2]);
  expect(x.slice([1, 0], [1, 1]).asScalar().arraySync()).toBe(3);
  expect(x.where(x.greater(0), tf.zerosLike(x)).as1D().arraySync()).toEqual([1, 0, 3, 0]);
  expect(x.toInt().dtype).toBe('int32');
  expect(x.as3D(1, 2, 2).reshapeAs(x).shape).toEqual([2, 2]);
  expect(x.as4D(1, 2, 2, 1).resizeBilinear([1, 1]).shape).toEqual([1, 1, 1, 1]);
});

it('refuses a tensor that was disposed', () => {
  const x = tf.scalar(1);
  x.dispose();
  expect(() => x.square()).toThrow('Tensor is disposed.');
});
