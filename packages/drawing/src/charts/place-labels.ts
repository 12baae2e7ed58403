/** A mark with its interval, and the size of its label, in pixels. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  /** The ends of the interval; the mark's own position without one. */
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
 * The position of a label, and whether it is so far from its mark that a line must connect them.
 */
export interface Placed {
  /** The upper left corner. */
  readonly x: number;
  readonly y: number;
  /** The point of the label's edge nearest to its mark. */
  readonly leader: { readonly x: number; readonly y: number } | null;
}

const gap = 9;
/** From this distance on it is no longer clear to which mark a label belongs. */
const leadFrom = 16;

/**
 * Places each label beside its mark: at the right or the left if it covers nothing there, else at
 * the nearest place around it where it covers least.
 *
 * @returns the places in the given order.
 */
export function placeLabels(
  marks: readonly Labelled[],
  within: { readonly width: number; readonly height: number },
): Placed[] {
  const taken: Box[] = marks.map(({ x, y, top, bottom }) => ({
    left: x - 6,
    right: x + 6,
    top: Math.min(top, y - 6),
    bottom: Math.max(bottom, y + 6),
  }));
  const page = { left: 0, top: -4, right: within.width + 4, bottom: within.height };
  return marks.map((mark) => {
    const { x, y, width, height } = mark;
    const cost = ({ box, distance }: Candidate): number => {
      const outside = width * height - overlap(box, page);
      return taken.reduce((sum, other) => sum + overlap(box, other), 4 * outside + 0.4 * distance);
    };
    // The first of equal ones; differences below a pixel are rounding.
    const { box } = candidates(mark).reduce((a, b) => (cost(b) < cost(a) - 1 ? b : a));
    taken.push(box);
    const nearest = {
      x: Math.min(Math.max(x, box.left), box.right),
      y: Math.min(Math.max(y, box.top), box.bottom),
    };
    const far = Math.hypot(nearest.x - x, nearest.y - y) > leadFrom;
    return { x: box.left, y: box.top, leader: far ? nearest : null };
  });
}

interface Candidate {
  readonly box: Box;
  readonly distance: number;
}

/**
 * Candidates: beside the mark, above and below its interval, and then around it at growing
 * distances.
 */
function candidates({ x, y, top, bottom, width, height }: Labelled): Candidate[] {
  const at = (left: number, from: number, distance: number): Candidate => ({
    box: { left, top: from, right: left + width, bottom: from + height },
    distance,
  });
  const around = [24, 40, 60, 84].flatMap((reach) =>
    Array.from({ length: 12 }, (_, i) => {
      const angle = (i * Math.PI) / 6;
      const [across, down] = [Math.cos(angle), Math.sin(angle)];
      // The label is anchored at the side or corner that faces the mark.
      const left = x + reach * across - (width * (1 - across)) / 2;
      return at(left, y + reach * down - (height * (1 - down)) / 2, reach);
    }),
  );
  return [
    at(x + gap, y - height / 2, 0),
    at(x - gap - width, y - height / 2, 0),
    at(x - width / 2, top - height - 3, 0),
    at(x - width / 2, bottom + 3, 0),
    ...around,
  ];
}

/** The common area of two boxes. */
function overlap(a: Box, b: Box): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return Math.max(0, across) * Math.max(0, down);
}
