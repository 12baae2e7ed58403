import { Random } from '@axiswise/random';
import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { beforeAll, expect, it } from 'vitest';
import type { BackendName } from '../backend-choices.ts';
import { useBackend } from '../engine.ts';
import { inputGradientTilingOf, tilingOf } from '@axiswise/kernels/attributes';

type Shape4D = [number, number, number, number];
type Pad = 'valid' | 'same' | tf.backend_util.ExplicitPadding;

interface Case {
  readonly x: Shape4D;
  readonly filter: Shape4D;
  readonly pad: Pad;
}

const infoOf = ({ x, filter, pad }: Case) =>
  tf.backend_util.computeConv2DInfo(x, filter, 1, 1, pad);

const random = (shape: readonly number[], name: string): Float32Array => {
  const stream = new Random(1, name);
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () =>
    stream.normal(0, 1),
  );
};

/** The convolution and its gradients by input and filter, dy given. */
function computed({ x, filter, pad }: Case): Float32Array[] {
  const results = tf.tidy(() => {
    const dy = tf.tensor(
      random(infoOf({ x, filter, pad }).outShape, 'dy'),
      infoOf({ x, filter, pad }).outShape,
    );
    const inputs = [tf.tensor(random(x, 'x'), x), tf.tensor(random(filter, 'filter'), filter)];
    const convolve = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, pad);
    return [convolve(inputs[0], inputs[1]), ...tf.grads(convolve)(inputs, dy)];
  });
  const values = results.map((tensor) => tensor.dataSync<'float32'>());
  tf.dispose(results);
  return values;
}

/** The same in double precision, by the definition. */
function byDefinition(c: Case): Float64Array[] {
  const info = infoOf(c);
  const [x, weights, dy] = [
    random(c.x, 'x'),
    random(c.filter, 'filter'),
    random(info.outShape, 'dy'),
  ];
  const y = new Float64Array(dy.length);
  const dx = new Float64Array(x.length);
  const dw = new Float64Array(weights.length);
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  for (let p = 0; p < info.batchSize * outHeight * outWidth; p++) {
    const image = Math.floor(p / (outHeight * outWidth));
    const top = (Math.floor(p / outWidth) % outHeight) - info.padInfo.top;
    const left = (p % outWidth) - info.padInfo.left;
    for (let cell = 0; cell < info.filterHeight * info.filterWidth; cell++) {
      const row = top + Math.floor(cell / info.filterWidth);
      const column = left + (cell % info.filterWidth);
      if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) continue;
      for (let i = 0; i < inChannels; i++) {
        const at = ((image * inHeight + row) * inWidth + column) * inChannels + i;
        for (let o = 0; o < outChannels; o++) {
          const weight = (cell * inChannels + i) * outChannels + o;
          const out = p * outChannels + o;
          y[out] += x[at] * weights[weight];
          dx[at] += dy[out] * weights[weight];
          dw[weight] += x[at] * dy[out];
        }
      }
    }
  }
  return [y, dx, dw];
}

/** The largest and the typical error, as parts of the typical size of a number. */
function errorsOf(
  actual: Float32Array,
  expected: Float64Array,
): { largest: number; typical: number } {
  const rms = (numbers: Float64Array): number =>
    Math.sqrt(numbers.reduce((sum, value) => sum + value ** 2, 0) / numbers.length);
  const errors = expected.map((value, i) => Math.abs(actual[i] - value));
  const size = rms(expected);
  return { largest: errors.reduce((a, b) => Math.max(a, b)) / size, typical: rms(errors) / size };
}

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const taps = fc.constantFrom(1, 3, 4, 5);
/** Along one axis, filters may be longer: eight points, or several blocks. */
const manyTaps = fc.constantFrom(1, 3, 4, 5, 6, 7, 8, 11, 17);

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    batch: upTo(3),
    height: upTo(30),
    width: upTo(12),
    channels: upTo(14, 4),
    outChannels: upTo(21, 4),
    filterHeight: manyTaps,
    filterWidth: taps,
    spansWidth: fc.boolean(),
    pad: fc.oneof(
      fc.constantFrom<Pad>('valid', 'same'),
      fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6), fc.nat(6)).map(([t, b, l, r]): Pad => [
        [0, 0],
        [t, b],
        [l, r],
        [0, 0],
      ]),
    ),
  })
  .map((c): Case => {
    const width = c.spansWidth ? c.width : c.filterWidth;
    return {
      x: [c.batch, c.height, c.width, c.channels],
      filter: [c.filterHeight, width, c.channels, c.outChannels],
      pad: c.spansWidth ? 'valid' : c.pad,
    };
  })
  .filter((c) => {
    const { outHeight, outWidth } = infoOf(c);
    return outHeight > 0 && outWidth > 0 && tilingOf(infoOf(c)) !== undefined;
  });

/** Checks Winograd's algorithm on an engine against the definition in double precision. */
export function checkWinograd(engine: BackendName): void {
  beforeAll(() => useBackend(engine));

  it('gives values and gradients of convolutions of any shape that it serves', async () => {
    const served = { asConvolution: 0, ofTiles: 0, eightPoints: 0, blocks: 0 };
    await fc.assert(
      fc.property(anyCase, (c) => {
        const tiling = tilingOf(infoOf(c))!;
        const ofGradient = inputGradientTilingOf(infoOf(c));
        if (ofGradient && ofGradient.cost <= tiling.cost) served.asConvolution++;
        else if (tiling.rows > 1 && tiling.columns > 1) served.ofTiles++;
        if (Math.max(tiling.rows, tiling.columns) === 8) served.eightPoints++;
        if (tiling.blocks > 1) served.blocks++;
        const expected = byDefinition(c);
        computed(c).forEach((actual, i) => {
          expect(actual).toHaveLength(expected[i].length);
          expect(errorsOf(actual, expected[i]).largest).toBeLessThan(1e-4);
        });
      }),
      { numRuns: 150, seed: 20_260, endOnFailure: true },
    );
    for (const count of Object.values(served)) expect(count).toBeGreaterThan(5);
  });

  // What fewer products cost in accuracy, stated in the README of the package.
  it.each<[string, Case, object]>([
    [
      'a layer of the board, 36 products for 144',
      { x: [2, 19, 19, 64], filter: [3, 3, 64, 64], pad: 'same' },
      { rows: 6, columns: 6, stepHeight: 4, stepWidth: 4 },
    ],
    [
      'windows of five words, 8 products for 20',
      { x: [2, 56, 1, 300], filter: [5, 1, 300, 100], pad: 'valid' },
      { rows: 8, columns: 1, stepHeight: 4 },
    ],
    [
      'eight frequencies that span time, 16 products for 40',
      { x: [4, 40, 51, 1], filter: [8, 51, 1, 64], pad: 'valid' },
      { rows: 8, columns: 1, stepHeight: 5, blocks: 2 },
    ],
  ])('%s: typical errors of three millionths', (_, layer, tiling) => {
    expect(tilingOf(infoOf(layer))).toMatchObject(tiling);
    const expected = byDefinition(layer);
    computed(layer).forEach((actual, i) => {
      const { largest, typical } = errorsOf(actual, expected[i]);
      expect(typical).toBeLessThan(3e-6);
      expect(largest).toBeLessThan(5e-5);
    });
  });

  it('gives an example the same bits in every batch', () => {
    const batch: Case = { x: [7, 9, 10, 8], filter: [3, 3, 8, 12], pad: 'same' };
    const [all] = computed(batch);
    const filter = tf.tensor(random(batch.filter, 'filter'), batch.filter) as tf.Tensor4D;
    const size = 9 * 10 * 8;
    for (const example of [0, 3, 6]) {
      const x = random(batch.x, 'x').subarray(example * size, (example + 1) * size);
      const alone = tf.tidy(() => tf.conv2d(tf.tensor4d(x, [1, 9, 10, 8]), filter, 1, 'same'));
      const outSize = 9 * 10 * 12;
      expect(alone.dataSync()).toEqual(all.subarray(example * outSize, (example + 1) * outSize));
      alone.dispose();
    }
    filter.dispose();
  });
}
