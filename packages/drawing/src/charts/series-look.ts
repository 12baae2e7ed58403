import { seriesColours } from '../svg/colours.ts';
import { type Attributes, lineThrough, path, round } from '../svg/element.ts';

/** Outlines of marks around the origin, by radius. */
const shapes = {
  circle: (r: number) => `M${round(r)} 0A${round(r)} ${round(r)} 0 1 1 ${round(r)} -0.01Z`,
  square: (r: number) => `M${round(-r)} ${round(-r)}H${round(r)}V${round(r)}H${round(-r)}Z`,
  'triangle-up': (r: number) => closed([0, -0.866 * r], [-r, 0.866 * r], [r, 0.866 * r]),
  diamond: (r: number) => closed([-r, 0], [0, -r], [r, 0], [0, r]),
  'triangle-down': (r: number) => closed([0, 0.866 * r], [-r, -0.866 * r], [r, -0.866 * r]),
  cross: (r: number) => {
    const s = r / 2.5;
    const arm = [-r, -s, s, r];
    return closed(
      ...[[0, 1], [0, 2], [1, 2], [1, 3], [2, 3], [2, 2], [3, 2], [3, 1], [2, 1], [2, 0], [1, 0], [1, 1]].map(([x, y]): [number, number] => [arm[x], arm[y]]), // prettier-ignore
    );
  },
} as const;

const closed = (...points: [number, number][]): string => `${lineThrough(points)}Z`;

export type Shape = keyof typeof shapes;

/**
 * The look of a series in every chart; it differs by shape too, for readers who do not see or print
 * colours.
 */
export interface SeriesLook {
  readonly colour: string;
  readonly shape: Shape;
}

const names = Object.keys(shapes) as Shape[];

/** The colour and the shape of the n-th series of a chart, from 0; they repeat where there are more. */
export const seriesLook = (index: number): SeriesLook => ({
  colour: seriesColours[index % seriesColours.length],
  shape: names[index % names.length],
});

/** Draws the mark of a series at a point; its radius is in pixels. */
export const mark = (x: number, y: number, shape: Shape, r: number, look: Attributes): string =>
  path(shapes[shape](r), { transform: `translate(${round(x)} ${round(y)})`, ...look });
