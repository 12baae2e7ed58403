import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { expect, it } from 'vitest';
import type { BackendName } from '../backend-choices.ts';
import { useBackend } from '../engine.ts';
import {
  expectEqual,
  gradients,
  noise,
  on,
  runs,
  small,
  valueAndGradients,
} from './numbers.fixture.ts';

type Tensor4D = tf.Tensor4D;

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

/** Checks convolutions and pooling of an engine against pure JavaScript, on random shapes. */
export function checkConvolutionsAndPooling(engine: BackendName): void {
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
        expectEqual(await on(engine, compute), await on('cpu', compute));
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
        expectEqual(await on(engine, compute), expected);
        expectEqual(await on('cpu', compute), expected);
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
            expectEqual(await on(engine, compute), await on('cpu', compute));
          },
        ),
        runs,
      );
    },
  );

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
        expectEqual(await on(engine, compute), await on('cpu', compute));
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
    expectEqual(await on(engine, compute), await on('cpu', compute));
    const picture = () =>
      valueAndGradients(
        (x, filter) => tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same'),
        [noise([1, 40, 40, 2], 1), noise([3, 3, 2, 3], 2)],
      );
    expectEqual(await on(engine, picture), await on('cpu', picture));
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
        expectEqual(await on(engine, compute), await on('cpu', compute));
      }),
      { ...runs, numRuns: 40 },
    );
  });

  it('assigns a tie in max pooling to the first value of the window', async () => {
    await useBackend(engine);
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

/** Checks convolutions of each channel by itself, as above. */
export function checkDepthwiseConvolutions(engine: BackendName): void {
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
        expectEqual(await on(engine, compute), await on('cpu', compute));
      }),
      { ...runs, numRuns: 30 },
    );
  });

  it('dilated depthwise convolution', async () => {
    const compute = () =>
      valueAndGradients(
        (x, filter) =>
          tf.depthwiseConv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', [2, 2]),
        [noise([2, 7, 8, 3], 1), noise([2, 3, 3, 2], 2)],
      );
    expectEqual(await on(engine, compute), await on('cpu', compute));
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
    expectEqual((await on(engine, compute)).slice(0, 2), await on('cpu', reference));
  });
}
