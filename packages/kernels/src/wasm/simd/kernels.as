// The loops of training that JavaScript runs slowly, for 128-bit vectors, in AssemblyScript.
//
// They work on the memory of the wasm backend: every pointer is the address of 32-bit floats, every
// length counts floats. Nothing is allocated here; scratch memory comes with the call.
//
// After a change: npx tsx packages/backend/src/wasm/simd/build.ts

import { addTo, F, multiplyAdd, V } from './vectors';

export { gatherTaps, spreadTaps } from './few-outputs';
export { adamUpdate } from './optimizers';
export { addRows, gatherRows } from './rows';
export {
  winogradInput, winogradInputGradient, winogradOutput, winogradOutputGradient,
} from './winograd';

/**
 * Sums the rows of `[rows, columns]`: `lines` rows at once, seen as one line of `lines * columns`
 * floats, which the caller makes a whole number of vectors. Every 256 lines the single-precision sums
 * go into `totals`, which are doubles: a long sum stays exact.
 */
export function columnSums(
  x: usize, rows: i32, columns: i32, lines: i32, partial: usize, totals: usize, out: usize,
): void {
  const line = <usize>(lines * columns) * F;
  memory.fill(totals, 0, <usize>columns * 8);
  let at = x;
  let left = rows / lines;
  while (left > 0) {
    const group = min(left, 256);
    left -= group;
    memory.copy(partial, at, line);
    at += line;
    for (let i = 1; i < group; i++, at += line) {
      for (let v: usize = 0; v < line; v += V) {
        v128.store(partial + v, f32x4.add(v128.load(partial + v), v128.load(at + v)));
      }
    }
    let part = partial;
    for (let i = 0; i < lines; i++) part = addRow(part, columns, totals);
  }
  for (let row = rows - (rows % lines); row < rows; row++) at = addRow(at, columns, totals);
  for (let i: usize = 0; i < <usize>columns; i++) {
    f32.store(out + i * F, <f32>f64.load(totals + i * 8));
  }
}

function addRow(row: usize, columns: i32, totals: usize): usize {
  for (let i: usize = 0; i < <usize>columns; i++) {
    f64.store(totals + i * 8, f64.load(totals + i * 8) + <f64>f32.load(row + i * F));
  }
  return row + <usize>columns * F;
}

/**
 * Gives each pooling window's share to its largest value, the first of equals; `dx` is zero before.
 */
export function maxPoolGrad(
  x: usize, y: usize, dy: usize, dx: usize,
  batch: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32,
  padTop: i32, padLeft: i32,
): void {
  const cell = <usize>channels * F;
  const rowStep = <usize>inWidth * cell;
  const vectors = cell & ~(V - 1);
  for (let b = 0; b < batch; b++) {
    const image = <usize>(b * inHeight) * rowStep;
    for (let i = 0; i < outHeight; i++) {
      const top = i * strideHeight - padTop;
      const rowFrom = max(0, top);
      const rowTo = max(rowFrom, min(inHeight, top + windowHeight));
      for (let j = 0; j < outWidth; j++) {
        const left = j * strideWidth - padLeft;
        const columnFrom = max(0, left);
        const columns = max(0, min(inWidth, left + windowWidth) - columnFrom);
        const first = image + <usize>rowFrom * rowStep + <usize>columnFrom * cell;
        if (columns == 2 && rowTo - rowFrom == 2) {
          giveToOneOfFour(x + first, y, dy, dx + first, cell, rowStep);
        } else {
          const width = <usize>columns * cell;
          const last = first + <usize>(rowTo - rowFrom) * rowStep;
          for (let c: usize = 0; c < vectors; c += V) {
            const largest = v128.load(y + c);
            const share = v128.load(dy + c);
            let open = i32x4.splat(-1);
            for (let row = first + c; row < last; row += rowStep) {
              for (let at = row; at < row + width; at += cell) {
                const takes = v128.and(f32x4.eq(v128.load(x + at), largest), open);
                open = v128.andnot(open, takes);
                addTo(dx + at, v128.and(takes, share));
              }
            }
          }
          for (let c = vectors; c < cell; c += F) {
            const largest = f32.load(y + c);
            let open = true;
            for (let row = first + c; open && row < last; row += rowStep) {
              for (let at = row; open && at < row + width; at += cell) {
                if (f32.load(x + at) != largest) continue;
                f32.store(dx + at, f32.load(dx + at) + f32.load(dy + c));
                open = false;
              }
            }
          }
        }
        y += cell;
        dy += cell;
      }
    }
  }
}

/** The common window, 2×2: nothing to loop over. */
function giveToOneOfFour(
  x: usize, y: usize, dy: usize, dx: usize, cell: usize, rowStep: usize,
): void {
  const vectors = cell & ~(V - 1);
  const diagonal = rowStep + cell;
  let c: usize = 0;
  for (; c < vectors; c += V) {
    const largest = v128.load(y + c);
    const share = v128.load(dy + c);
    const first = f32x4.eq(v128.load(x + c), largest);
    const second = f32x4.eq(v128.load(x + c + cell), largest);
    const third = f32x4.eq(v128.load(x + c + rowStep), largest);
    const fourth = f32x4.eq(v128.load(x + c + diagonal), largest);
    const before = v128.or(first, second);
    addTo(dx + c, v128.and(share, first));
    addTo(dx + c + cell, v128.and(share, v128.andnot(second, first)));
    addTo(dx + c + rowStep, v128.and(share, v128.andnot(third, before)));
    addTo(dx + c + diagonal, v128.and(share, v128.andnot(fourth, v128.or(before, third))));
  }
  for (; c < cell; c += F) {
    const largest = f32.load(y + c);
    let at = c;
    if (f32.load(x + at) != largest) {
      at = c + cell;
      if (f32.load(x + at) != largest) {
        at = c + rowStep;
        if (f32.load(x + at) != largest) at = c + diagonal;
      }
    }
    f32.store(dx + at, f32.load(dx + at) + f32.load(dy + c));
  }
}

/** Gives each pooling window's share times `factor` to all its values; `dx` is zero before. */
export function averagePoolGrad(
  share: usize, dx: usize,
  batch: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  windowHeight: i32, windowWidth: i32, strideHeight: i32, strideWidth: i32,
  padTop: i32, padLeft: i32, factor: f32,
): void {
  const cell = <usize>channels * F;
  const rowStep = <usize>inWidth * cell;
  const vectors = cell & ~(V - 1);
  const factors = f32x4.splat(factor);
  for (let b = 0; b < batch; b++, dx += <usize>inHeight * rowStep) {
    for (let i = 0; i < outHeight; i++) {
      const top = i * strideHeight - padTop;
      const rowTo = min(inHeight, top + windowHeight);
      for (let j = 0; j < outWidth; j++, share += cell) {
        const left = j * strideWidth - padLeft;
        const columnTo = min(inWidth, left + windowWidth);
        for (let row = max(0, top); row < rowTo; row++) {
          for (let column = max(0, left); column < columnTo; column++) {
            const at = dx + <usize>row * rowStep + <usize>column * cell;
            let c: usize = 0;
            for (; c < vectors; c += V) addTo(at + c, f32x4.mul(v128.load(share + c), factors));
            for (; c < cell; c += F) {
              f32.store(at + c, f32.load(at + c) + f32.load(share + c) * factor);
            }
          }
        }
      }
    }
  }
}

/** `dx = y > 0 ? dy : 0`. */
export function reluGrad(dy: usize, y: usize, dx: usize, length: i32): void {
  const end = <usize>length * F;
  const vectors = end & ~(V - 1);
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < vectors; i += V) {
    v128.store(dx + i, v128.and(v128.load(dy + i), f32x4.gt(v128.load(y + i), zero)));
  }
  for (let i = vectors; i < end; i += F) {
    f32.store(dx + i, f32.load(y + i) > 0 ? f32.load(dy + i) : 0);
  }
}

/** Copies `rows` rows of `columns` floats; the rows begin `fromStep` and `toStep` floats apart. */
export function copyRows(
  from: usize, fromStep: i32, to: usize, toStep: i32, rows: i32, columns: i32,
): void {
  const length = <usize>columns * F;
  const vectors = length & ~(V - 1);
  for (let row = 0; row < rows; row++) {
    if (length >= 512) {
      memory.copy(to, from, length);
    } else {
      // A call costs more than so short a copy.
      let i: usize = 0;
      for (; i < vectors; i += V) v128.store(to + i, v128.load(from + i));
      for (; i < length; i += F) i32.store(to + i, i32.load(from + i));
    }
    from += <usize>fromStep * F;
    to += <usize>toStep * F;
  }
}

/**
 * Adds to `gradient`, `[filterHeight, runs, length, outChannels]`, one example's part: at every
 * position of the output, the patch times dy.
 *
 * The example is padded already, and `outChannels` is a whole number of vectors. Along a row of the
 * filter the floats it sees lie in `runs` runs of `length` floats: one run of all its columns and
 * channels, or, where columns are dilated, a run of channels for each.
 */
export function addFilterGradient(
  x: usize, dy: usize, gradient: usize,
  outHeight: i32, outWidth: i32, outChannels: i32,
  filterHeight: i32, runs: i32, length: i32,
  filterRowStep: i32, runStep: i32, positionStep: i32, rowStep: i32,
): void {
  const cell = <usize>outChannels * F;
  for (let y = 0; y < filterHeight; y++) {
    for (let run = 0; run < runs; run++) {
      const seen = x + <usize>(y * filterRowStep + run * runStep) * F;
      let o: usize = 0;
      for (; o + 2 * V <= cell; o += 2 * V) {
        let k = 0;
        for (; k + 4 <= length; k += 4) {
          tile(4, 2, seen + <usize>k * F, dy + o, gradient + <usize>k * cell + o,
            outHeight, outWidth, cell, positionStep, rowStep);
        }
        const here = seen + <usize>k * F;
        const to = gradient + <usize>k * cell + o;
        if (length - k == 3) {
          tile(3, 2, here, dy + o, to, outHeight, outWidth, cell, positionStep, rowStep);
        } else if (length - k == 2) {
          tile(2, 2, here, dy + o, to, outHeight, outWidth, cell, positionStep, rowStep);
        } else if (length - k == 1) {
          tile(1, 2, here, dy + o, to, outHeight, outWidth, cell, positionStep, rowStep);
        }
      }
      if (o < cell) {
        let k = 0;
        for (; k + 4 <= length; k += 4) {
          tile(4, 1, seen + <usize>k * F, dy + o, gradient + <usize>k * cell + o,
            outHeight, outWidth, cell, positionStep, rowStep);
        }
        for (; k < length; k++) {
          tile(1, 1, seen + <usize>k * F, dy + o, gradient + <usize>k * cell + o,
            outHeight, outWidth, cell, positionStep, rowStep);
        }
      }
      gradient += <usize>length * cell;
    }
  }
}

/** `m` weights by `n` vectors of output channels, their sums in registers; `m` and `n` are constants. */
@inline
function tile(
  m: i32, n: i32, x: usize, dy: usize, to: usize,
  outHeight: i32, outWidth: i32, cell: usize, positionStep: i32, rowStep: i32,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  const step = <usize>positionStep * F;
  const nextRow = <usize>(rowStep - outWidth * positionStep) * F;
  for (let i = 0; i < outHeight; i++, x += nextRow) {
    for (let j = 0; j < outWidth; j++, x += step, dy += cell) {
      const s0 = v128.load(dy);
      const s1 = n > 1 ? v128.load(dy, V) : s0;
      const p = v128.load32_splat(x);
      a0 = multiplyAdd(a0, p, s0);
      if (n > 1) a1 = multiplyAdd(a1, p, s1);
      if (m > 1) {
        const q = v128.load32_splat(x, F);
        b0 = multiplyAdd(b0, q, s0);
        if (n > 1) b1 = multiplyAdd(b1, q, s1);
      }
      if (m > 2) {
        const r = v128.load32_splat(x, 2 * F);
        c0 = multiplyAdd(c0, r, s0);
        if (n > 1) c1 = multiplyAdd(c1, r, s1);
      }
      if (m > 3) {
        const s = v128.load32_splat(x, 3 * F);
        d0 = multiplyAdd(d0, s, s0);
        if (n > 1) d1 = multiplyAdd(d1, s, s1);
      }
    }
  }
  addTo(to, a0);
  if (n > 1) addTo(to + V, a1);
  if (m > 1) {
    addTo(to + cell, b0);
    if (n > 1) addTo(to + cell + V, b1);
  }
  if (m > 2) {
    addTo(to + 2 * cell, c0);
    if (n > 1) addTo(to + 2 * cell + V, c1);
  }
  if (m > 3) {
    addTo(to + 3 * cell, d0);
    if (n > 1) addTo(to + 3 * cell + V, d1);
  }
}

/** `[depth, columns]` cut into panels of eight columns, `[columns / 8, depth, 8]`, zeros at the end. */
export function pack(from: usize, depth: i32, columns: i32, to: usize): void {
  const step = <usize>columns * F;
  for (let column = 0; column < columns; column += 8, from += 2 * V) {
    const lanes = min(8, columns - column);
    let at = from;
    for (let k = 0; k < depth; k++, at += step, to += 2 * V) {
      if (lanes == 8) {
        v128.store(to, v128.load(at));
        v128.store(to, v128.load(at, V), V);
        continue;
      }
      v128.store(to, f32x4.splat(0));
      v128.store(to, f32x4.splat(0), V);
      for (let lane: usize = 0; lane < <usize>lanes; lane++) {
        f32.store(to + lane * F, f32.load(at + lane * F));
      }
    }
  }
}

/**
 * `[columns, depth]` turned into panels of eight columns, `[columns / 8, depth, 8]`, zeros where columns
 * end: what `product` reads from one end to the other.
 */
export function packTurned(from: usize, columns: i32, depth: i32, to: usize): void {
  const step = <usize>depth * F;
  for (let column = 0; column < columns; column += 8) {
    const lanes = min(8, columns - column);
    for (let k: usize = 0; k < step; k += F, to += 2 * V) {
      v128.store(to, f32x4.splat(0));
      v128.store(to, f32x4.splat(0), V);
      let at = from + k;
      for (let lane: usize = 0; lane < <usize>lanes; lane++, at += step) {
        f32.store(to + lane * F, f32.load(at));
      }
    }
    from += 8 * step;
  }
}

/**
 * Adds to one padded example's gradient: every position of the output gives each weight's share back
 * to the float which the weight saw there. The layout is that of `addFilterGradient`; `panels` holds
 * each run of the filter packed. Behind `dx` there is room for eight floats.
 */
export function addInputGradient(
  dy: usize, panels: usize, dx: usize,
  outHeight: i32, outWidth: i32, outChannels: i32,
  filterHeight: i32, runs: i32, length: i32,
  filterRowStep: i32, runStep: i32, positionStep: i32, rowStep: i32,
): void {
  const depth = <usize>outChannels * F;
  const positions = outHeight * outWidth;
  const step = <usize>positionStep * F;
  const nextRow = <usize>(rowStep - (outWidth - 1) * positionStep) * F;
  for (let y = 0; y < filterHeight; y++) {
    for (let run = 0; run < runs; run++) {
      const target = dx + <usize>(y * filterRowStep + run * runStep) * F;
      for (let k = 0; k < length; k += 8) {
        let to = target + <usize>k * F;
        let column = 0;
        let from = dy;
        for (let left = positions; left > 0; left -= 4) {
          const to0 = to;
          if (++column == outWidth) { column = 0; to += nextRow; } else to += step;
          const to1 = to;
          if (++column == outWidth) { column = 0; to += nextRow; } else to += step;
          const to2 = to;
          if (++column == outWidth) { column = 0; to += nextRow; } else to += step;
          const to3 = to;
          if (++column == outWidth) { column = 0; to += nextRow; } else to += step;
          if (left >= 4) giveBack(4, from, depth, panels, to0, to1, to2, to3);
          else if (left == 3) giveBack(3, from, depth, panels, to0, to1, to2, to3);
          else if (left == 2) giveBack(2, from, depth, panels, to0, to1, to2, to3);
          else giveBack(1, from, depth, panels, to0, to1, to2, to3);
          from += 4 * depth;
        }
        panels += 8 * depth;
      }
    }
  }
}

/** Rows of `depth` times a panel: `m` rows, a constant, by eight columns, added where they belong. */
@inline
function giveBack(
  m: i32, from: usize, depth: usize, panel: usize,
  to0: usize, to1: usize, to2: usize, to3: usize,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = f32x4.splat(0), b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0), d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  let row1 = from + depth;
  let row2 = row1 + depth;
  let row3 = row2 + depth;
  const end = from + depth;
  for (; from < end; from += F) {
    const s0 = v128.load(panel);
    const s1 = v128.load(panel, V);
    panel += 2 * V;
    const p = v128.load32_splat(from);
    a0 = multiplyAdd(a0, p, s0);
    a1 = multiplyAdd(a1, p, s1);
    if (m > 1) {
      const q = v128.load32_splat(row1);
      row1 += F;
      b0 = multiplyAdd(b0, q, s0);
      b1 = multiplyAdd(b1, q, s1);
    }
    if (m > 2) {
      const r = v128.load32_splat(row2);
      row2 += F;
      c0 = multiplyAdd(c0, r, s0);
      c1 = multiplyAdd(c1, r, s1);
    }
    if (m > 3) {
      const s = v128.load32_splat(row3);
      row3 += F;
      d0 = multiplyAdd(d0, s, s0);
      d1 = multiplyAdd(d1, s, s1);
    }
  }
  addTo(to0, a0);
  addTo(to0 + V, a1);
  if (m > 1) {
    addTo(to1, b0);
    addTo(to1 + V, b1);
  }
  if (m > 2) {
    addTo(to2, c0);
    addTo(to2 + V, c1);
  }
  if (m > 3) {
    addTo(to3, d0);
    addTo(to3 + V, d1);
  }
}

/**
 * Convolves one padded example: at every position of the output, what the filter sees times its
 * packed weights, plus `bias`, and at least `floor` (0 for a ReLU, else minus infinity). The layout is
 * that of `addFilterGradient`; a matrix product is the case of one run. `bias` has a float for every
 * column of the panels.
 */
export function convolve(
  x: usize, panels: usize, bias: usize, floor: f32, out: usize,
  outHeight: i32, outWidth: i32, outChannels: i32,
  filterHeight: i32, runs: i32, length: i32,
  filterRowStep: i32, runStep: i32, positionStep: i32, rowStep: i32,
): void {
  const cell = <usize>outChannels * F;
  const panelSize = <usize>(filterHeight * runs * length) * 2 * V;
  const positions = outHeight * outWidth;
  const step = <usize>positionStep * F;
  const nextRow = <usize>(rowStep - (outWidth - 1) * positionStep) * F;
  const run = <usize>length * F;
  const toNextRun = <usize>(runStep - length) * F;
  const toNextRow = <usize>(filterRowStep - runs * runStep) * F;
  for (let o = 0; o < outChannels; o += 8, panels += panelSize, bias += 2 * V) {
    const lanes = min(8, outChannels - o);
    let to = out + <usize>o * F;
    let column = 0;
    let at = x;
    for (let left = positions; left > 0; left -= 4, to += 4 * cell) {
      const x0 = at;
      if (++column == outWidth) { column = 0; at += nextRow; } else at += step;
      const x1 = at;
      if (++column == outWidth) { column = 0; at += nextRow; } else at += step;
      const x2 = at;
      if (++column == outWidth) { column = 0; at += nextRow; } else at += step;
      const x3 = at;
      if (++column == outWidth) { column = 0; at += nextRow; } else at += step;
      if (left >= 4) {
        see(4, x0, x1, x2, x3, panels, bias, floor, filterHeight, runs, run, toNextRun, toNextRow,
          to, cell, lanes);
      } else if (left == 3) {
        see(3, x0, x1, x2, x3, panels, bias, floor, filterHeight, runs, run, toNextRun, toNextRow,
          to, cell, lanes);
      } else if (left == 2) {
        see(2, x0, x1, x2, x3, panels, bias, floor, filterHeight, runs, run, toNextRun, toNextRow,
          to, cell, lanes);
      } else {
        see(1, x0, x1, x2, x3, panels, bias, floor, filterHeight, runs, run, toNextRun, toNextRow,
          to, cell, lanes);
      }
    }
  }
}

/** `m` positions, a constant, by eight output channels. */
@inline
function see(
  m: i32, x0: usize, x1: usize, x2: usize, x3: usize, panel: usize, bias: usize, floor: f32,
  filterHeight: i32, runs: i32, run: usize, toNextRun: usize, toNextRow: usize,
  to: usize, cell: usize, lanes: i32,
): void {
  const bias0 = v128.load(bias);
  const bias1 = v128.load(bias, V);
  let a0 = bias0, a1 = bias1, b0 = bias0, b1 = bias1;
  let c0 = bias0, c1 = bias1, d0 = bias0, d1 = bias1;
  for (let y = 0; y < filterHeight; y++) {
    for (let r = 0; r < runs; r++) {
      const end = x0 + run;
      for (; x0 < end; x0 += F) {
        const s0 = v128.load(panel);
        const s1 = v128.load(panel, V);
        panel += 2 * V;
        const p = v128.load32_splat(x0);
        a0 = multiplyAdd(a0, p, s0);
        a1 = multiplyAdd(a1, p, s1);
        if (m > 1) {
          const q = v128.load32_splat(x1);
          x1 += F;
          b0 = multiplyAdd(b0, q, s0);
          b1 = multiplyAdd(b1, q, s1);
        }
        if (m > 2) {
          const q = v128.load32_splat(x2);
          x2 += F;
          c0 = multiplyAdd(c0, q, s0);
          c1 = multiplyAdd(c1, q, s1);
        }
        if (m > 3) {
          const q = v128.load32_splat(x3);
          x3 += F;
          d0 = multiplyAdd(d0, q, s0);
          d1 = multiplyAdd(d1, q, s1);
        }
      }
      x0 += toNextRun;
      if (m > 1) x1 += toNextRun;
      if (m > 2) x2 += toNextRun;
      if (m > 3) x3 += toNextRun;
    }
    x0 += toNextRow;
    if (m > 1) x1 += toNextRow;
    if (m > 2) x2 += toNextRow;
    if (m > 3) x3 += toNextRow;
  }
  const least = f32x4.splat(floor);
  store(to, f32x4.max(a0, least), f32x4.max(a1, least), lanes);
  if (m > 1) store(to + cell, f32x4.max(b0, least), f32x4.max(b1, least), lanes);
  if (m > 2) store(to + 2 * cell, f32x4.max(c0, least), f32x4.max(c1, least), lanes);
  if (m > 3) store(to + 3 * cell, f32x4.max(d0, least), f32x4.max(d1, least), lanes);
}

/** The first `lanes` of eight floats. */
@inline
function store(to: usize, first: v128, second: v128, lanes: i32): void {
  if (lanes == 8) {
    v128.store(to, first);
    v128.store(to, second, V);
  } else {
    storeSome(to, first, second, lanes);
  }
}

function storeSome(to: usize, first: v128, second: v128, lanes: i32): void {
  if (lanes >= 4) {
    v128.store(to, first);
    to += V;
    lanes -= 4;
    first = second;
  }
  if (lanes > 0) f32.store(to, f32x4.extract_lane(first, 0));
  if (lanes > 1) f32.store(to, f32x4.extract_lane(first, 1), F);
  if (lanes > 2) f32.store(to, f32x4.extract_lane(first, 2), 2 * F);
}

/**
 * Adds to the weights of one cell of a depthwise filter, `[channels, multiplier]`, what a run of
 * positions gives; they lie `xStep` and `dyStep` floats apart.
 */
export function addDepthwiseFilterGradient(
  x: usize, dy: usize, gradient: usize,
  positions: i32, xStep: i32, dyStep: i32, channels: i32, multiplier: i32,
): void {
  const nextX = <usize>xStep * F;
  const nextDy = <usize>dyStep * F;
  if (multiplier == 1) {
    addProducts(x, dy, gradient, positions, nextX, nextDy, channels);
    return;
  }
  const vectors = multiplier & ~3;
  for (let c = 0; c < channels; c++, x += F) {
    for (let q = 0; q < vectors; q += 4, dy += V, gradient += V) {
      let sum = f32x4.splat(0);
      let seen = x;
      let back = dy;
      for (let p = 0; p < positions; p++, seen += nextX, back += nextDy) {
        sum = multiplyAdd(sum, v128.load32_splat(seen), v128.load(back));
      }
      addTo(gradient, sum);
    }
    for (let q = vectors; q < multiplier; q++, dy += F, gradient += F) {
      addProducts(x, dy, gradient, positions, nextX, nextDy, 1);
    }
  }
}

/** Sums of products, position by position, for neighbouring channels. */
function addProducts(
  x: usize, dy: usize, gradient: usize, positions: i32, nextX: usize, nextDy: usize, channels: i32,
): void {
  const vectors = channels & ~3;
  for (let c = 0; c < vectors; c += 4, x += V, dy += V, gradient += V) {
    let sum = f32x4.splat(0);
    let seen = x;
    let back = dy;
    for (let p = 0; p < positions; p++, seen += nextX, back += nextDy) {
      sum = multiplyAdd(sum, v128.load(seen), v128.load(back));
    }
    addTo(gradient, sum);
  }
  for (let c = vectors; c < channels; c++, x += F, dy += F, gradient += F) {
    let sum: f32 = 0;
    let seen = x;
    let back = dy;
    for (let p = 0; p < positions; p++, seen += nextX, back += nextDy) {
      sum += f32.load(seen) * f32.load(back);
    }
    f32.store(gradient, f32.load(gradient) + sum);
  }
}

/** Adds what one cell of a depthwise filter gives back to a run of positions of the input. */
export function addDepthwiseInputGradient(
  dy: usize, weights: usize, dx: usize,
  positions: i32, dyStep: i32, xStep: i32, channels: i32, multiplier: i32,
): void {
  const nextX = <usize>xStep * F;
  const nextDy = <usize>dyStep * F;
  const vectors = multiplier == 1 ? channels & ~3 : 0;
  for (let p = 0; p < positions; p++, dy += nextDy, dx += nextX) {
    let back = dy;
    let weight = weights;
    let to = dx;
    for (let c = 0; c < vectors; c += 4, back += V, weight += V, to += V) {
      addTo(to, f32x4.mul(v128.load(back), v128.load(weight)));
    }
    for (let c = vectors; c < channels; c++, to += F) {
      let sums = f32x4.splat(0);
      let q = 0;
      for (; q + 4 <= multiplier; q += 4, back += V, weight += V) {
        sums = multiplyAdd(sums, v128.load(back), v128.load(weight));
      }
      let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1)
        + f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
      for (; q < multiplier; q++, back += F, weight += F) sum += f32.load(back) * f32.load(weight);
      f32.store(to, f32.load(to) + sum);
    }
  }
}
