import type { AlongAxis } from './layer-kind.ts';
import type { NetworkGeometry } from './network.ts';

/** A layer of filters or of pooling, and what it does along each axis of its input. */
export interface LayerAlongAxes {
  /** Unique in the network: `convolution_1`. */
  readonly name: string;
  /** `convolution`, `pooling`, `global-pooling`, or that of the user's own kind. */
  readonly kind: string;
  /** The layers that it receives from: layers of the same inputs stand side by side. */
  readonly inputs: readonly string[];
  readonly axes: readonly AlongAxis[];
}

/** Every layer of filters and every pooling of a network, in their order. */
export const layersAlongAxes = ({ layers }: NetworkGeometry): LayerAlongAxes[] =>
  layers.flatMap((layer) => {
    const axes = layer.kind.alongAxes?.(layer) ?? [];
    return axes.every(poolsNothing)
      ? []
      : [{ name: layer.name, kind: layer.kind.name, inputs: layer.inputs, axes }];
  });

const poolsNothing = ({ move, kernelSize, stride }: AlongAxis): boolean =>
  move === 'pool' && kernelSize === 1 && stride === 1;
