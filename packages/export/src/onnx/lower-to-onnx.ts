import type { LayerGeometry, NetworkLayer } from '@axiswise/geometry';
import { isOwnLayer, type LayerWeights, type ModelGraph } from '../model-graph.ts';
import { addConvolution, type Convolution } from './convolution.ts';
import { OnnxGraph, type OnnxModel } from './onnx-graph.ts';
import { onnxLayerOf } from './onnx-layers.ts';
import type { OnnxValue } from './operators.ts';

/**
 * How other frameworks compute a kind of layer, for what its standard layers of TensorFlow.js do not say.
 * A kind of your own carries it as `exports`.
 */
export interface LayerExports<Layer extends LayerGeometry = LayerGeometry> {
  /**
   * Expresses a layer in operators of ONNX, opset 17, and so in PyTorch too.
   *
   * @param inputs what the layer receives, channels last or first: `graph.channelsFirst(x)` and
   *   `graph.channelsLast(x)` give what an operator needs.
   * @returns the output, of the layer's `outputShape`; a single axis has a second one of length 1 behind it.
   */
  onnx?(
    layer: NetworkLayer<Layer>,
    inputs: readonly OnnxValue[],
    graph: OnnxGraph,
    context: LayerExportContext,
  ): OnnxValue;
}

/** What a kind of layer gets to write itself as ONNX. */
export interface LayerExportContext {
  /** The weights of a TensorFlow.js layer that `build` made, by its name. */
  weightsOf(name: string): readonly LayerWeights[];
  /** Adds a convolution over two axes with weights as TensorFlow.js has them. */
  convolution(x: OnnxValue, name: string, convolution: Convolution): OnnxValue;
}

/** The layers of a network that say themselves how they are written in operators of ONNX. */
export const speaksOnnx = ({ kind }: LayerGeometry): boolean =>
  (kind.exports as LayerExports | undefined)?.onnx !== undefined;

/**
 * Expresses a model in operators of ONNX.
 *
 * @param as.axes the names of the axes of an example: the input is named after them.
 * @param as.outputs what comes out: the output is named so.
 * @throws InputError naming a layer that ONNX has nothing for.
 */
export function lowerToOnnx(
  model: ModelGraph,
  as: Pick<OnnxModel, 'name' | 'axes' | 'outputs'>,
): OnnxModel {
  const graph = new OnnxGraph();
  const input = graph.input(as.axes.join('_'), model.input.shape);
  const values = new Map([[model.input.name, input]]);
  for (const layer of model.layers) {
    const inputs = layer.inputs.map(({ name }) => values.get(name)!);
    const output = isOwnLayer(layer)
      ? (layer.own.kind.exports as LayerExports).onnx!(layer.own, inputs, graph, {
          weightsOf: (name) => layer.weightsOf.get(name) ?? [],
          convolution: (x, name, as) => addConvolution(graph, x, { name }, as),
        })
      : onnxLayerOf(layer)(layer, inputs, graph);
    values.set(layer.name, output);
  }
  const last = graph.channelsLast(values.get(model.output.name)!);
  const output =
    last.name === as.outputs.name ? last : graph.add('Identity', [last], as.outputs.name);
  return { ...as, input, output, graph };
}
