import type { Split } from '@axiswise/data';
import type { LookedAtNetwork, LookedAtRun } from '@axiswise/interpret';

/** Names a unit: `filter 3`, `neuron 12`, or an output by its class, label or number, `output seven`. */
export function unitTitle(look: LookedAtNetwork, layer: string, unit: number): string {
  const name = look.unitName(layer, unit);
  return name === undefined ? `${look.network.layer(layer).kind} ${unit}` : `output ${name}`;
}

/** What is right for a test example, in words. */
export function targetText({ task }: LookedAtRun, test: Split, example: number): string {
  return task.kind.targetInWords(targetOf(test, task.targetSize, example), task.form);
}

/** What is right for an example, as numbers. */
export function targetOf({ labels, targets }: Split, size: number, example: number): Float32Array {
  const target = new Float32Array(size);
  if (targets) targets.gather([example], target);
  else target[0] = labels[example];
  return target;
}

/** Writes a number with three significant digits, or as many as asked for. */
export const short = (value: number, digits = 3): string =>
  Number(value.toPrecision(digits)).toString();
