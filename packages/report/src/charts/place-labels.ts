/** A mark with its interval, and how large its label is, in pixels. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  /** The ends of the interval; the mark's own where there is none. */
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Finds each label a place beside its mark: the first of several around it where it covers nothing;
 * else the one where it covers least.
 *
 * @returns the upper left corners, in the order given.
 */
export function placeLabels(
  marks: readonly Labelled[],
  within: { readonly width: number; readonly height: number },
): { readonly x: number; readonly y: number }[] {
  const gap = 9;
  const taken: Box[] = marks.map(({ x, y, top, bottom }) => ({
    left: x - 6,
    right: x + 6,
    top: Math.min(top, y - 6),
    bottom: Math.max(bottom, y + 6),
  }));
  return marks.map(({ x, y, top, bottom, width, height }) => {
    const [above, middle, below] = [top - height - 3, y - height / 2, bottom + 3];
    const [left, centre, right] = [x - gap - width, x - width / 2, x + gap];
    const candidates = [
      [right, middle],
      [left, middle],
      [centre, above],
      [centre, below],
      [right, middle - height],
      [right, middle + height],
      [left, middle - height],
      [left, middle + height],
      [right, above],
      [right, below],
      [left, above],
      [left, below],
    ].map(([at, from]) => ({ left: at, top: from, right: at + width, bottom: from + height }));
    const cost = (box: Box): number => {
      const inside = overlap(box, {
        left: 0,
        top: -4,
        right: within.width + 4,
        bottom: within.height,
      });
      const outside = width * height - inside;
      return taken.reduce((sum, other) => sum + overlap(box, other), 4 * outside);
    };
    const best = candidates.reduce((a, b) => (cost(b) < cost(a) - 1 ? b : a));
    taken.push(best);
    return { x: best.left, y: best.top };
  });
}

/** The area that two boxes share. */
function overlap(a: Box, b: Box): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return Math.max(0, across) * Math.max(0, down);
}
