/** What the order of layers follows from. */
interface Connected {
  readonly name: string;
  readonly inputs: readonly { readonly name: string }[];
}

/**
 * The order in which Keras keeps the layers of a model, and so numbers their weights: those farthest from the output
 * first, by the longest way; of equally far ones, those that a depth-first walk back from the output meets first
 * (`map_graph` in Keras' `ops/function.py`).
 *
 * @param layers every one behind those that it receives from.
 * @param output the name of the last layer.
 */
export function inOrderOfKeras<Layer extends Connected>(
  layers: readonly Layer[],
  output: string,
): Layer[] {
  const named = new Map(layers.map((layer) => [layer.name, layer]));
  const depths = new Map<string, number>();
  for (const { name, inputs } of layers.toReversed()) {
    const depth = depths.get(name) ?? 0;
    depths.set(name, depth);
    for (const before of inputs) {
      depths.set(before.name, Math.max(depth + 1, depths.get(before.name) ?? 0));
    }
  }
  const met = new Map<string, number>();
  const ahead = [output];
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (met.has(name)) continue;
    met.set(name, met.size);
    ahead.push(...(named.get(name)?.inputs ?? []).map((before) => before.name).reverse());
  }
  return layers.toSorted(
    (a, b) => depths.get(b.name)! - depths.get(a.name)! || met.get(a.name)! - met.get(b.name)!,
  );
}
