import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../engine.ts';

type Tensor4D = tf.Tensor4D;

/** Numbers without pattern, the same on each engine. */
function noise(shape: number[], seed: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin((i + 1) * (i + seed) * 0.73 + seed)),
    shape,
  );
}

/** Numbers of a computation on one engine. */
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
    const scale = Math.max(1e-3, ...expected[t].map(Math.abs));
    let largest = 0;
    for (let i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(values[i] - expected[t][i]) / scale);
    }
    expect(largest).toBeLessThan(1e-4);
  });
}

/** The gradients by every input of a function, weighted so that no two outputs count alike. */
const gradients = (f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): tf.Tensor[] =>
  tf.grads((...x: tf.Tensor[]) => {
    const y = f(...x);
    return tf.sum(tf.mul(y, noise(y.shape, 5)));
  })(inputs);

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

describe('wasm kernels agree with pure JavaScript on random shapes', () => {
  beforeAll(() => useBackend('wasm'));

  it('convolution: gradients by input and filter, any stride, padding and kernel', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        const compute = () =>
          gradients(
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

  it('dilated convolution: as the plain one whose filter has zeros between its weights', async () => {
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
          // Each weight put by hand where the dilation puts it.
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

  it('depthwise convolution: gradients by input and filter', async () => {
    await fc.assert(
      fc.asyncProperty(convolution, async (c) => {
        // TensorFlow.js takes equal strides only along both axes here.
        const stride = c.strides[0];
        const compute = () =>
          gradients(
            (x, filter) => tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, stride, c.pad),
            [
              noise([c.batch, c.height, c.width, c.inChannels], 1),
              noise([c.filterHeight, c.filterWidth, c.inChannels, 2], 2),
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
              // A window in the padding alone has no largest value.
              !Array.isArray(pad) || pad[1].every((n) => n === 0) || pad[2].every((n) => n === 0),
          ),
          async (c) => {
            const pad = Array.isArray(c.pad) ? 'same' : c.pad;
            const window: [number, number] = [c.filterHeight, c.filterWidth];
            const compute = () =>
              gradients(
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
    // As shipped, the second product uses the operator made for the first shape.
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

  it('gives a tie in max pooling to the first of the window', async () => {
    await useBackend('wasm');
    const gradient = tf.tidy(() =>
      tf.grad((x: tf.Tensor) => tf.sum(tf.maxPool(x as Tensor4D, 2, 2, 'valid')))(
        tf.tensor([1, 1, 0, 7, 1, 1, 7, 7], [1, 2, 4, 1]),
      ),
    );
    expect([...gradient.dataSync()]).toEqual([1, 0, 0, 1, 0, 0, 0, 0]);
  });
});

describe('a thousand training steps', () => {
  it('leave no tensor behind, and the heap stops growing', async () => {
    await useBackend('wasm');
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: 'relu' }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.conv2d({ filters: 8, kernelSize: 2, activation: 'relu' }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3 }),
      ],
    });
    const x = noise([4, 8, 8, 1], 1);
    const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 0], 'int32'), 3);
    const optimizer = tf.train.adam(1e-3);
    const step = () =>
      tf.tidy(() => {
        optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(labels, model.apply(x) as tf.Tensor) as tf.Scalar,
        );
      });
    const heap = () =>
      (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.byteLength;
    for (let i = 0; i < 20; i++) step();
    const [tensors, bytes] = [tf.memory().numTensors, heap()];
    for (let i = 0; i < 1000; i++) step();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(heap()).toBe(bytes);
  });
});
