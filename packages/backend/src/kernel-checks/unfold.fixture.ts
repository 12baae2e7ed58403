import * as tf from '@axiswise/tensorflow';
import { fc } from '@axiswise/testing/properties';
import { expect, it } from 'vitest';
import type { BackendName } from '../backend-choices.ts';
import { unfold, type Unfolding } from '@axiswise/kernels/unfold';
import { expectEqual, gradients, noise, on, runs, small } from './numbers.fixture.ts';

const axis = fc
  .record({
    length: small(5),
    cells: small(3),
    stride: small(2),
    dilation: small(2),
    before: fc.nat(2),
    positions: small(4),
    wraps: fc.boolean(),
  })
  .filter(({ before, wraps }) => before === 0 || wraps || before < 3);

const unfolding = fc.array(axis, { minLength: 1, maxLength: 4 }).chain((axes) =>
  fc.record({
    axes: fc.constant(axes),
    order: fc.shuffledSubarray(
      axes.map((_, i) => i),
      { minLength: axes.length },
    ),
  }),
);

/** Checks the layout of windows of an engine against a loop that is written out, and its gradient. */
export function checkUnfold(engine: BackendName): void {
  it('unfold: values and gradients of windows over one to four axes', async () => {
    await fc.assert(
      fc.asyncProperty(
        unfolding,
        fc.constantFrom(1, 3, 5, 40),
        small(3),
        async (u, channels, batch) => {
          const x = () => noise([batch, ...u.axes.map(({ length }) => length), channels], 1);
          const [values] = await on(engine, () => [unfold(x(), u)]);
          const [expected] = await on('cpu', () => [x()]);
          expect([...values]).toEqual(windowsOf([...expected], u, batch, channels));
          const compute = () => gradients((input) => unfold(input, u), [x()]);
          expectEqual(await on(engine, compute), await on('cpu', compute));
        },
      ),
      runs,
    );
  });

  it('fold is the transpose of unfold', async () => {
    const u = {
      axes: [
        { length: 4, cells: 3, stride: 1, dilation: 1, before: 1, positions: 4, wraps: true },
        { length: 5, cells: 2, stride: 2, dilation: 2, before: 1, positions: 3, wraps: false },
      ],
      order: [1, 0],
    };
    // ⟨unfold(x), y⟩ = ⟨x, fold(y)⟩ for all x and y.
    const [left, right] = await on(engine, () => {
      const x = noise([2, 4, 5, 3], 1);
      const y = noise([2, 3, 4, 18], 2);
      const folded = tf
        .engine()
        .runKernel('Fold', { x: y }, u as unknown as tf.NamedAttrMap) as tf.Tensor;
      return [tf.sum(tf.mul(unfold(x, u), y)), tf.sum(tf.mul(x, folded))];
    });
    expect(left[0]).toBeCloseTo(right[0], 4);
  });
}

function windowsOf(
  x: readonly number[],
  { axes, order }: Unfolding,
  batch: number,
  channels: number,
): number[] {
  const found: number[] = [];
  const each = (
    counts: readonly number[],
    visit: (at: number[]) => void,
    at: number[] = [],
  ): void => {
    if (at.length === counts.length) return visit(at);
    for (let i = 0; i < counts[at.length]; i++) each(counts, visit, [...at, i]);
  };
  for (let b = 0; b < batch; b++) {
    each(
      order.map((i) => axes[i].positions),
      (windows) =>
        each(
          axes.map(({ cells }) => cells),
          (cells) => {
            let place: number | undefined = 0;
            axes.forEach(({ length, stride, dilation, before, wraps }, i) => {
              let along = windows[order.indexOf(i)] * stride + cells[i] * dilation - before;
              if (wraps) along = ((along % length) + length) % length;
              place =
                along < 0 || along >= length || place === undefined
                  ? undefined
                  : place * length + along;
            });
            const positions = axes.reduce((n, { length }) => n * length, 1);
            for (let c = 0; c < channels; c++) {
              found.push(place === undefined ? 0 : x[(b * positions + place) * channels + c]);
            }
          },
        ),
    );
  }
  return found;
}
