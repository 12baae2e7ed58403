import { type Drawing, inputDrawing } from '@axiswise/drawing';
import type { DrawContext, Experiment, InputLook } from './define-experiment.ts';

/**
 * Draws an input as is usual in its domain, or along its named axes where the experiment does not say how.
 *
 * @param input as many numbers as the shape says.
 * @param values the range of the values, where the experiment does not state one.
 */
export function drawInput(
  { show, axes, dataAxes }: Pick<Experiment, 'show' | 'axes' | 'dataAxes'>,
  input: Float32Array,
  as: DrawContext,
  values: Pick<NonNullable<InputLook['values']>, 'from' | 'to'> = { from: 0, to: 1 },
): Drawing {
  if (show?.draw) return show.draw(input, as);
  const { from, to } = show?.values ?? values;
  return inputDrawing(input, {
    axes: dataAxes ?? axes.names,
    shape: as.shape,
    from,
    to,
    highlight: as.highlight,
    overlay: as.overlay,
  });
}
