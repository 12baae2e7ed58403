// Convolutions by fewer multiplications: Winograd's F(m, r), along one axis or nested along two
// (Lavin and Gray 2016). A tile of inputs, its m outputs and r weights are polynomials, which are evaluated
// at m + r - 1 points; there the convolution is so many products in place of m * r. The points alone decide
// how inputs are transformed:
//
//     6 points: 0, 1, -1, 2, -2 and infinity                  (4, 3), (3, 4), (2, 5)
//     8 points: 0, 1, -1, 2, -2, 1/2, -1/2 and infinity       (6, 3), (5, 4), (4, 5), ...; one axis only
//
// A transformed tile has `rows * columns` numbers a channel: 6 or 8 along an axis with tiles, 1 along the
// other. They lie as so many planes of `[tiles, channels]`, `plane` floats apart, so that the products are
// products of matrices. There are at least four channels: the last vector begins where it still fits, over
// the one before.

import { addTo, F, V } from './vectors';

/** Points along each of two axes. */
@inline const POINTS: usize = 6;

/**
 * Transforms the inputs of `tiles` tiles, from tile `first` of the batch on, into planes of
 * `[tiles, blocks, channels]`. A long filter along the first axis, alone, is cut into blocks of `blockTaps`,
 * each with inputs of its own.
 *
 * `patch` has room for the inputs of one tile, and `scratch` for `rows * columns` vectors.
 */
export function winogradInput(
  x: usize, planes: usize, plane: i32, patch: usize, scratch: usize, first: i32, tiles: i32,
  height: i32, width: i32, channels: i32, tileRows: i32, tileColumns: i32,
  stepHeight: i32, stepWidth: i32, padTop: i32, padLeft: i32, rows: i32, columns: i32,
  blocks: i32, blockTaps: i32,
): void {
  const cell = <usize>channels * F;
  const next = <usize>plane * F;
  const seen = rows + (blocks - 1) * blockTaps;
  for (let t = first; t < first + tiles; t++, planes += <usize>blocks * cell) {
    const example = t / (tileRows * tileColumns);
    const top = (t / tileColumns) % tileRows * stepHeight - padTop;
    const left = t % tileColumns * stepWidth - padLeft;
    const image = x + <usize>(example * height * width) * cell;
    let from: usize;
    let rowStep: usize;
    if (top >= 0 && left >= 0 && top + seen <= height && left + columns <= width) {
      from = image + <usize>(top * width + left) * cell;
      rowStep = <usize>width * cell;
    } else {
      copyTile(image, patch, height, width, cell, top, left, seen, columns);
      from = patch;
      rowStep = <usize>columns * cell;
    }
    if (columns == 1) {
      let to = planes;
      for (let block = 0; block < blocks; block++, to += cell) {
        for (let c: usize = 0; c < cell; c += V) {
          c = min(c, cell - V);
          evaluate(rows, from + c, rowStep, to + c, next);
        }
        from += <usize>blockTaps * rowStep;
      }
      continue;
    }
    for (let c: usize = 0; c < cell; c += V) {
      c = min(c, cell - V);
      let at = from + c;
      let to = planes + c;
      if (rows == 1) {
        evaluate(columns, at, cell, to, next);
      } else {
        for (let j: usize = 0; j < POINTS; j++, at += cell) {
          evaluate6(at, rowStep, scratch + j * V, POINTS * V);
        }
        for (let i: usize = 0; i < POINTS; i++, to += POINTS * next) {
          evaluate6(scratch + i * POINTS * V, V, to, next);
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

@inline
function evaluate(points: i32, from: usize, step: usize, to: usize, toStep: usize): void {
  if (points == 6) evaluate6(from, step, to, toStep);
  else evaluate8(from, step, to, toStep);
}

/** Six inputs, `step` apart, at the six points. */
@inline
function evaluate6(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step);
  const d4 = v128.load(from + 4 * step);
  const d5 = v128.load(from + 5 * step);
  const even1 = f32x4.sub(d4, times(4, d2));
  const odd1 = f32x4.sub(d3, times(4, d1));
  const even2 = f32x4.sub(d4, d2);
  const odd2 = times(2, f32x4.sub(d3, d1));
  v128.store(to, f32x4.add(f32x4.sub(times(4, d0), times(5, d2)), d4));
  v128.store(to + toStep, f32x4.add(even1, odd1));
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1));
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2));
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2));
  v128.store(to + 5 * toStep, f32x4.add(f32x4.sub(times(4, d1), times(5, d3)), d5));
}

/** Eight inputs at the eight points. */
@inline
function evaluate8(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step);
  const d4 = v128.load(from + 4 * step);
  const d5 = v128.load(from + 5 * step);
  const d6 = v128.load(from + 6 * step);
  const d7 = v128.load(from + 7 * step);
  v128.store(to, f32x4.add(f32x4.sub(d0, d6), times(5.25, f32x4.sub(d4, d2))));
  const even1 = f32x4.sub(f32x4.add(d2, d6), times(4.25, d4));
  const odd1 = f32x4.sub(f32x4.add(d1, d5), times(4.25, d3));
  v128.store(to + toStep, f32x4.add(even1, odd1));
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1));
  const even2 = f32x4.sub(f32x4.add(d6, times(0.25, d2)), times(1.25, d4));
  const odd2 = f32x4.add(f32x4.sub(times(0.5, d1), times(2.5, d3)), times(2, d5));
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2));
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2));
  const even3 = f32x4.sub(f32x4.add(d6, times(4, d2)), times(5, d4));
  const odd3 = f32x4.add(f32x4.sub(times(2, d1), times(2.5, d3)), times(0.5, d5));
  v128.store(to + 5 * toStep, f32x4.add(even3, odd3));
  v128.store(to + 6 * toStep, f32x4.sub(even3, odd3));
  v128.store(to + 7 * toStep, f32x4.add(f32x4.sub(d7, d1), times(5.25, f32x4.sub(d3, d5))));
}

@inline
function times(factor: f32, vector: v128): v128 {
  return f32x4.mul(f32x4.splat(factor), vector);
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
        interpolate(rows, at, next, stepHeight, scratch, V);
        let there = to + c;
        for (let i = 0; i < down; i++, there += <usize>width * cell) {
          v128.store(there, f32x4.max(f32x4.add(v128.load(scratch + <usize>i * V), start), least));
        }
        continue;
      }
      let lines = scratch;
      if (rows > 1) {
        for (let j: usize = 0; j < POINTS; j++, at += next) {
          interpolate6(at, POINTS * next, stepHeight, scratch + j * V, POINTS * V);
        }
      } else {
        for (let j: usize = 0; j < <usize>columns; j++, at += next) {
          v128.store(scratch + j * V, v128.load(at));
        }
      }
      for (let i = 0; i < down; i++, lines += POINTS * V) {
        // A line of points becomes a line of outputs in its own place.
        interpolate(columns, lines, V, stepWidth, lines, V);
        let there = to + c + <usize>(i * width) * cell;
        for (let j = 0; j < across; j++, there += cell) {
          v128.store(there, f32x4.max(f32x4.add(v128.load(lines + <usize>j * V), start), least));
        }
      }
    }
  }
}

@inline
function interpolate(
  points: i32, from: usize, step: usize, m: i32, to: usize, toStep: usize,
): void {
  if (points == 6) interpolate6(from, step, m, to, toStep);
  else interpolate8(from, step, m, to, toStep);
}

/** `m` outputs, and others which mean nothing up to four, from their values at the six points. */
@inline
function interpolate6(from: usize, step: usize, m: i32, to: usize, toStep: usize): void {
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
  v128.store(to, f32x4.add(f32x4.add(p0, even1), even2));
  v128.store(to + toStep, f32x4.add(odd1, times(2, odd2)));
  v128.store(to + 2 * toStep, f32x4.add(even1, times(4, even2)));
  v128.store(to + 3 * toStep, f32x4.add(odd1, times(8, odd2)));
  const last = to + <usize>(m - 1) * toStep;
  v128.store(last, f32x4.add(v128.load(last), p5));
}

/** The same up to six outputs from eight points. */
@inline
function interpolate8(from: usize, step: usize, m: i32, to: usize, toStep: usize): void {
  const p0 = v128.load(from);
  const p1 = v128.load(from + step);
  const p2 = v128.load(from + 2 * step);
  const p3 = v128.load(from + 3 * step);
  const p4 = v128.load(from + 4 * step);
  const p5 = v128.load(from + 5 * step);
  const p6 = v128.load(from + 6 * step);
  const p7 = v128.load(from + 7 * step);
  const even1 = f32x4.add(p1, p2);
  const odd1 = f32x4.sub(p1, p2);
  const even2 = f32x4.add(p3, p4);
  const odd2 = f32x4.sub(p3, p4);
  const even3 = f32x4.add(p5, p6);
  const odd3 = f32x4.sub(p5, p6);
  v128.store(to, f32x4.add(f32x4.add(p0, even1), f32x4.add(even2, even3)));
  v128.store(to + toStep, f32x4.add(odd1, f32x4.add(times(2, odd2), times(0.5, odd3))));
  v128.store(to + 2 * toStep, f32x4.add(even1, f32x4.add(times(4, even2), times(0.25, even3))));
  v128.store(to + 3 * toStep, f32x4.add(odd1, f32x4.add(times(8, odd2), times(0.125, odd3))));
  v128.store(to + 4 * toStep, f32x4.add(even1, f32x4.add(times(16, even2), times(0.0625, even3))));
  v128.store(to + 5 * toStep, f32x4.add(odd1, f32x4.add(times(32, odd2), times(0.03125, odd3))));
  const last = to + <usize>(m - 1) * toStep;
  v128.store(last, f32x4.add(v128.load(last), p7));
}

/**
 * Transforms the gradient by the outputs of `tiles` tiles into planes of `[tiles, wide]`: the adjoint of
 * `winogradOutput`. `wide` is `channels` or more, and what is beyond stays as it was.
 *
 * `patch` has room for the outputs of one tile, and `scratch` for `4 * 6` vectors.
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
        spread(rows, at, rowStep, stepHeight, to, next);
      } else if (rows == 1) {
        spread(columns, at, cell, stepWidth, to, next);
      } else {
        let line = scratch;
        for (let i = 0; i < stepHeight; i++, at += rowStep, line += POINTS * V) {
          spread6(at, cell, stepWidth, line, V);
        }
        line = scratch;
        for (let j: usize = 0; j < POINTS; j++, line += V, to += next) {
          spread6(line, POINTS * V, stepHeight, to, POINTS * next);
        }
      }
    }
  }
}

@inline
function spread(points: i32, from: usize, step: usize, m: i32, to: usize, toStep: usize): void {
  if (points == 6) spread6(from, step, m, to, toStep);
  else spread8(from, step, m, to, toStep);
}

/** `m` gradients by outputs at the six points: the adjoint of `interpolate6`. */
@inline
function spread6(from: usize, step: usize, m: i32, to: usize, toStep: usize): void {
  const y0 = v128.load(from);
  const y1 = v128.load(from + step);
  const y2 = loadIf(m > 2, from + 2 * step);
  const y3 = loadIf(m > 3, from + 3 * step);
  const even1 = f32x4.add(y0, y2);
  const odd1 = f32x4.add(y1, y3);
  const even2 = f32x4.add(y0, times(4, y2));
  const odd2 = times(2, f32x4.add(y1, times(4, y3)));
  v128.store(to, y0);
  v128.store(to + toStep, f32x4.add(even1, odd1));
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1));
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2));
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2));
  v128.store(to + 5 * toStep, v128.load(from + <usize>(m - 1) * step));
}

/** The same for eight points. */
@inline
function spread8(from: usize, step: usize, m: i32, to: usize, toStep: usize): void {
  const y0 = v128.load(from);
  const y1 = v128.load(from + step);
  const y2 = loadIf(m > 2, from + 2 * step);
  const y3 = loadIf(m > 3, from + 3 * step);
  const y4 = loadIf(m > 4, from + 4 * step);
  const y5 = loadIf(m > 5, from + 5 * step);
  v128.store(to, y0);
  const even1 = f32x4.add(f32x4.add(y0, y2), y4);
  const odd1 = f32x4.add(f32x4.add(y1, y3), y5);
  v128.store(to + toStep, f32x4.add(even1, odd1));
  v128.store(to + 2 * toStep, f32x4.sub(even1, odd1));
  const even2 = f32x4.add(y0, times(4, f32x4.add(y2, times(4, y4))));
  const odd2 = times(2, f32x4.add(y1, times(4, f32x4.add(y3, times(4, y5)))));
  v128.store(to + 3 * toStep, f32x4.add(even2, odd2));
  v128.store(to + 4 * toStep, f32x4.sub(even2, odd2));
  const even3 = f32x4.add(y0, times(0.25, f32x4.add(y2, times(0.25, y4))));
  const odd3 = times(0.5, f32x4.add(y1, times(0.25, f32x4.add(y3, times(0.25, y5)))));
  v128.store(to + 5 * toStep, f32x4.add(even3, odd3));
  v128.store(to + 6 * toStep, f32x4.sub(even3, odd3));
  v128.store(to + 7 * toStep, v128.load(from + <usize>(m - 1) * step));
}

@inline
function loadIf(there: bool, at: usize): v128 {
  return there ? v128.load(at) : f32x4.splat(0);
}

/**
 * Adds to the gradient by inputs what `tiles` tiles along both axes give back: the adjoint of
 * `winogradInput`. Tiles overlap; what reaches beyond the edge is left out.
 *
 * `scratch` has room for `6 * 6` vectors.
 */
export function winogradInputGradient(
  planes: usize, plane: i32, dx: usize, scratch: usize, first: i32, tiles: i32,
  height: i32, width: i32, channels: i32, tileRows: i32, tileColumns: i32,
  stepHeight: i32, stepWidth: i32, padTop: i32, padLeft: i32,
): void {
  const cell = <usize>channels * F;
  const next = <usize>plane * F;
  for (let t = first; t < first + tiles; t++, planes += cell) {
    const example = t / (tileRows * tileColumns);
    const top = (t / tileColumns) % tileRows * stepHeight - padTop;
    const left = t % tileColumns * stepWidth - padLeft;
    const image = dx + <usize>(example * height * width) * cell;
    const from = max(0, left);
    const to = min(width, left + <i32>POINTS);
    for (let c: usize = 0; c < cell; c += V) {
      // Lanes that the vector before has given already give nothing again.
      const before = c > cell - V ? <i32>((c - (cell - V)) / F) : 0;
      const fresh = i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(before));
      c = min(c, cell - V);
      let at = planes + c;
      for (let j: usize = 0; j < POINTS; j++, at += next) {
        giveBack6(at, POINTS * next, scratch + j * V, POINTS * V);
      }
      for (let i = 0; i < <i32>POINTS; i++) {
        const row = top + i;
        if (row < 0 || row >= height) continue;
        const line = scratch + <usize>i * POINTS * V;
        giveBack6(line, V, line, V);
        let there = image + <usize>(row * width + from) * cell + c;
        for (let j = from; j < to; j++, there += cell) {
          addTo(there, v128.and(v128.load(line + <usize>(j - left) * V), fresh));
        }
      }
    }
  }
}

/** The shares of six inputs from those of the six points: the adjoint of `evaluate6`. */
@inline
function giveBack6(from: usize, step: usize, to: usize, toStep: usize): void {
  const t0 = v128.load(from);
  const t1 = v128.load(from + step);
  const t2 = v128.load(from + 2 * step);
  const t3 = v128.load(from + 3 * step);
  const t4 = v128.load(from + 4 * step);
  const t5 = v128.load(from + 5 * step);
  const even1 = f32x4.add(t1, t2);
  const odd1 = f32x4.sub(t1, t2);
  const even2 = f32x4.add(t3, t4);
  const odd2 = times(2, f32x4.sub(t3, t4));
  const fours = f32x4.sub(t5, odd1);
  v128.store(to, times(4, t0));
  v128.store(to + toStep, f32x4.sub(times(4, fours), odd2));
  v128.store(
    to + 2 * toStep,
    f32x4.sub(times(-5, t0), f32x4.add(times(4, even1), even2)),
  );
  v128.store(to + 3 * toStep, f32x4.sub(f32x4.add(odd1, odd2), times(5, t5)));
  v128.store(to + 4 * toStep, f32x4.add(f32x4.add(t0, even1), even2));
  v128.store(to + 5 * toStep, t5);
}
