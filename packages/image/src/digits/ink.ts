/** Side of the picture in pixels. */
export const SIDE = 28;

/**
 * Draws a line of varying width on a picture of coverages (SIDE × SIDE, 0 paper, 1 ink).
 *
 * Every segment is a capsule. A pixel takes the largest coverage of any segment, so that joints do
 * not show. Coverage falls from 1 to 0 over the pixel that the edge crosses; a line thinner than a
 * pixel becomes fainter instead. Parts outside the picture are clipped.
 *
 * @param radius half the width of the line at every point, in pixels; 0 lifts the pen.
 */
export function drawLine(
  coverage: Float64Array,
  x: Float64Array,
  y: Float64Array,
  radius: Float64Array,
): void {
  for (let i = 0; i + 1 < x.length; i++) {
    const r0 = radius[i];
    const r1 = radius[i + 1];
    if (r0 === 0 || r1 === 0) continue;
    const dx = x[i + 1] - x[i];
    const dy = y[i + 1] - y[i];
    const inverse = 1 / Math.max(dx * dx + dy * dy, 1e-12);
    const reach = Math.max(r0, r1) + 0.5;
    // The pixel in row r and column c has its centre at (c + 0.5, r + 0.5).
    const left = Math.max(0, Math.ceil(Math.min(x[i], x[i + 1]) - reach - 0.5));
    const right = Math.min(SIDE - 1, Math.floor(Math.max(x[i], x[i + 1]) + reach - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(y[i], y[i + 1]) - reach - 0.5));
    const bottom = Math.min(SIDE - 1, Math.floor(Math.max(y[i], y[i + 1]) + reach - 0.5));
    for (let row = top; row <= bottom; row++) {
      const py = row + 0.5 - y[i];
      for (let column = left; column <= right; column++) {
        const px = column + 0.5 - x[i];
        const t = Math.min(Math.max((px * dx + py * dy) * inverse, 0), 1);
        const ex = px - t * dx;
        const ey = py - t * dy;
        const edge = r0 + t * (r1 - r0) + 0.5 - Math.sqrt(ex * ex + ey * ey);
        const at = row * SIDE + column;
        if (edge > coverage[at]) coverage[at] = Math.min(edge, 1);
      }
    }
  }
}

/**
 * Blurs a picture in place with the kernel [w, 1 − 2w, w] along both axes; beyond the edge is paper.
 *
 * @param w from 0 (sharp) to 1/3 (the mean of three pixels).
 */
export function blur(coverage: Float64Array, w: number): void {
  if (w === 0) return;
  for (const [step, next] of [
    [1, SIDE],
    [SIDE, 1],
  ]) {
    for (let line = 0; line < SIDE; line++) {
      let before = 0;
      let at = line * next;
      for (let i = 0; i < SIDE; i++, at += step) {
        const here = coverage[at];
        const after = i + 1 < SIDE ? coverage[at + step] : 0;
        coverage[at] = w * (before + after) + (1 - 2 * w) * here;
        before = here;
      }
    }
  }
}
