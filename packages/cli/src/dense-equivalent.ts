import { connectionsOf, type NetworkLayer } from '@axiswise/geometry';
import { count } from '@axiswise/messages';

/** Compares a layer with the dense layer between the same inputs and outputs, in words. */
export function denseEquivalent(counts: {
  readonly inputs: number;
  readonly outputs: number;
  readonly denseParameters: number;
  readonly connections: number;
  readonly sharedParameters: number;
  /** Linear units in each unit, where it is maxout. */
  readonly pieces?: number;
}): string {
  const { inputs, outputs, denseParameters, connections, sharedParameters, pieces } = counts;
  return (
    `a dense ${pieces ? 'maxout ' : ''}layer from ${count(inputs)} to ${count(outputs)} numbers ` +
    `${pieces ? `with ${count(pieces)} pieces each ` : ''}would have ` +
    `${count(denseParameters)} weights; this keeps ${count(connections)} connections, of which ` +
    `${count(sharedParameters)} distinct`
  );
}

/** The same for all layers of a network that keep fewer connections, one line for equal ones. */
export function denseEquivalents(layers: readonly NetworkLayer[]): string[] {
  const size = (shape: readonly number[]): number => shape.reduce((n, length) => n * length, 1);
  const alike = new Map<string, string[]>();
  for (const layer of layers) {
    if (!layer.kind.connections) continue;
    const words = denseEquivalent({
      inputs: size(layer.inputShape),
      outputs: size(layer.outputShape),
      denseParameters: layer.denseParameters,
      connections: connectionsOf(layer),
      sharedParameters: layer.parameters,
    });
    alike.set(words, [...(alike.get(words) ?? []), layer.name]);
  }
  return [...alike].map(
    ([words, names]) => `${names.join(', ')}: ${names.length > 1 ? 'each: ' : ''}${words}`,
  );
}
