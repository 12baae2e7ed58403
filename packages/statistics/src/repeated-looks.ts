import { studentQuantile } from './student-t.ts';

/**
 * The probability that the smallest of the p-values of several looks is at most `p` where there is no
 * difference: the p-value that holds however one stops, at any of these looks.
 *
 * Each look is Student's test of the differences of all seeds so far, so that looks depend on each other
 * and cost less than as many tests would (Armitage, McPherson and Rowe 1969; one level for all looks:
 * Pocock 1977). The probability is exact for normal differences that vary with the seed alone, with their
 * unknown variance; it is found by recursive integration from the last look to the first, to within
 * 1e-6. Test examples that all looks share make looks more alike, and it a bound.
 *
 * The sum of n differences over the root of their sum of squares is r, from which Student's t follows. The
 * next difference, in units of the root of that sum of squares, depends on nothing before: it is tan θ
 * with the density cosⁿ⁻¹ θ, and r becomes r cos θ + sin θ. So r is a Markov chain, whatever the variance.
 *
 * @param looks after how many seeds, 2 or more, in ascending order.
 */
export function smallestPValue(p: number, looks: readonly number[]): number {
  if (looks.length === 1 || p <= 0 || p >= 1) return Math.min(1, Math.max(0, p));
  const [first, last] = [looks[0], looks[looks.length - 1]];
  /** The largest r after n seeds at which no difference is shown. */
  const limit = (n: number): number => {
    if (!looks.includes(n)) return Math.sqrt(n);
    const t = studentQuantile(1 - p / 2, n - 1);
    return Math.sqrt(n / (1 + (n - 1) / t ** 2));
  };
  let limitAfter = limit(last);
  /** The probability that no later look shows a difference, by the absolute value of r at this one. */
  let noneLater: Piecewise = { at: () => 1, breaks: [] };
  for (let n = last - 1; n >= first; n--) {
    const [later, inside] = [noneLater, limitAfter];
    const total = integralOfCosine(n - 1);
    limitAfter = limit(n);
    // From this r on, one more seed can show a difference: the probability bends there, and again where
    // the seed before can lead to a bend. The bends become flatter and flatter.
    const breaks = [inside, ...later.breaks]
      .flatMap((each) => (each > 1 ? [Math.sqrt(each ** 2 - 1)] : []))
      .filter((each) => each < limitAfter * (1 - 1e-9))
      .slice(0, 4);
    noneLater = interpolate(limitAfter, breaks, (r) => {
      const angle = Math.atan(r);
      const length = Math.sqrt(1 + r * r);
      const density = (u: number): number =>
        Math.cos(u - angle) ** (n - 1) * later.at(Math.abs(length * Math.sin(u)));
      const widest = Math.asin(Math.min(1, inside / length));
      const bends = later.breaks.flatMap((each) =>
        each < length ? [Math.asin(each / length), -Math.asin(each / length)] : [],
      );
      const over = (from: number, to: number, bendsBetween: readonly number[]): number => {
        const between = bendsBetween.filter((each) => each > from && each < to);
        const ends = [from, ...between.sort((x, y) => x - y), to];
        return ends.slice(1).reduce((sum, end, i) => sum + integrate(density, ends[i], end), 0);
      };
      const [from, to] = [angle - Math.PI / 2, angle + Math.PI / 2];
      const near = over(Math.max(from, -widest), widest, bends);
      // A difference so large that it outweighs all before turns r back.
      const far =
        to > Math.PI - widest
          ? over(
              Math.PI - widest,
              to,
              bends.map((each) => Math.PI - each),
            )
          : 0;
      return (near + far) / total;
    });
  }
  const density = (angle: number): number =>
    Math.cos(angle) ** (first - 2) * noneLater.at(Math.sqrt(first) * Math.sin(angle));
  const ends = [0, ...[...noneLater.breaks].sort((x, y) => x - y), limitAfter].map((r) =>
    Math.asin(Math.min(1, r / Math.sqrt(first))),
  );
  const half = ends.slice(1).reduce((sum, end, i) => sum + integrate(density, ends[i], end), 0);
  const none = (2 * half) / integralOfCosine(first - 2);
  return Math.min(1, looks.length * p, Math.max(p, 1 - none));
}

/**
 * The level at which each of several looks may test so that all together falsely show a difference with
 * a probability of `level`: the inverse of {@link smallestPValue}.
 */
export function levelOfEachLook(level: number, looks: readonly number[]): number {
  const key = [level, ...looks].join();
  const known = levels.get(key);
  if (known !== undefined) return known;
  let below = level / looks.length;
  let above = level;
  while (above - below > 1e-7 * level) {
    const middle = (below + above) / 2;
    if (smallestPValue(middle, looks) < level) below = middle;
    else above = middle;
  }
  levels.set(key, below);
  return below;
}

/** Levels that were asked for: each look of a comparison asks for the same one. */
const levels = new Map<string, number>();

/** ∫ cosⁿ from −π/2 to π/2. */
function integralOfCosine(n: number): number {
  let integral = n % 2 === 0 ? Math.PI : 2;
  for (let k = n % 2 === 0 ? 2 : 3; k <= n; k += 2) integral *= (k - 1) / k;
  return integral;
}

/** Nodes and weights of Gauss and Legendre for −1 to 1, by Newton's method. */
const gaussLegendre = ((count: number) =>
  Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    for (let step = 0; ; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= count; k++) {
        [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      }
      const slope = (count * (x * value - before)) / (x * x - 1);
      if (step === 10) return { x, weight: 2 / ((1 - x * x) * slope * slope) };
      x -= value / slope;
    }
  }))(24);

/** The integral of a function that may have the bend of a square root at either end. */
function integrate(f: (x: number) => number, from: number, to: number): number {
  return gaussLegendre.reduce((sum, { x, weight }) => {
    // Slows down towards both ends: 0 to 1 by 3s² − 2s³.
    const s = (x + 1) / 2;
    const at = from + (to - from) * s * s * (3 - 2 * s);
    return sum + weight * 3 * s * (1 - s) * (to - from) * f(at);
  }, 0);
}

/** A function from 0 on that bends at some places. */
interface Piecewise {
  readonly at: (x: number) => number;
  readonly breaks: readonly number[];
}

/**
 * A function from 0 to a limit, between its bends as polynomials through its values at Chebyshev's points;
 * of the root of the distance from the bend, whose powers the function contains.
 */
function interpolate(
  limit: number,
  breaks: readonly number[],
  f: (x: number) => number,
): Piecewise {
  const degree = 12;
  const points = Array.from(
    { length: degree + 1 },
    (_, i) => (1 + Math.cos((Math.PI * i) / degree)) / 2,
  );
  const ends = [0, ...[...breaks].sort((x, y) => x - y), limit];
  const values = ends
    .slice(1)
    .map((end, piece) => points.map((x) => f(ends[piece] + (end - ends[piece]) * x * x)));
  const at = (r: number): number => {
    let piece = 0;
    while (piece < breaks.length && r > ends[piece + 1]) piece++;
    const x = Math.sqrt(Math.max(0, r - ends[piece]) / (ends[piece + 1] - ends[piece]));
    // The barycentric formula (Berrut and Trefethen 2004).
    let above = 0;
    let below = 0;
    for (let i = 0; i <= degree; i++) {
      const distance = x - points[i];
      if (Math.abs(distance) < 1e-15) return values[piece][i];
      const weight = ((i % 2 === 0 ? 1 : -1) * (i === 0 || i === degree ? 0.5 : 1)) / distance;
      above += weight * values[piece][i];
      below += weight;
    }
    return above / below;
  };
  return { at, breaks };
}
