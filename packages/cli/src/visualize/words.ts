import type { Answer, LookedAtRun } from '@axiswise/interpret';
import { percent } from '@axiswise/report';

/** `filter 3`, `neuron 12`, or the name of the answer. */
export function unitTitle(run: LookedAtRun, layer: string, unit: number): string {
  const name = run.unitName(layer, unit);
  return name === undefined ? `${run.network.layer(layer).kind} ${unit}` : `answer ${name}`;
}

/** `7 (98 %)`. */
export const answerWords = ({ label, probability }: Answer): string =>
  `${label} (${percent(probability, 0)})`;

/** A number with as many digits as are worth reading. */
export const short = (value: number, digits = 3): string =>
  Number(value.toPrecision(digits)).toString();
