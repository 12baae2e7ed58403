import { type DomainText, typed } from './domain-text.ts';

/** The source of a new domain: generated examples with a pattern that lies anywhere along the last axis. */
export function sourceText(text: DomainText): string {
  const { axes, last, first } = text;
  return `import { generatedSource } from '@axiswise/data';
import { Random } from '@axiswise/random';

/**
 * Small generated data, so that everything runs before you have data: every class has a pattern of its own
 * that lies anywhere along ${last}, in noise.
 *
 * Replace it by data that looks like yours, or by your data: a Source (see @axiswise/data) that reads your
 * files. A file with one JSON object a line needs no code: \`--data mine.jsonl\`.
 */

/** The length of each axis, then the number of channels: the numbers at each position. */
${
  first
    ? `export const shape = [6, 64, 1];
const [${first}Length, ${last}Length] = shape;
`
    : `export const shape = [64, 1];
const [${last}Length] = shape;
`
}export const classes = ['class-a', 'class-b', 'class-c', 'class-d'];

/** The length of a pattern along ${last}, and its height; the noise has a standard deviation of 1. */
const extent = 16;
const height = ${first ? 1.5 : 3.5};

/** Draws a smooth curve that begins and ends at 0: a sum of slow waves of random strength. */
function drawCurve(random${typed(text, ': Random')})${typed(text, ': Float32Array')} {
  const waves = [1, 2, 3].map((cycles) => {
    return { cycles, strength: random.normal(), phase: random.uniform(0, 2 * Math.PI) };
  });
  return Float32Array.from({ length: extent }, (_, i) => {
    const angle = (2 * Math.PI * (i + 0.5)) / extent;
    const values = waves.map(({ cycles, strength, phase }) => {
      return strength * Math.sin(cycles * angle + phase);
    });
    return height * Math.sin(angle / 2) * values.reduce((sum, value) => sum + value, 0);
  });
}

${
  first
    ? `/** The pattern of each class: a curve of its own at each position along ${first}. */
const patterns = classes.map((name) => {
  const random = new Random(0, 'pattern', name);
  return Array.from({ length: ${first}Length }, () => drawCurve(random));
});
`
    : `/** The pattern of each class. */
const patterns = classes.map((name) => drawCurve(new Random(0, 'pattern', name)));
`
}
export const generated = generatedSource({
  name: 'generated',
  description: 'patterns that lie anywhere along ${last}, in noise (embedded, no download)',
  axes: [${axes.map((axis) => `'${axis}'`).join(', ')}],
  shape,
  classes,
  records: { train: 1000, test: 400 },
  draw: (label, random) => {
${
  first
    ? `    const length = ${first}Length * ${last}Length;
    const input = Float32Array.from({ length }, () => random.normal());
    const start = random.integer(${last}Length - extent + 1);
    patterns[label].forEach((curve, i) => {
      curve.forEach((value, j) => (input[i * ${last}Length + start + j] += value));
    });
`
    : `    const input = Float32Array.from({ length: ${last}Length }, () => random.normal());
    const start = random.integer(${last}Length - extent + 1);
    patterns[label].forEach((value, j) => (input[start + j] += value));
`
}    return input;
  },
});
`;
}
