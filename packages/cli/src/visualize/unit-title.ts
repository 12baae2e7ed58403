import type { LookedAtRun } from '@axiswise/experiment';

/** `filter 3`, `neuron 12`, or the name of the answer. */
export function unitTitle(run: LookedAtRun, layer: string, unit: number): string {
  const name = run.unitName(layer, unit);
  return name === undefined ? `${run.network.layer(layer).kind} ${unit}` : `answer ${name}`;
}
