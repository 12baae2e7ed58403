import { InputError } from '@axiswise/messages';
import type { Padding } from './filter-strategy.ts';

/** A window that moves along one axis, with its padding worked out in zeros. */
export interface AxisWindow {
  readonly kernelSize: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padBefore: number;
  readonly padAfter: number;
  readonly inputLength: number;
  readonly outputLength: number;
}

/**
 * Moves a window along an axis (Dumoulin and Visin 2016, "A guide to convolution arithmetic").
 *
 * `same` pads as TensorFlow does: `ceil(length / stride)` outputs, the odd zero behind.
 *
 * @param where names layer and axis for the error message.
 */
export function windowAlong(
  inputLength: number,
  options: {
    readonly kernelSize: number;
    readonly stride: number;
    readonly dilation?: number;
    readonly padding: Padding;
  },
  where: string,
): AxisWindow {
  const { kernelSize, stride, dilation = 1, padding } = options;
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
  if (reach > padded) {
    throw new InputError(
      'geometry',
      `${where}: a window of ${kernelSize}` +
        (dilation > 1 ? ` with dilation ${dilation} (${reach} positions)` : '') +
        ` is larger than the axis, which is ${inputLength} long here` +
        (padded > inputLength ? ` (${padded} with its padding)` : '') +
        `; make it smaller, pad, or take fewer layers`,
    );
  }
  return {
    kernelSize,
    stride,
    dilation,
    padBefore,
    padAfter,
    inputLength,
    outputLength: Math.floor((padded - reach) / stride) + 1,
  };
}

/** A window in a few words: `3`, `2 by 1`, `5 padded 2+2`. A stride equal to the size goes without saying. */
export function windowInWords(window: AxisWindow): string {
  const { kernelSize, stride, dilation, padBefore, padAfter } = window;
  return (
    `${kernelSize}` +
    (stride > 1 && stride !== kernelSize ? ` by ${stride}` : '') +
    (dilation > 1 ? ` dilated ${dilation}` : '') +
    (padBefore + padAfter > 0 ? ` padded ${padBefore}+${padAfter}` : '')
  );
}
