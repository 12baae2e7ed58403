import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { useBackend } from '../engine.ts';

type Tensor4D = tf.Tensor4D;

/** Numbers without a pattern, the same on each engine. */
export function noise(shape: number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (i + seed) * 0.73 + seed)),
    shape,
  );
}

/** The result of a computation on one engine. */
async function on(engine: 'wasm' | 'cpu', compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  await useBackend(engine);
  const before = tf.memory().numTensors;
  const results = tf.tidy(compute);
  const values = results.map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose(results);
  expect(tf.memory().numTensors).toBe(before);
  return values;
}

function expectEqual(actual: Float32Array[], expected: Float32Array[]): void {
  expect(actual.map((values) => values.length)).toEqual(expected.map((values) => values.length));
  actual.forEach((values, t) => {
    const scale = expected[t].reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    let largest = 0;
    for (let i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - expected[t][i]) / scale);
    }
    expect(largest).toBeLessThan(1e-4);
  });
}

/** The gradients of a function by every input, with different weights for all outputs. */
const gradients = (f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] =>
  tf.grads((...x: tf.Tensor[]) => {
    const y = f(...x);
    return tf.sum(tf.mul(y, noise(y.shape, 5)));
  })(inputs);

/** The same, after the values of the function. */
const valueAndGradients = (
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
): tf.Tensor[] => [f(...inputs), ...gradients(f, inputs)];

const small = (max: number) => fc.integer({ min: 1, max });
const runs = { numRuns: 60, seed: 20_260, endOnFailure: true };

const convolution = fc
  .record({
    batch: small(3),
    height: small(9),
    width: small(9),
    inChannels: fc.constantFrom(1, 2, 3, 8, 9),
    outChannels: small(4),
    filterHeight: small(4),
    filterWidth: small(4),
    strides: fc.tuple(small(3), small(3)),
    pad: fc.oneof(
      fc.constantFrom('valid' as const, 'same' as const),
      fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4), fc.nat(4)).map(
        ([t, b, l, r]) =>
          [
            [0, 0],
            [t, b],
            [l, r],
            [0, 0],
          ] as tf.backend_util.ExplicitPadding,
      ),
    ),
  })
  .filter(({ height, width, filterHeight, filterWidth, pad }) => {
    const rows = Array.isArray(pad) ? pad[1][0] + pad[1][1] : 0;
    const columns = Array.isArray(pad) ? pad[2][0] + pad[2][1] : 0;
    return pad === 'same' || (height + rows >= filterHeight && width + columns >= filterWidth);
  });

/** Checks all our kernels on wasm against pure JavaScript, on random shapes. */
export function checkKernels(): void {
  it('convolution: values and gradients by input and filter, any stride, padding and kernel', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const compute = () =>
          valueAndGradients(
            (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, c.strides, c.pad),
            [
              noise([c.batch, c.height, c.width, c.inChannels], 1),
              noise([c.filterHeight, c.filterWidth, c.inChannels, c.outChannels], 2),
            ],
          );
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      runs,
    );
  });

  it('dilated convolution: like the plain one with zeros between its weights', async () => {
    const dilated = fc
      .tuple(convolution, small(3), small(3))
      .map(([c, dilationHeight, dilationWidth]) => ({ ...c, dilationHeight, dilationWidth }))
      .filter(
        (c) =>
          c.pad === 'same' ||
          (c.height >= (c.filterHeight - 1) * c.dilationHeight + 1 &&
            c.width >= (c.filterWidth - 1) * c.dilationWidth + 1),
      );
    await fc.assert(
      fc.asyncProperty(dilated, async (c) => {
        const inputs = () => [
          noise([c.batch, c.height, c.width, c.inChannels], 1),
          noise([c.filterHeight, c.filterWidth, c.inChannels, c.outChannels], 2),
        ];
        const compute = () =>
          gradients(
            (x, filter) =>
              tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, c.pad, 'NHWC', [
                c.dilationHeight,
                c.dilationWidth,
              ]),
            inputs(),
          );
        const reference = () => {
          const [x, filter] = inputs();
          // Puts each weight at its dilated position by hand.
          const place = (weights: tf.Tensor): tf.Tensor4D => {
            const along = (tensor: tf.Tensor, axis: number): tf.Tensor[] =>
              Array.from({ length: tensor.shape[axis] }, (_, i) =>
                tf.slice(
                  tensor,
                  tensor.shape.map((_, a) => (a === axis ? i : 0)),
                  tensor.shape.map((length, a) => (a === axis ? 1 : length)),
                ),
              );
            const rows = along(weights, 0).flatMap((row, i) => {
              const cells = along(row, 1).flatMap((cell, j) => [
                ...(j > 0 && c.dilationWidth > 1
                  ? [tf.zeros([1, c.dilationWidth - 1, c.inChannels, c.outChannels])]
                  : []),
                cell,
              ]);
              const whole = cells.length > 1 ? tf.concat(cells, 1) : cells[0];
              return [
                ...(i > 0 && c.dilationHeight > 1
                  ? [tf.zeros([c.dilationHeight - 1, ...whole.shape.slice(1)])]
                  : []),
                whole,
              ];
            });
            return (rows.length > 1 ? tf.concat(rows, 0) : rows[0]) as tf.Tensor4D;
          };
          return gradients(
            (input, weights) => tf.conv2d(input as Tensor4D, place(weights), 1, c.pad),
            [x, filter],
          );
        };
        const expected = await on('cpu', reference);
        expectEqual(await on('wasm', compute), expected);
        expectEqual(await on('cpu', compute), expected);
      }),
      { ...runs, numRuns: 30 },
    );
  });

  it('depthwise convolution: values and gradients by input and filter', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        // TensorFlow.js takes equal strides only along both axes here.
        const stride = c.strides[0];
        const compute = () =>
          valueAndGradients(
            (x, filter) => tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, stride, c.pad),
            [
              noise([c.batch, c.height, c.width, c.inChannels], 1),
              noise([c.filterHeight, c.filterWidth, c.inChannels, c.outChannels * 2 - 1], 2),
            ],
          );
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      { ...runs, numRuns: 30 },
    );
  });

  it.each(['maxPool', 'avgPool'] as const)(
    '%s: gradients for any window, overlapping too',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(
          convolution.filter(
            ({ pad }) =>
              // A window of only padding has no largest value.
              !Array.isArray(pad) || pad[1].every((n) => n === 0) || pad[2].every((n) => n === 0),
          ),
          async (c) => {
            const pad = Array.isArray(c.pad) ? 'same' : c.pad;
            const window: [number, number] = [c.filterHeight, c.filterWidth];
            const compute = () =>
              valueAndGradients(
                (x) => tf[name](x as Tensor4D, window, c.strides, pad),
                [noise([c.batch, c.height, c.width, c.inChannels], 1)],
              );
            if (pad === 'valid' && (c.filterHeight > c.height || c.filterWidth > c.width)) return;
            expectEqual(await on('wasm', compute), await on('cpu', compute));
          },
        ),
        runs,
      );
    },
  );

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

  it('convolution along one axis, in batches of several groups', async () => {
    const line = fc.record({
      batch: small(9),
      length: fc.integer({ min: 12, max: 40 }),
      inChannels: small(5),
      outChannels: small(13),
      window: small(6),
      stride: small(2),
      pad: fc.constantFrom('valid' as const, 'same' as const),
      upright: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(line, async ({ upright, ...c }) => {
        const along = (length: number): [number, number] => (upright ? [length, 1] : [1, length]);
        const compute = () =>
          valueAndGradients(
            (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, along(c.stride), c.pad),
            [
              noise([c.batch, ...along(c.length), c.inChannels], 1),
              noise([...along(c.window), c.inChannels, c.outChannels], 2),
            ],
          );
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      { ...runs, numRuns: 40 },
    );
  });

  it('convolution of a line and a picture longer than a block of the sum', async () => {
    const compute = () =>
      valueAndGradients(
        (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
        [noise([2, 1, 1100, 2], 1), noise([1, 3, 2, 5], 2)],
      );
    expectEqual(await on('wasm', compute), await on('cpu', compute));
    const picture = () =>
      valueAndGradients(
        (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
        [noise([1, 40, 40, 2], 1), noise([3, 3, 2, 3], 2)],
      );
    expectEqual(await on('wasm', picture), await on('cpu', picture));
  });

  it('fused convolutions and dense layers, with bias and activation', async () => {
    const fused = fc.record({
      batch: small(3),
      size: fc.integer({ min: 3, max: 8 }),
      inChannels: small(3),
      outChannels: small(19),
      activation: fc.constantFrom('linear' as const, 'relu' as const, 'elu' as const),
      biased: fc.boolean(),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fused, async (c) => {
        const compute = () => {
          const bias = c.biased ? (noise([c.outChannels], 3) as tf.Tensor1D) : undefined;
          const rows = c.batch * 6;
          return [
            tf.fused.conv2d({
              x: noise([c.batch, c.size, c.size, c.inChannels], 1) as Tensor4D,
              filter: noise([3, 2, c.inChannels, c.outChannels], 2) as Tensor4D,
              strides: 1,
              pad: 'same',
              bias,
              activation: c.activation,
            }),
            tf.fused.matMul({
              a: noise(c.transposeA ? [c.size, rows] : [rows, c.size], 1) as tf.Tensor2D,
              b: noise(
                c.transposeB ? [c.outChannels, c.size] : [c.size, c.outChannels],
                2,
              ) as tf.Tensor2D,
              bias,
              activation: c.activation,
              transposeA: c.transposeA,
              transposeB: c.transposeB,
            }),
          ];
        };
        expectEqual(await on('wasm', compute), await on('cpu', compute));
      }),
      { ...runs, numRuns: 40 },
    );
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

  it('dilated depthwise convolution', async () => {
    const compute = () =>
      valueAndGradients(
        (x, filter) =>
          tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', [2, 2]),
        [noise([2, 7, 8, 3], 1), noise([2, 3, 3, 2], 2)],
      );
    expectEqual(await on('wasm', compute), await on('cpu', compute));
    // The same as with the zeros written out.
    const reference = () => {
      const wide = tf.pad(tf.reshape(noise([2, 3, 3, 2], 2), [2, 1, 3, 1, 3, 2]), [
        [0, 0],
        [0, 1],
        [0, 0],
        [0, 1],
        [0, 0],
        [0, 0],
      ]);
      const filter = tf.slice(tf.reshape(wide, [4, 6, 3, 2]), [0, 0, 0, 0], [3, 5, 3, 2]);
      return valueAndGradients(
        (x) => tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
        [noise([2, 7, 8, 3], 1)],
      );
    };
    expectEqual((await on('wasm', compute)).slice(0, 2), await on('cpu', reference));
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

  it('assigns a tie in max pooling to the first value of the window', async () => {
    await useBackend('wasm');
    const gradient = tf.tidy(() =>
      tf.grad((x: tf.Tensor) => tf.sum(tf.maxPool(x as Tensor4D, 2, 2, 'valid')))(
        tf.tensor([1, 1, 0, 7, 1, 1, 7, 7], [1, 2, 4, 1]),
      ),
    );
    expect([...gradient.dataSync()]).toEqual([1, 0, 0, 1, 0, 0, 0, 0]);
    gradient.dispose();
    // Overlapping windows: each of the three assigns to its own first value.
    const overlapping = tf.tidy(() =>
      tf.grad((x: tf.Tensor) => tf.sum(tf.maxPool(x as Tensor4D, [1, 2], 1, 'valid')))(
        tf.tensor([3, 3, 3, 1], [1, 1, 4, 1]),
      ),
    );
    expect([...overlapping.dataSync()]).toEqual([1, 1, 1, 0]);
    overlapping.dispose();
  });
}
