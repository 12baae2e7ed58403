import type { AxisWindow } from './window.ts';

/** One cell of a window where it lies at one output position, and what it lies on. */
export interface Tap {
  /** Which cell of the window, in row-major order over the axes. */
  readonly cell: number;
  /** Which input position it lies on, in row-major order over the axes. */
  readonly position: number;
}

/** Of each output position along one axis: the cells of the window that lie inside the input. */
export function tapsAlong(window: AxisWindow): Tap[][] {
  const { kernelSize, stride, dilation, padBefore, inputLength, outputLength, wraps } = window;
  const placed = (position: number): number =>
    wraps ? (position + inputLength) % inputLength : position;
  return Array.from({ length: outputLength }, (_, output) =>
    Array.from({ length: kernelSize }, (_, cell) => ({
      cell,
      position: placed(output * stride + cell * dilation - padBefore),
    })).filter(({ position }) => position >= 0 && position < inputLength),
  );
}

/**
 * What a window lies on at each output position, axis by axis put together; cells over the padding are
 * left out.
 *
 * @returns a function from an output position (row-major) to its taps, in row-major order of the cells.
 */
export function windowTaps(windows: readonly AxisWindow[]): (output: number) => Tap[] {
  const along = windows.map(tapsAlong);
  return (output) => {
    const at = coordinates(
      output,
      windows.map(({ outputLength }) => outputLength),
    );
    return at.reduce<Tap[]>(
      (taps, coordinate, i) =>
        taps.flatMap(({ cell, position }) =>
          along[i][coordinate].map((tap) => ({
            cell: cell * windows[i].kernelSize + tap.cell,
            position: position * windows[i].inputLength + tap.position,
          })),
        ),
      [{ cell: 0, position: 0 }],
    );
  };
}

/** A place in row-major order as one coordinate an axis. */
export function coordinates(place: number, lengths: readonly number[]): number[] {
  const result = new Array<number>(lengths.length);
  for (let i = lengths.length - 1, rest = place; i >= 0; i--) {
    result[i] = rest % lengths[i];
    rest = Math.floor(rest / lengths[i]);
  }
  return result;
}
