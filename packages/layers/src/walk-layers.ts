import type * as tf from '@axiswise/tensorflow';

/** A layer as it is called in a model. */
export type LayerNode = tf.layers.Layer['inboundNodes'][number];

/**
 * Computes a model from any layer backwards, each layer once: what does not lead to what is asked for is
 * never reached.
 *
 * @param given what a layer gives that is not computed: inputs, and whatever else is put in.
 * @param compute what a layer gives to what those before it gave.
 */
export function walkLayers<Value>(
  given: (layer: tf.layers.Layer) => Value | undefined,
  compute: (layer: tf.layers.Layer, inputs: readonly Value[], node: LayerNode) => Value,
): (layer: tf.layers.Layer) => Value {
  const known = new Map<LayerNode, Value>();
  const valueOf = (node: LayerNode): Value => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const layer = node.outboundLayer;
    const value =
      given(layer) ??
      compute(
        layer,
        node.inboundLayers.map((before, i) => valueOf(before.inboundNodes[node.nodeIndices[i]])),
        node,
      );
    known.set(node, value);
    return value;
  };
  return (layer) => valueOf(layer.inboundNodes[0]);
}
