import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine.ts';
import { checkConvolutionsAndPooling } from '../kernel-checks/convolutions.fixture.ts';
import {
  expectEqual,
  noise,
  on,
  runs,
  small,
  valueAndGradients,
} from '../kernel-checks/numbers.fixture.ts';
import { checkUnfold } from '../kernel-checks/unfold.fixture.ts';
import { checkWinograd } from '../kernel-checks/winograd.fixture.ts';
import { copyFromTensor, copyToTensor } from '../copy-tensor.ts';
import { kernelsCompiled } from './kernel-library.ts';

type Tensor4D = tf.Tensor4D;

describe.skipIf(!kernelsCompiled())(
  'our kernels for native TensorFlow (skipped where `npx axiswise native` did not compile them)',
  () => {
    beforeAll(async () => {
      const { flags } = await useBackend('tensorflow');
      expect(flags['kernels']).toBeDefined();
    });

    checkConvolutionsAndPooling('tensorflow');
    checkWinograd('tensorflow');
    checkUnfold('tensorflow');

    it('as many filters, channels and positions as several vectors', async () => {
      const wide = fc.record({
        batch: small(5),
        size: fc.tuple(fc.integer({ min: 3, max: 33 }), fc.integer({ min: 3, max: 33 })),
        channels: small(40),
        filters: small(70),
        filter: fc.tuple(small(3), small(3)),
        biased: fc.boolean(),
        relu: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(wide, async (c) => {
          const compute = () => {
            const inputs = [
              noise([c.batch, ...c.size, c.channels], 1),
              noise([...c.filter, c.channels, c.filters], 2),
            ];
            const bias = noise([c.filters], 3);
            return [
              ...valueAndGradients(
                (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
                inputs,
              ),
              tf.fused.conv2d({
                x: inputs[0] as Tensor4D,
                filter: inputs[1] as Tensor4D,
                strides: 1,
                pad: 'valid',
                ...(c.biased && { bias: bias as tf.Tensor1D }),
                activation: c.relu ? 'relu' : 'linear',
              }),
            ];
          };
          expectEqual(await on('tensorflow', compute), await on('cpu', compute));
        }),
        { ...runs, numRuns: 15 },
      );
    });

    it('a few filters on many channels', async () => {
      const few = fc.record({
        batch: small(4),
        size: fc.tuple(fc.integer({ min: 4, max: 19 }), fc.integer({ min: 4, max: 19 })),
        channels: fc.integer({ min: 8, max: 70 }),
        filters: small(3),
        filter: fc.tuple(small(4), small(4)),
        pad: fc.constantFrom('valid' as const, 'same' as const),
      });
      await fc.assert(
        fc.asyncProperty(few, async (c) => {
          const compute = () =>
            valueAndGradients(
              (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, c.pad),
              [
                noise([c.batch, ...c.size, c.channels], 1),
                noise([...c.filter, c.channels, c.filters], 2),
              ],
            );
          expectEqual(await on('tensorflow', compute), await on('cpu', compute));
        }),
        { ...runs, numRuns: 25 },
      );
    });

    it('filters that span an axis, and pooling over all of one, with many channels', async () => {
      const compute = () => {
        const [x, filter] = [noise([3, 17, 11, 2], 1), noise([4, 11, 2, 37], 2)];
        return valueAndGradients(
          (a, b) =>
            tf.maxPool(
              tf.conv2d(a as Tensor4D, b as Tensor4D, [1, 1], 'valid'),
              [14, 1],
              1,
              'valid',
            ),
          [x, filter],
        );
      };
      expectEqual(await on('tensorflow', compute), await on('cpu', compute));
    });

    it('one step of Adam', async () => {
      const attrs = {
        beta1: 0.9,
        rest1: 0.1,
        beta2: 0.999,
        rest2: 0.001,
        epsilon: 3e-8,
        rate: 0.01,
        kept: 0.99,
      };
      const [weights, gradient, m, root] = [1, 2, 3, 4].map((seed) => noise([7, 19], seed));
      const inputs = { weights, gradient, m, v: tf.square(root) };
      const step = () =>
        tf.engine().runKernel('AdamUpdate', inputs, attrs) as unknown as tf.Tensor[];
      expectEqual(await on('tensorflow', step), await on('wasm', step));
      tf.dispose([weights, gradient, m, root, inputs.v]);
    });

    it('copies between tensors and arrays in shared memory', async () => {
      await useBackend('tensorflow');
      const shared = new Float32Array(new SharedArrayBuffer(40)).map((_, i) => i + 1);
      shared.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      const tensor = copyToTensor(shared.subarray(2, 8), [2, 3]);
      shared.fill(0);
      expect(tensor.arraySync()).toEqual([
        [3, 4, 5],
        [6, 7, 8],
      ]);
      await copyFromTensor(tensor, shared.subarray(1));
      expect([...shared]).toEqual([0, 3, 4, 5, 6, 7, 8, 0, 0, 0]);
      tensor.dispose();
      await expect(copyFromTensor(tf.zeros([20]), shared)).rejects.toThrow(
        'an array of the size of the tensor must be shared first',
      );
    });

    it('give the same bits for the same numbers', () => {
      const values = () =>
        tf.tidy(() =>
          valueAndGradients(
            (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
            [noise([9, 20, 20, 5], 1), noise([3, 3, 5, 30], 2)],
          ).flatMap((tensor) => [...tensor.dataSync()]),
        );
      expect(values()).toEqual(values());
    });
  },
);
