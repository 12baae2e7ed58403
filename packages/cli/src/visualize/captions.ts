import type { LookedAtRun, Prediction } from '@axiswise/interpret';
import { percent } from '@axiswise/messages';

/** Names a unit: `filter 3`, `neuron 12`, or an output by its class, `output seven`. */
export function unitTitle(run: LookedAtRun, layer: string, unit: number): string {
  const name = run.unitName(layer, unit);
  return name === undefined ? `${run.network.layer(layer).kind} ${unit}` : `output ${name}`;
}

/** Writes a prediction: `7 (98 %)`. */
export const predictionText = ({ label, probability }: Prediction): string =>
  `${label} (${percent(probability, 0)})`;

/** Writes a number with three significant digits, or as many as asked for. */
export const short = (value: number, digits = 3): string =>
  Number(value.toPrecision(digits)).toString();
