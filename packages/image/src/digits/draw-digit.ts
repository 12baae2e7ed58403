import { InputError } from '@axiswise/messages';
import type { Random } from '@axiswise/random';
import { ElasticField } from './elastic.ts';
import { blur, drawLine, SIDE } from './ink.ts';
import { sampleSpline } from './spline.ts';
import { type Point, type Stroke, type Style, styles } from './styles.ts';

/** The variation of handwriting between people and within one person. */
const HAND = {
  /** Displacement of a control point, standard deviation in heights of the digit. */
  jitter: 0.016,
  /** Height of the digit in pixels. */
  height: [17, 21],
  /** Ratio of width to height, as a factor on that of the style. */
  aspect: [0.85, 1.2],
  /** Shift of x per y: positive leans to the right. */
  slant: { mean: 0.1, deviation: 0.16, limit: 0.4 },
  rotation: { deviation: 0.08, limit: 0.2 },
  /** How much of the height the upper half gains or loses, as a fraction. */
  balance: 0.08,
  /** Standard deviation of the elastic displacement in pixels. */
  elastic: [0.3, 0.8],
  /** Half the width of the line in pixels. */
  radius: [0.8, 1.5],
  /** Fraction of strokes in which the pen leaves a gap. */
  skips: 0.04,
  /** Largest distance from the middle of the digit to the middle of the picture, in pixels. */
  offset: 2.75,
  /** Free pixels at the edge of the picture. */
  margin: 1,
} as const;

/**
 * Draws one handwritten-like digit: 28 × 28 bytes, row by row, white ink (255) on black paper (0).
 *
 * It draws a style of the digit with displaced points; slants, stretches, rotates and elastically
 * distorts it (Simard, Steinkraus and Platt 2003); draws it with changing pressure somewhere near the
 * middle, blurred and grainy.
 *
 * @param label the digit, 0 to 9.
 * @param random decides style, hand, pen and paper; the same state draws the same digit.
 * @throws InputError on a label that is not a digit.
 *
 * @example
 * const random = new Random(0, 'digits');
 * const three = drawDigit(3, random);
 * three.length; // 784
 */
export const drawDigit = (label: number, random: Random): Uint8Array =>
  drawMeasuredDigit(label, random).pixels;

/** A drawn digit, and how it was drawn. */
export interface MeasuredDigit {
  readonly pixels: Uint8Array;
  /** The angle of its upright strokes to the vertical, positive where they lean to the right. */
  readonly slantDegrees: number;
  /** The width of the pen, which pressure changes a little along a stroke. */
  readonly thicknessPixels: number;
  /** The path of the pen, stroke by stroke. */
  readonly lines: readonly PenLine[];
}

/** A line drawn without lifting the pen: its points in pixels from the top left corner. */
export interface PenLine {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Half the width of the line at each point; 0 where the pen is lifted. */
  readonly radius: Float64Array;
}

/** Draws the digit that {@link drawDigit} draws, and says how. */
export function drawMeasuredDigit(label: number, random: Random): MeasuredDigit {
  if (!Number.isInteger(label) || label < 0 || label > 9) {
    throw new InputError('data', `the digit must be an integer from 0 to 9, got ${label}`);
  }
  const { lines, ...measures } = write(pickStyle(styles[label], random), random);
  const coverage = new Float64Array(SIDE * SIDE);
  for (const { x, y, radius } of lines) drawLine(coverage, x, y, radius);
  blur(coverage, random.uniform(0, 0.22));
  return { pixels: develop(coverage, random), lines, ...measures };
}

function pickStyle(choices: readonly Style[], random: Random): Style {
  const total = choices.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.uniform(0, total);
  return choices.find(({ weight }) => (left -= weight) < 0) ?? choices[0];
}

/** Computes the path of the pen in pixels, inside the picture. */
function write(style: Style, random: Random): Omit<MeasuredDigit, 'pixels'> {
  const height = random.uniform(...HAND.height);
  const width = height * random.uniform(...HAND.aspect);
  const { slant, rotation } = HAND;
  const lean = clamp(random.normal(slant.mean, slant.deviation), slant.limit);
  const angle = clamp(random.normal(0, rotation.deviation), rotation.limit);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const balance = random.uniform(-HAND.balance, HAND.balance);
  const field = new ElasticField(random, random.uniform(...HAND.elastic));
  const radius = random.uniform(...HAND.radius);

  const lines = style.strokes.map((stroke) => {
    const { x, y } = sampleSpline(wander(stroke, random), 1.5 / height);
    for (let i = 0; i < x.length; i++) {
      const down = y[i] + 4 * balance * y[i] * (1 - y[i]) - 0.5;
      const right = x[i] * width - lean * down * height;
      x[i] = SIDE / 2 + cos * right - sin * down * height;
      y[i] = SIDE / 2 + sin * right + cos * down * height;
    }
    field.displace(x, y);
    return { x, y, radius: press(x.length, radius, random) };
  });
  place(lines, random);
  // Where a line straight down goes: sheared, then rotated.
  const [right, down] = [-cos * lean - sin, cos - sin * lean];
  return {
    lines,
    slantDegrees: (Math.atan2(-right, down) * 180) / Math.PI,
    thicknessPixels: 2 * radius,
  };
}

/** Repeats the stroke as a hand does: every point a little displaced. */
function wander(stroke: Stroke, random: Random): Stroke {
  const moved: Point[] = [];
  stroke.forEach(([x, y], i) => {
    const corner = i > 0 && stroke[i - 1][0] === x && stroke[i - 1][1] === y;
    moved.push(
      corner
        ? moved[i - 1]
        : [x + random.normal(0, HAND.jitter), y + random.normal(0, HAND.jitter)],
    );
  });
  return moved;
}

/** Half the width of the line at every point: the pressure varies, and rarely the pen lifts. */
function press(count: number, radius: number, random: Random): Float64Array {
  const swing = random.uniform(0, 0.3);
  const phase = random.uniform(0, 2 * Math.PI);
  const waves = random.uniform(2, 8);
  const start = random.uniform(0.6, 1.1);
  const end = random.uniform(0.4, 1.1);
  const widths = Float64Array.from({ length: count }, (_, i) => {
    const t = i / (count - 1);
    const taper = start + (1 - start) * Math.min(1, 5 * t);
    const fade = end + (1 - end) * Math.min(1, 5 * (1 - t));
    return Math.max(0.35, radius * taper * fade * (1 + swing * Math.sin(phase + waves * t)));
  });
  if (random.uniform() < HAND.skips) {
    const skip = Math.round(count * random.uniform(0.2, 0.75));
    widths.fill(0, skip, skip + 1 + random.integer(2));
  }
  return widths;
}

/** Places the digit near the middle, at a random offset, and inside the margin. */
function place(lines: readonly PenLine[], random: Random): void {
  const across = extent(lines, 'x');
  const down = extent(lines, 'y');
  const room = SIDE - 2 * HAND.margin;
  const shrink = Math.min(1, room / (across.high - across.low), room / (down.high - down.low));
  const shiftX = shift(across, shrink, random);
  const shiftY = shift(down, shrink, random);
  for (const { x, y } of lines) {
    for (let i = 0; i < x.length; i++) {
      x[i] = x[i] * shrink + shiftX;
      y[i] = y[i] * shrink + shiftY;
    }
  }
}

interface Extent {
  readonly low: number;
  readonly high: number;
}

function extent(lines: readonly PenLine[], axis: 'x' | 'y'): Extent {
  let low = Infinity;
  let high = -Infinity;
  for (const line of lines) {
    for (let i = 0; i < line.radius.length; i++) {
      low = Math.min(low, line[axis][i] - line.radius[i]);
      high = Math.max(high, line[axis][i] + line.radius[i]);
    }
  }
  return { low, high };
}

function shift({ low, high }: Extent, shrink: number, random: Random): number {
  const half = ((high - low) * shrink) / 2;
  const room = Math.max(0, SIDE / 2 - HAND.margin - half);
  const middle = SIDE / 2 + clamp(random.uniform(-HAND.offset, HAND.offset), room);
  return middle - ((low + high) / 2) * shrink;
}

/** Converts coverage to bytes: ink of varying strength, with grain over ink and paper. */
function develop(coverage: Float64Array, random: Random): Uint8Array {
  const pixels = new Uint8Array(coverage.length);
  const ink = 255 * random.uniform(0.8, 1.1);
  const grain = 255 * Math.max(0, random.uniform(-0.08, 0.07));
  for (let i = 0; i < pixels.length; i++) {
    let value = coverage[i] * ink;
    if (grain > 0) {
      // The sum of four random bytes is close to normal (mean 510, deviation 147.8) and cheap.
      const word = random.uint32();
      const sum = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
      value += (grain * (sum - 510)) / 147.8;
    }
    pixels[i] = Math.min(Math.max(Math.round(value), 0), 255);
  }
  return pixels;
}

function clamp(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
