// The loops of training that JavaScript runs slowly, for 128-bit vectors, in AssemblyScript.
//
// They work on the memory of the wasm backend: every pointer is the address of 32-bit floats, every
// length counts floats. Nothing is allocated here; scratch memory comes with the call.
//
// After a change: npx tsx packages/backend/src/wasm/simd/build.ts

@inline const F: usize = 4; // bytes of a float
@inline const V: usize = 16; // bytes of a vector

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
  for (let row = 0; row < rows; row++) {
    memory.copy(to, from, <usize>columns * F);
    from += <usize>fromStep * F;
    to += <usize>toStep * F;
  }
}

/**
 * Adds to `gradient`, `[filterHeight, runs, length, outChannels]`, one example's part: at every
 * position of the output, what the filter saw times what came back.
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
      a0 = f32x4.add(a0, f32x4.mul(p, s0));
      if (n > 1) a1 = f32x4.add(a1, f32x4.mul(p, s1));
      if (m > 1) {
        const q = v128.load32_splat(x, F);
        b0 = f32x4.add(b0, f32x4.mul(q, s0));
        if (n > 1) b1 = f32x4.add(b1, f32x4.mul(q, s1));
      }
      if (m > 2) {
        const r = v128.load32_splat(x, 2 * F);
        c0 = f32x4.add(c0, f32x4.mul(r, s0));
        if (n > 1) c1 = f32x4.add(c1, f32x4.mul(r, s1));
      }
      if (m > 3) {
        const s = v128.load32_splat(x, 3 * F);
        d0 = f32x4.add(d0, f32x4.mul(s, s0));
        if (n > 1) d1 = f32x4.add(d1, f32x4.mul(s, s1));
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

@inline
function addTo(at: usize, vector: v128): void {
  v128.store(at, f32x4.add(v128.load(at), vector));
}
