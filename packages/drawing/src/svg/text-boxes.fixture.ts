import { textWidth } from './text-width.ts';

/** A line of text of a drawing, with its corners in the order in which they follow each other. */
export interface TextBox {
  readonly text: string;
  readonly corners: readonly (readonly [x: number, y: number])[];
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const times = ([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix => [
  a * A + c * B,
  b * A + d * B,
  a * C + c * D,
  b * C + d * D,
  a * E + c * F + e,
  b * E + d * F + f,
];

function matrixOf(attributes: string): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  const transform = / transform="([^"]*)"/.exec(attributes)?.[1] ?? '';
  for (const [, kind, numbers] of transform.matchAll(/(translate|rotate)\(([^)]*)\)/g)) {
    const [x, y = 0] = numbers.split(' ').map(Number);
    const angle = (x * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    matrix = times(matrix, kind === 'rotate' ? [cos, sin, -sin, cos, 0, 0] : [1, 0, 0, 1, x, y]);
  }
  return matrix;
}

/** Finds where the texts of a drawing stand, by the widths by which they were placed. */
export function textBoxes(svg: string): TextBox[] {
  const boxes: TextBox[] = [];
  const stack: Matrix[] = [[1, 0, 0, 1, 0, 0]];
  for (const [, closing, name, attributes, single, text] of svg.matchAll(
    /<(\/)?(\w+)((?: [^<>]*?)?)(\/)?>([^<]*)/g,
  )) {
    if (name !== 'g' && name !== 'text') continue;
    if (closing) {
      stack.pop();
      continue;
    }
    const matrix = times(stack[stack.length - 1], matrixOf(attributes));
    if (!single) stack.push(matrix);
    if (name !== 'text') continue;
    const number = (key: string): number =>
      Number(new RegExp(` ${key}="([^"]*)"`).exec(attributes)?.[1] ?? 0);
    const size = number('font-size');
    const width = textWidth(text, size, attributes.includes('font-weight="bold"'));
    const share = attributes.includes('"middle"') ? 0.5 : attributes.includes('"end"') ? 1 : 0;
    const [left, right] = [number('x') - share * width, number('x') + (1 - share) * width];
    // From the height of capitals to the baseline: descenders may touch what is below.
    const [top, bottom] = [number('y') - 0.72 * size, number('y')];
    const [a, b, c, d, e, f] = matrix;
    boxes.push({
      text,
      corners: [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
      ].map(([x, y]) => [a * x + c * y + e, b * x + d * y + f] as const),
    });
  }
  return boxes;
}

/** Every two texts that lie on each other, by the theorem of separating axes. */
export function overlappingTexts(svg: string): string[] {
  const boxes = textBoxes(svg);
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.text} / ${b.text}`] : [])),
  );
}

function overlap({ corners: a }: TextBox, { corners: b }: TextBox): boolean {
  const axes = [a, b].flatMap(([[x0, y0], [x1, y1], [x2, y2]]) => [
    [x1 - x0, y1 - y0] as const,
    [x2 - x1, y2 - y1] as const,
  ]);
  return axes.every(([x, y]) => {
    const length = Math.hypot(x, y) || 1;
    const along = (corners: TextBox['corners']): number[] =>
      corners.map(([atX, atY]) => (atX * x + atY * y) / length);
    const [ofA, ofB] = [along(a), along(b)];
    // Less than a pixel is rounding.
    return Math.max(...ofA) > Math.min(...ofB) + 1 && Math.max(...ofB) > Math.min(...ofA) + 1;
  });
}
