/**
 * Probability that Student's t with so many degrees of freedom is at most `t`.
 *
 * Through the regularised incomplete beta function; `degrees` need not be an integer.
 *
 * @example
 * studentCdf(2.776445105, 4).toFixed(6); // '0.975000'
 */
export function studentCdf(t: number, degrees: number): number {
  if (t === 0) return 0.5;
  const tail = studentPValue(t, degrees) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Two-sided p-value of Student's t. */
export const studentPValue = (t: number, degrees: number): number =>
  regularizedBeta(degrees / (degrees + t * t), (t * t) / (degrees + t * t), degrees / 2, 0.5);

/**
 * The value that Student's t stays below with a probability.
 *
 * @param probability above 0 and below 1.
 */
export function studentQuantile(probability: number, degrees: number): number {
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees);
  const tail = 2 * (1 - probability);
  let below = 0;
  let above = 1;
  while (studentPValue(above, degrees) > tail) above *= 2;
  for (let i = 0; i < 200 && above - below > 1e-15 * above; i++) {
    const middle = (below + above) / 2;
    if (studentPValue(middle, degrees) > tail) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/**
 * I_x(a, b), by its continued fraction (Lentz's method; DLMF 8.17.22).
 *
 * @param y 1 − x, which has no digits left where it is taken from an x near 1.
 */
function regularizedBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges fast on this side of its mean; elsewhere the other tail is asked for.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(y, x, b, a);
  const logX = x > 0.5 ? Math.log1p(-y) : Math.log(x);
  const logY = y > 0.5 ? Math.log1p(-x) : Math.log(y);
  const front = Math.exp(a * logX + b * logY - logBeta(a, b)) / a;
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    let change = 1;
    for (const numerator of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 + numerator * d;
      c = 1 + numerator / c;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = Math.abs(c) < tiny ? tiny : c;
      change = c * d;
      fraction *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** ln B(a, b); where a or b is large, without the difference of large logarithms. */
function logBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < 20) return logGamma(a) + logGamma(b) - logGamma(a + b);
  // Stirling's series of ln Γ(large) − ln Γ(small + large), its largest terms taken together.
  return (
    logGamma(small) +
    stirlingRest(large) -
    stirlingRest(small + large) -
    (large - 0.5) * Math.log1p(small / large) -
    small * Math.log(small + large) +
    small
  );
}

/** The remainder of Stirling's formula for ln Γ(x), for x of 20 or more (DLMF 5.11.1). */
const stirlingRest = (x: number): number =>
  1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5) - 1 / (1680 * x ** 7);

/** ln Γ(x) for x > 0 (Lanczos's approximation, g = 7, 9 terms; relative error below 1e-14). */
export function logGamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
    -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
    1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const z = x - 1;
  const t = z + 7.5;
  const sum = terms.reduce((total, term, i) => (i === 0 ? term : total + term / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
