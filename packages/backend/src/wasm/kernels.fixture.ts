import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { expect, it } from 'vitest';
import { useBackend } from '../engine.ts';
import {
  checkConvolutionsAndPooling,
  checkDepthwiseConvolutions,
} from '../kernel-checks/convolutions.fixture.ts';
import {
  expectEqual,
  gradients,
  noise,
  on,
  runs,
  small,
  valueAndGradients,
} from '../kernel-checks/numbers.fixture.ts';
import { checkUnfold } from '../kernel-checks/unfold.fixture.ts';

type Tensor4D = tf.Tensor4D;

/** Checks all our kernels on wasm against pure JavaScript, on random shapes. */
export function checkKernels(): void {
  checkConvolutionsAndPooling('wasm');
  checkDepthwiseConvolutions('wasm');
  checkUnfold('wasm');

  it('convolution over three axes: values and gradients, any stride and padding', async () => {
    const axis = fc
      .record({ length: small(6), kernel: small(3), stride: small(3) })
      // The engine of pure JavaScript shifts `same` windows that leave a rest.
      .filter(
        ({ length, kernel, stride }) => kernel <= length && (kernel >= stride || length === 1),
      );
    const solid = fc.record({
      axes: fc.tuple(axis, axis, axis),
      batch: small(2),
      inChannels: small(5),
      outChannels: small(9),
      pad: fc.constantFrom('valid' as const, 'same' as const),
    });
    await fc.assert(
      fc.asyncProperty(solid, async ({ axes, batch, inChannels, outChannels, pad }) => {
        const along = (key: 'length' | 'kernel' | 'stride') =>
          axes.map((each) => each[key]) as [number, number, number];
        const compute = () =>
          valueAndGradients(
            (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, along('stride'), pad),
            [
              noise([batch, ...along('length'), inChannels], 1),
              noise([...along('kernel'), inChannels, outChannels], 2),
            ],
          );
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      { ...runs, numRuns: 40 },
    );
  });

  it('matrix products, plain and transposed, in batches too', async () => {
    const product = fc.record({
      batch: fc.constantFrom([], [1], [3], [2, 2]),
      rows: small(40),
      inner: small(70),
      columns: small(40),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(product, async ({ batch, rows, inner, columns, transposeA, transposeB }) => {
        const compute = () => {
          const a = noise([...batch, ...(transposeA ? [inner, rows] : [rows, inner])], 1);
          const b = noise([...batch, ...(transposeB ? [columns, inner] : [inner, columns])], 2);
          const multiply = (x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, transposeA, transposeB);
          return [multiply(a, b), ...gradients(multiply, [a, b])];
        };
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      runs,
    );
  });

  it('products with the same numbers in two shapes', async () => {
    // The shipped kernel would use the operator of the first shape for the second product.
    const compute = () => {
      const numbers = noise([4, 6], 1);
      const inTwoRows = tf.reshape(numbers, [2, 12]);
      return [
        tf.matMul(noise([3, 4], 2), numbers),
        tf.matMul(noise([3, 2], 3), inTwoRows),
        tf.sum(numbers, 0),
        tf.matMul(noise([3, 4], 4), numbers),
      ];
    };
    expectEqual(await on('wasm', compute), await on('cpu', compute));
  });

  it('sums over any axes', async () => {
    const summed = fc.array(small(5), { minLength: 1, maxLength: 4 }).chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        axes: fc.subarray(shape.map((_, i) => i - (i % 2) * shape.length)),
        keepDims: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(summed, async ({ shape, axes, keepDims }) => {
        const compute = () => [tf.sum(noise(shape, 1), axes, keepDims)];
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      runs,
    );
  });

  it.each<[string, () => tf.Tensor[]]>([
    [
      'an embedding',
      () =>
        gradients(
          (table) => tf.gather(table, tf.tensor2d([0, 2, 2, 4], [2, 2], 'int32')),
          [noise([5, 3], 1)],
        ),
    ],
    ['softmax', () => gradients((x) => tf.softmax(x), [noise([4, 5], 1)])],
    [
      'cross-entropy from logits',
      () =>
        gradients(
          (x) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([1, 0], 'int32'), 5), x),
          [noise([2, 5], 1)],
        ),
    ],
    ['maximum over an axis', () => gradients((x) => tf.max(x, 1), [noise([3, 7, 2], 1)])],
    ['mean over axes', () => gradients((x) => tf.mean(x, [1, 2]), [noise([3, 4, 5, 2], 1)])],
    [
      'concatenation, slices and padding',
      () =>
        gradients(
          (a, b) =>
            tf.pad(tf.slice(tf.concat([a, b], 1), [0, 1], [2, 4]), [
              [1, 0],
              [0, 2],
            ]),
          [noise([2, 3], 1), noise([2, 4], 2)],
        ),
    ],
    [
      'strided slices',
      () => gradients((x) => tf.stridedSlice(x, [0, 1], [4, 6], [2, 2]), [noise([4, 6], 1)]),
    ],
    ...(['relu', 'elu', 'sigmoid', 'tanh', 'square', 'exp'] as const).map(
      (name): [string, () => tf.Tensor[]] => [
        name,
        () => gradients((x) => tf[name](x), [noise([40], 1)]),
      ],
    ),
    [
      'a bias',
      () => gradients((x, bias) => tf.add(x, bias), [noise([2, 3, 4, 5], 1), noise([5], 2)]),
    ],
  ])('%s', async (_, compute) => {
    expectEqual(await on('wasm', compute), await on('cpu', compute));
  });

  it('products larger than a block', async () => {
    const compute = () => {
      const [a, b] = [noise([70, 2100], 1), noise([2100, 9], 2)];
      return valueAndGradients((x, y) => tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D), [a, b]);
    };
    expectEqual(await on('wasm', compute), await on('cpu', compute));
  });

  it('a batch of matrices times one matrix', async () => {
    const compute = () => [
      tf.matMul(noise([3, 9, 5], 1), noise([1, 5, 4], 2)),
      tf.matMul(noise([1, 9, 5], 1), noise([3, 5, 4], 2)),
      tf.matMul(noise([3, 5, 9], 1), noise([1, 5, 4], 2), true),
      tf.matMul(noise([1, 5, 9], 1), noise([3, 5, 6], 2), true),
      tf.matMul(noise([1, 5, 9], 1), noise([3, 6, 5], 2), true, true),
    ];
    expectEqual(await on('wasm', compute), await on('cpu', compute));
  });

  it('operations on two tensors of different shapes', async () => {
    const names = ['maximum', 'minimum', 'pow', 'mod', 'floorDiv', 'squaredDifference'] as const;
    const comparisons = [
      'equal',
      'notEqual',
      'greater',
      'greaterEqual',
      'less',
      'lessEqual',
    ] as const;
    const unlike = fc
      .array(fc.tuple(small(4), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 4 })
      .chain((axes) =>
        fc.record({
          a: fc.constant(axes.map(([length, inA]) => (inA ? length : 1))),
          b: fc.constant(axes.map(([length, , inB]) => (inB ? length : 1))),
          dropped: fc.nat(axes.length - 1),
        }),
      );
    await fc.assert(
      fc.asyncProperty(unlike, async ({ a, b, dropped }) => {
        const compute = () => {
          const x = tf.round(tf.mul(noise(a, 1), 3));
          const y = tf.add(tf.abs(tf.round(tf.mul(noise(b, 2), 3))), 1);
          const fewerAxes = b.slice(0, dropped).every((length) => length === 1)
            ? tf.reshape(y, b.slice(dropped))
            : y;
          return [
            ...names.map((name) => tf[name](x, fewerAxes)),
            ...comparisons.map((name) => tf.cast(tf[name](fewerAxes, x), 'float32')),
          ];
        };
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      runs,
    );
  });

  it('slices, splits, concatenations and repetitions', async () => {
    const box = fc.array(fc.tuple(small(5), fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        box,
        fc.nat(4),
        fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
        async (axes, picked, dtype) => {
          const shape = axes.map(([length]) => length);
          const begin = axes.map(([length, from]) => from % length);
          const size = axes.map(([length, , count], i) => 1 + (count % (length - begin[i])));
          const axis = picked % shape.length;
          const compute = () => {
            const whole = tf.cast(tf.round(tf.mul(noise(shape, 1), 9)), dtype);
            const parts = tf.split(whole, shape[axis], axis);
            return [
              tf.slice(whole, begin, size),
              ...parts,
              tf.concat(
                [
                  whole,
                  tf.slice(
                    whole,
                    begin.map(() => 0),
                    shape,
                  ),
                  ...parts,
                ],
                axis,
              ),
              tf.tile(
                whole,
                shape.map((_, i) => 1 + (i % 3)),
              ),
              tf.gather(whole, tf.tensor1d([0, shape[axis] - 1, 0], 'int32'), axis),
            ].map((tensor) => tf.cast(tensor, 'float32'));
          };
          expectEqual(await on('wasm', compute), await on('cpu', compute));
        },
      ),
      runs,
    );
  });

  it('tensors of size 0', async () => {
    const compute = () => {
      const empty = tf.zeros([0, 3]);
      return [
        tf.sum(empty, 0),
        tf.concat([empty, noise([2, 3], 1)], 0),
        tf.slice(noise([2, 3], 1), [1, 0], [0, 3]),
        tf.matMul(empty as tf.Tensor2D, noise([3, 2], 1) as tf.Tensor2D),
        tf.tile(empty, [2, 2]),
        tf.cast(tf.equal(empty, noise([1, 3], 1)), 'float32'),
        tf.relu(empty),
        tf.gather(noise([2, 3], 1), tf.tensor1d([], 'int32')),
        tf.conv2d(
          tf.zeros([0, 4, 4, 2]) as Tensor4D,
          noise([2, 2, 2, 3], 1) as Tensor4D,
          1,
          'same',
        ),
      ];
    };
    expectEqual(await on('wasm', compute), await on('cpu', compute));
  });

  it('takes nonzero values for true', async () => {
    await useBackend('wasm');
    const truths = tf.tidy(() => tf.cast(tf.tensor1d([0.5, 256, -1, 0, NaN]), 'bool'));
    expect([...truths.dataSync()]).toEqual([1, 1, 1, 0, 1]);
    truths.dispose();
  });

  it('an index out of range is an error, not another number', async () => {
    await useBackend('wasm');
    tf.tidy(() => {
      const table = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      expect(() => tf.gather(table, tf.tensor1d([0, 2], 'int32'))).toThrow(
        'indices must be from 0 to 1, got 2',
      );
      // Segments that do not exist are ignored, and nothing is written after the result.
      const segments = tf.tensor1d([-1, 1, 7], 'int32');
      const sums = tf.unsortedSegmentSum(tf.tensor1d([5, 6, 7]), segments, 2);
      expect([...sums.dataSync()]).toEqual([0, 6]);
    });
  });

  it.each(['wasm', 'cpu'] as const)(
    'padded average pooling on %s: shares of the values that a window has',
    async (engine) => {
      await useBackend(engine);
      const gradient = tf.tidy(() =>
        tf.grad((x: tf.Tensor) => tf.sum(tf.avgPool(x as Tensor4D, [1, 2], [1, 2], 'same')))(
          tf.tensor([1, 2, 3], [1, 1, 3, 1]),
        ),
      );
      expect([...gradient.dataSync()]).toEqual([0.5, 0.5, 1]);
      gradient.dispose();
    },
  );

  it('the second gradient of a ReLU', async () => {
    const compute = () => [
      tf.grad((x: tf.Tensor) =>
        tf.sum(tf.grad((z: tf.Tensor) => tf.sum(tf.square(tf.relu(z))))(x)),
      )(noise([12], 1)),
    ];
    expectEqual(await on('wasm', compute), await on('cpu', compute));
  });

  it.each<[string, () => tf.Optimizer]>([
    ['sgd', () => tf.train.sgd(0.1)],
    ['momentum', () => tf.train.momentum(0.1, 0.9)],
    ['adam', () => tf.train.adam(0.05)],
    ['adadelta', () => tf.train.adadelta(1)],
    ['rmsprop', () => tf.train.rmsprop(0.01)],
  ])('ten steps of %s', async (name, optimizer) => {
    const compute = () => {
      const weights = tf.variable(noise([4, 3], 1));
      const stepper = optimizer();
      for (let i = 0; i < 10; i++) {
        stepper.minimize(() => tf.mean(tf.square(tf.sub(weights, noise([4, 3], 2)))) as tf.Scalar);
      }
      const result = tf.clone(weights);
      weights.dispose();
      stepper.dispose();
      // TensorFlow.js does not pass on the learning rate that momentum inherits.
      if (name === 'momentum') tf.SGDOptimizer.prototype.dispose.call(stepper);
      return [result];
    };
    expectEqual(await on('wasm', compute), await on('cpu', compute));
  });

  it.each([1, 3, 4, 30])(
    'Adam in one pass: the bits of single operations, %i weights',
    async (size) => {
      await useBackend('wasm');
      const factors = { beta1: 0.9, beta2: 0.999, epsilon: 3e-8, rate: 0.0123, kept: 0.9987 };
      const attrs = { ...factors, rest1: 1 - factors.beta1, rest2: 1 - factors.beta2 };
      const [once, singly] = tf.tidy(() => {
        const [weights, gradient, m, root] = [1, 2, 3, 4].map((seed) => noise([size], seed));
        const v = tf.square(root);
        const inputs = { weights, gradient, m, v };
        const fused = tf.engine().runKernel('AdamUpdate', inputs, attrs) as unknown as tf.Tensor[];
        const mean = tf.add(tf.mul(m, attrs.beta1), tf.mul(gradient, attrs.rest1));
        const square = tf.add(tf.mul(v, attrs.beta2), tf.mul(tf.square(gradient), attrs.rest2));
        const change = tf.div(mean, tf.add(tf.sqrt(square), attrs.epsilon));
        const changed = tf.sub(tf.mul(weights, attrs.kept), tf.mul(change, attrs.rate));
        return [fused, [changed, mean, square]].map((all) => all.map((one) => [...one.dataSync()]));
      });
      expect(once).toEqual(singly);
    },
  );
}
