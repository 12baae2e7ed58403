// Convolutions by fewer multiplications: Winograd's F(m, r), along one axis or nested along two
// (Lavin and Gray 2016). A tile of 6 inputs, m outputs and r = 7 - m weights are polynomials, which are
// evaluated at the points 0, 1, -1, 2, -2 and infinity; there the convolution is 6 products in place of
// m * r. The points decide how inputs are transformed, so that all three (4, 3), (3, 4) and (2, 5) share it.
//
// A transformed tile has `rows * columns` numbers a channel, 6 along an axis with tiles and 1 along the
// other. They lie as so many planes of `[tiles, channels]`, `plane` floats apart, so that the products are
// products of matrices.
// There are at least four channels: the last vector begins where it still fits, over the one before.

import { F, V } from './vectors';

/** Points along an axis with tiles. */
@inline const POINTS: usize = 6;

/**
 * Transforms the inputs of `tiles` tiles, from tile `first` of the batch on, into planes.
 *
 * `patch` has room for one tile, `rows * columns * channels`, and `scratch` for `rows * columns` vectors.
 */
export function winogradInput(
  x: usize, planes: usize, plane: i32, patch: usize, scratch: usize, first: i32, tiles: i32,
  height: i32, width: i32, channels: i32, tileRows: i32, tileColumns: i32,
  stepHeight: i32, stepWidth: i32, padTop: i32, padLeft: i32, rows: i32, columns: i32,
): void {
  const cell = <usize>channels * F;
  const next = <usize>plane * F;
  for (let t = first; t < first + tiles; t++, planes += cell) {
    const example = t / (tileRows * tileColumns);
    const top = (t / tileColumns) % tileRows * stepHeight - padTop;
    const left = t % tileColumns * stepWidth - padLeft;
    const image = x + <usize>(example * height * width) * cell;
    let from: usize;
    let rowStep: usize;
    if (top >= 0 && left >= 0 && top + rows <= height && left + columns <= width) {
      from = image + <usize>(top * width + left) * cell;
      rowStep = <usize>width * cell;
    } else {
      copyTile(image, patch, height, width, cell, top, left, rows, columns);
      from = patch;
      rowStep = <usize>columns * cell;
    }
    for (let c: usize = 0; c < cell; c += V) {
      c = min(c, cell - V);
      let at = from + c;
      let to = planes + c;
      if (columns == 1) {
        evaluate(at, rowStep, to, next);
      } else if (rows == 1) {
        evaluate(at, cell, to, next);
      } else {
        for (let j: usize = 0; j < POINTS; j++, at += cell) {
          evaluate(at, rowStep, scratch + j * V, POINTS * V);
        }
        for (let i: usize = 0; i < POINTS; i++, to += POINTS * next) {
          evaluate(scratch + i * POINTS * V, V, to, next);
        }
      }
    }
  }
}

/** The part of an image that a tile covers, zeros where it reaches beyond. */
function copyTile(
  image: usize, patch: usize, height: i32, width: i32, cell: usize,
  top: i32, left: i32, rows: i32, columns: i32,
): void {
  memory.fill(patch, 0, <usize>(rows * columns) * cell);
  const from = max(0, left);
  const to = min(width, left + columns);
  if (to <= from) return;
  for (let row = max(0, top); row < min(height, top + rows); row++) {
    memory.copy(
      patch + <usize>((row - top) * columns + from - left) * cell,
      image + <usize>(row * width + from) * cell,
      <usize>(to - from) * cell,
    );
  }
}

/** Six inputs, `step` apart, at the six points. */
@inline
function evaluate(from: usize, step: usize, to: usize, toStep: usize): void {
  const two = f32x4.splat(2);
  const four = f32x4.splat(4);
  const five = f32x4.splat(5);
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step);
  const d4 = v128.load(from + 4 * step);
  const d5 = v128.load(from + 5 * step);
  const even1 = f32x4.sub(d4, f32x4.mul(four, d2));
  const odd1 = f32x4.sub(d3, f32x4.mul(four, d1));
  const even2 = f32x4.sub(d4, d2);
  const odd2 = f32x4.mul(two, f32x4.sub(d3, d1));
  v128.store(to, f32x4.add(f32x4.sub(f32x4.mul(four, d0), f32x4.mul(five, d2)), d4));
  v128.store(to + toStep, f32x4.add(even1, odd1));
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1));
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2));
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2));
  v128.store(to + 5 * toStep, f32x4.add(f32x4.sub(f32x4.mul(four, d1), f32x4.mul(five, d3)), d5));
}

/**
 * Transforms the planes of products of `tiles` tiles back into outputs, plus `bias`, and at least `floor`
 * (0 for a ReLU, else minus infinity). Outputs beyond the edge are left out.
 */
export function winogradOutput(
  planes: usize, plane: i32, bias: usize, floor: f32, out: usize, scratch: usize, first: i32, tiles: i32,
  height: i32, width: i32, channels: i32, tileRows: i32, tileColumns: i32,
  stepHeight: i32, stepWidth: i32, rows: i32, columns: i32,
): void {
  const cell = <usize>channels * F;
  const next = <usize>plane * F;
  const least = f32x4.splat(floor);
  for (let t = first; t < first + tiles; t++, planes += cell) {
    const example = t / (tileRows * tileColumns);
    const top = (t / tileColumns) % tileRows * stepHeight;
    const left = t % tileColumns * stepWidth;
    const down = min(stepHeight, height - top);
    const across = min(stepWidth, width - left);
    const to = out + <usize>((example * height + top) * width + left) * cell;
    for (let c: usize = 0; c < cell; c += V) {
      c = min(c, cell - V);
      let at = planes + c;
      const start = v128.load(bias + c);
      if (columns == 1) {
        interpolate(at, next, stepHeight, scratch, V);
        let there = to + c;
        for (let i = 0; i < down; i++, there += <usize>width * cell) {
          v128.store(there, f32x4.max(f32x4.add(v128.load(scratch + <usize>i * V), start), least));
        }
        continue;
      }
      let lines = scratch;
      if (rows > 1) {
        for (let j: usize = 0; j < POINTS; j++, at += next) {
          interpolate(at, POINTS * next, stepHeight, scratch + j * V, POINTS * V);
        }
      } else {
        for (let j: usize = 0; j < POINTS; j++, at += next) {
          v128.store(scratch + j * V, v128.load(at));
        }
      }
      for (let i = 0; i < down; i++, lines += POINTS * V) {
        // A line of points becomes a line of outputs in its own place.
        interpolate(lines, V, stepWidth, lines, V);
        let there = to + c + <usize>(i * width) * cell;
        for (let j = 0; j < across; j++, there += cell) {
          v128.store(there, f32x4.max(f32x4.add(v128.load(lines + <usize>j * V), start), least));
        }
      }
    }
  }
}

/** `m` outputs, and others which mean nothing up to four, from their values at six points. */
@inline
function interpolate(from: usize, step: usize, m: i32, to: usize, toStep: usize): void {
  const p0 = v128.load(from);
  const p1 = v128.load(from + step);
  const p2 = v128.load(from + 2 * step);
  const p3 = v128.load(from + 3 * step);
  const p4 = v128.load(from + 4 * step);
  const p5 = v128.load(from + 5 * step);
  const even1 = f32x4.add(p1, p2);
  const odd1 = f32x4.sub(p1, p2);
  const even2 = f32x4.add(p3, p4);
  const odd2 = f32x4.sub(p3, p4);
  const zero = f32x4.splat(0);
  const y1 = f32x4.add(odd1, f32x4.mul(f32x4.splat(2), odd2));
  const y2 = f32x4.add(even1, f32x4.mul(f32x4.splat(4), even2));
  const y3 = f32x4.add(odd1, f32x4.mul(f32x4.splat(8), odd2));
  v128.store(to, f32x4.add(f32x4.add(p0, even1), even2));
  v128.store(to + toStep, f32x4.add(y1, m == 2 ? p5 : zero));
  v128.store(to + 2 * toStep, f32x4.add(y2, m == 3 ? p5 : zero));
  v128.store(to + 3 * toStep, f32x4.add(y3, m == 4 ? p5 : zero));
}

/**
 * Transforms the gradient by the outputs of `tiles` tiles into planes of `[tiles, wide]`: the adjoint of
 * `winogradOutput`. `wide` is `channels` or more, and what is beyond stays as it was.
 *
 * `patch` has room for `4 * 4 * channels` floats, and `scratch` for `4 * 6` vectors.
 */
export function winogradOutputGradient(
  dy: usize, planes: usize, plane: i32, patch: usize, scratch: usize, first: i32, tiles: i32,
  height: i32, width: i32, channels: i32, wide: i32, tileRows: i32, tileColumns: i32,
  stepHeight: i32, stepWidth: i32, rows: i32, columns: i32,
): void {
  const cell = <usize>channels * F;
  const row = <usize>wide * F;
  const next = <usize>plane * F;
  for (let t = first; t < first + tiles; t++, planes += row) {
    const example = t / (tileRows * tileColumns);
    const top = (t / tileColumns) % tileRows * stepHeight;
    const left = t % tileColumns * stepWidth;
    const image = dy + <usize>(example * height * width) * cell;
    let from: usize;
    let rowStep: usize;
    if (top + stepHeight <= height && left + stepWidth <= width) {
      from = image + <usize>(top * width + left) * cell;
      rowStep = <usize>width * cell;
    } else {
      copyTile(image, patch, height, width, cell, top, left, stepHeight, stepWidth);
      from = patch;
      rowStep = <usize>stepWidth * cell;
    }
    for (let c: usize = 0; c < cell; c += V) {
      c = min(c, cell - V);
      let at = from + c;
      let to = planes + c;
      if (columns == 1) {
        spread(at, rowStep, stepHeight, to, next);
      } else if (rows == 1) {
        spread(at, cell, stepWidth, to, next);
      } else {
        let line = scratch;
        for (let i = 0; i < stepHeight; i++, at += rowStep, line += POINTS * V) {
          spread(at, cell, stepWidth, line, V);
        }
        line = scratch;
        for (let j: usize = 0; j < POINTS; j++, line += V, to += next) {
          spread(line, POINTS * V, stepHeight, to, POINTS * next);
        }
      }
    }
  }
}

/** `m` gradients by outputs at the six points: the adjoint of `interpolate`. */
@inline
function spread(from: usize, step: usize, m: i32, to: usize, toStep: usize): void {
  const zero = f32x4.splat(0);
  const two = f32x4.splat(2);
  const y0 = v128.load(from);
  const y1 = v128.load(from + step);
  const y2 = m > 2 ? v128.load(from + 2 * step) : zero;
  const y3 = m > 3 ? v128.load(from + 3 * step) : zero;
  const even1 = f32x4.add(y0, y2);
  const odd1 = f32x4.add(y1, y3);
  const even2 = f32x4.add(y0, f32x4.mul(f32x4.splat(4), y2));
  const odd2 = f32x4.mul(two, f32x4.add(y1, f32x4.mul(f32x4.splat(4), y3)));
  v128.store(to, y0);
  v128.store(to + toStep, f32x4.add(even1, odd1));
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1));
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2));
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2));
  v128.store(to + 5 * toStep, m == 2 ? y1 : m == 3 ? y2 : y3);
}
