import type { UnfoldedAxis } from '@axiswise/kernels/unfold';
import type { AxisWindow } from '@axiswise/geometry';

/** The windows along an axis, laid out side by side. */
export const unfolded = (window: AxisWindow): UnfoldedAxis => ({
  length: window.inputLength,
  cells: window.kernelSize,
  stride: window.stride,
  dilation: window.dilation,
  before: window.padBefore,
  positions: window.outputLength,
  wraps: window.wraps ?? false,
});

/** All positions along an axis, with the padding that the convolution does not add. */
export function padded(window: AxisWindow, padding: 'valid' | 'same'): UnfoldedAxis {
  const before = padding === 'same' ? 0 : window.padBefore;
  const after = padding === 'same' ? 0 : window.padAfter;
  return {
    length: window.inputLength,
    cells: 1,
    stride: 1,
    dilation: 1,
    before,
    positions: before + window.inputLength + after,
    wraps: window.wraps ?? false,
  };
}
