import { shapeInWords } from '@axiswise/geometry';
import type { TrainExperimentResult } from '@axiswise/runner';

/** Writes how a network was brought to the size that a call asks for; nothing where it asks for none. */
export function sizeLines(sized: TrainExperimentResult['sized']): string[] {
  if (!sized) return [];
  const shape = shapeInWords(sized);
  return [
    `size           widths × ${sized.widthMultiplier.toFixed(3)}, ${sized.ratio.toFixed(3)} of the size ` +
      `asked for${shape ? `: ${shape}` : ''}`,
  ];
}
