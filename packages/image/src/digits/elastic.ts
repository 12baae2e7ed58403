import type { Random } from '@axiswise/random';

/**
 * Distance of the knots in pixels; a cubic B-spline of spacing h smooths like a Gaussian of h/√3.
 */
const SPACING = 7;
/**
 * Knots per side: one before the picture and two after it, so that every point has four around it.
 */
const KNOTS = 28 / SPACING + 3;
/** Standard deviation of the field between knots of standard deviation 1: (151/315)^(2/2). */
const SMOOTHED = 151 / 315;

/**
 * A smooth random displacement of the plane (elastic distortion).
 *
 * Simard, Steinkraus and Platt 2003 smooth white noise with a Gaussian of σ = 4 pixels and displace
 * the pixels of a finished picture. Here the noise lies on a coarse grid under cubic B-splines (7
 * pixels apart, which is σ = 4.04) and displaces the path of the pen, so that the line keeps its
 * width and its edge. Their α = 34 is a standard deviation of about 1.4 pixels.
 */
export class ElasticField {
  readonly #dx = new Float64Array(KNOTS * KNOTS);
  readonly #dy = new Float64Array(KNOTS * KNOTS);
  readonly #weightsX = new Float64Array(4);
  readonly #weightsY = new Float64Array(4);

  /** @param strength standard deviation of the displacement in pixels, in each direction. */
  constructor(random: Random, strength: number) {
    const scale = strength / SMOOTHED;
    for (let i = 0; i < KNOTS * KNOTS; i++) {
      this.#dx[i] = random.normal(0, scale);
      this.#dy[i] = random.normal(0, scale);
    }
  }

  /**
   * Moves the points of a path in place; outside the picture the field continues with its edge
   * values.
   */
  displace(x: Float64Array, y: Float64Array): void {
    for (let i = 0; i < x.length; i++) {
      const column = bSplineWeights(x[i] / SPACING, this.#weightsX);
      const row = bSplineWeights(y[i] / SPACING, this.#weightsY);
      let dx = 0;
      let dy = 0;
      for (let r = 0; r < 4; r++) {
        for (let c = 0; c < 4; c++) {
          const weight = this.#weightsY[r] * this.#weightsX[c];
          const knot = (row + r) * KNOTS + column + c;
          dx += weight * this.#dx[knot];
          dy += weight * this.#dy[knot];
        }
      }
      x[i] += dx;
      y[i] += dy;
    }
  }
}

/**
 * Computes the four cubic B-spline weights around `position` (in spacings); returns the first knot.
 */
function bSplineWeights(position: number, weights: Float64Array): number {
  const inside = Math.min(Math.max(position, 0), KNOTS - 3);
  const first = Math.min(Math.floor(inside), KNOTS - 4);
  const t = inside - first;
  const rest = 1 - t;
  weights[0] = (rest * rest * rest) / 6;
  weights[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
  weights[2] = (3 * rest * rest * rest - 6 * rest * rest + 4) / 6;
  weights[3] = (t * t * t) / 6;
  return first;
}
