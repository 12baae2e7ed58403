import { InputError } from '@axiswise/messages';
import type { Padding } from './filter-strategy.ts';

/** A window that moves along one axis, with its padding worked out in zeros. */
export interface AxisWindow {
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padBefore: number;
  readonly padAfter: number;
  /** Whether what is padded is the other end of the axis, which is cyclic; else it is zeros. */
  readonly wraps?: true;
  readonly inputLength: number;
  readonly outputLength: number;
}

/**
 * Moves a window along an axis (Dumoulin and Visin 2016, "A guide to convolution arithmetic").
 *
 * `same` pads as TensorFlow does: `ceil(length / stride)` outputs, the odd zero behind. Along a cyclic axis
 * windows go around the end instead, so that each begins at another position, and none is lost.
 *
 * @param options.padding by default `valid`; along a cyclic axis there is none but `same`, its default.
 * @param where names layer and axis for the error message.
 */
export function windowAlong(
  inputLength: number,
  options: {
    readonly kernelSize: number;
    readonly stride: number;
    readonly dilation?: number;
    readonly padding?: Padding | undefined;
    readonly cyclic?: boolean | undefined;
  },
  where: string,
): AxisWindow {
  const { kernelSize, stride, dilation = 1, cyclic = false } = options;
  const { padding = cyclic ? 'same' : 'valid' } = options;
  if (cyclic) checkCyclic(inputLength, { stride, padding }, where);
  const reach = (kernelSize - 1) * dilation + 1;
  let padBefore = 0;
  let padAfter = 0;
  if (padding === 'same') {
    const total = Math.max((Math.ceil(inputLength / stride) - 1) * stride + reach - inputLength, 0);
    padBefore = Math.floor(total / 2);
    padAfter = total - padBefore;
  } else if (padding !== 'valid') {
    padBefore = padding.before;
    padAfter = padding.after;
  }
  const padded = inputLength + padBefore + padAfter;
  const longest = cyclic ? inputLength : padded;
  if (reach > longest) {
    throw new InputError(
      'geometry',
      `${where}: a window of ${kernelSize}` +
        (dilation > 1 ? ` with dilation ${dilation} (${reach} positions)` : '') +
        ` is larger than the axis, which is ${inputLength} long here` +
        (longest > inputLength ? ` (${padded} with its padding)` : '') +
        `; make it smaller, pad, or take fewer layers`,
    );
  }
  return {
    kernelSize,
    stride,
    dilation,
    padBefore,
    padAfter,
    ...(cyclic && padded > inputLength && { wraps: true }),
    inputLength,
    outputLength: Math.floor((padded - reach) / stride) + 1,
  };
}

/** @throws InputError where a window cannot go around the end of a cyclic axis. */
function checkCyclic(
  inputLength: number,
  { stride, padding }: { readonly stride: number; readonly padding: Padding },
  where: string,
): void {
  if (padding !== 'same') {
    const given =
      padding === 'valid' ? '"valid"' : `{ before: ${padding.before}, after: ${padding.after} }`;
    throw new InputError(
      'geometry',
      `${where}: windows go around the end of a cyclic axis, which leaves nothing to pad, but the padding ` +
        `${given} was given; leave "padding" out`,
    );
  }
  if (inputLength % stride !== 0) {
    throw new InputError(
      'geometry',
      `${where}: a stride of ${stride} does not come round on a cyclic axis of ${inputLength} positions; ` +
        `take one that divides ${inputLength}`,
    );
  }
}

/** A window in a few words: `3`, `2 by 1`, `5 padded 2+2`. A stride equal to the size goes without saying. */
export function windowInWords(window: AxisWindow): string {
  const { kernelSize, stride, dilation, padBefore, padAfter, wraps } = window;
  return (
    `${kernelSize}` +
    (stride > 1 && stride !== kernelSize ? ` by ${stride}` : '') +
    (dilation > 1 ? ` dilated ${dilation}` : '') +
    (wraps ? ' around the end' : padBefore + padAfter > 0 ? ` padded ${padBefore}+${padAfter}` : '')
  );
}
