import {
  type Activation,
  type AxisWindow,
  type Band,
  type ConvolutionGeometry,
  convolutionKind,
} from '@axiswise/geometry';
import * as tf from '@axiswise/tensorflow';
import { initializerFor } from '../initial-weights.ts';
import { type BuildContext, implementLayer } from '../layer-tensors.ts';
import { ConvolutionAlongAxes } from '../convolution-along-axes.ts';
import { isPaddedSame } from '../folded-convolution.ts';
import { LocallyConnected2D } from '../locally-connected-2d.ts';
import { LocallyConnected } from '../locally-connected.ts';
import { cropAxes, type Ends, padAxes } from '../plane-steps.ts';
import { convolutionFromStandardLayers } from './convolution-portable.ts';
import { PositionBias } from '../position-bias.ts';
import { locallyConnectedFromStandardLayers } from './locally-connected-portable.ts';
import { positionBiasFromStandardLayers } from './position-bias-portable.ts';
import { pair, type Symbolic, through, twoAxes } from '../symbolic.ts';
import { trainableConv2D } from './trainable-conv2d.ts';

implementLayer(convolutionKind, {
  build: (layer, [x], context) => applyConvolution(layer, x, context),
  weights(layer) {
    const { weightsPerFilter, input, filters, spec } = layer;
    const fan = { in: weightsPerFilter, out: (weightsPerFilter / input.channels) * filters };
    return filterLayerNames(layer).map((name) => ({ name, fan, activation: spec.activation }));
  },
  transfer(layer, from, to) {
    const windows = twoAxes(layer.windows);
    if (layer.weightSharing === 'none') {
      const weights = from.getLayer(layer.name).getWeights();
      locallyConnectedFromStandardLayers(layer, windows.map(withoutPadding)).setWeights(
        to,
        weights,
      );
      return;
    }
    for (const name of filterLayerNames(layer)) {
      const ours = from.getLayer(name);
      if (!(ours instanceof ConvolutionAlongAxes)) {
        to.getLayer(name).setWeights(ours.getWeights());
        continue;
      }
      setStandardWeights(layer, name, ours.windows, { to, weights: ours.getWeights() });
    }
    if (layer.spec.bias === 'positions') {
      const name = positionBiasName(layer);
      const [bias] = from.getLayer(name).getWeights();
      positionBiasFromStandardLayers(name, layer).setWeights(to, bias);
    }
  },
});

/**
 * The variables of a convolution: kernels first, one a bank (a band's, or all positions' in one where
 * nothing is shared), then biases. Laid end to end, they are the shared numbers of `tiedDense`.
 */
export function convolutionVariables(
  model: tf.LayersModel,
  layer: ConvolutionGeometry,
): tf.Variable[] {
  const variablesOf = (name: string): tf.Variable[] =>
    model.getLayer(name).weights.map((weight) => weight.read() as tf.Variable);
  const holders = filterLayerNames(layer).map(variablesOf);
  const kernels = holders.map(([kernel]) => kernel);
  const biases = holders.flatMap(([, ...bias]) => bias);
  if (layer.spec.bias === 'positions' && layer.weightSharing !== 'none') {
    biases.push(...variablesOf(positionBiasName(layer)));
  }
  return [...kernels, ...biases];
}

/**
 * A convolution as layers: padding, filters (for each band its own, on its part of the input), and a
 * bias by position. The last of them bears the convolution's name.
 */
function applyConvolution(
  layer: ConvolutionGeometry,
  input: Symbolic,
  options: BuildContext,
): Symbolic {
  if (layer.weightSharing === 'none') return applyLocallyConnected(layer, input, options);
  const names = filterLayerNames(layer);
  const found =
    names.length === 1
      ? applyWhole(layer, names[0], input, options)
      : applyBands(layer, names, input, options);
  if (layer.spec.bias !== 'positions') return found;
  const { activation } = layer.spec;
  const name = positionBiasName(layer);
  const biased = options.portable
    ? positionBiasFromStandardLayers(name, layer).apply(found)
    : through(found, new PositionBias({ name }));
  return activation === 'linear'
    ? biased
    : through(biased, tf.layers.activation({ activation, name: layer.name }));
}

/** What the layers of filters that share all their weights are made from. */
export interface WholeFilters {
  readonly name: string;
  readonly windows: readonly AxisWindow[];
  readonly filters: number;
  readonly spec: Pick<ConvolutionGeometry['spec'], 'bias' | 'activation'>;
}

/** Filters that share all their weights and see all channels, as standard layers. */
export const applyStandardFilters = (
  layer: WholeFilters,
  input: Symbolic,
  context: BuildContext,
): Symbolic => applyWhole(layer, layer.name, input, { ...context, portable: true });

/** Gives the layers of {@link applyStandardFilters} their weights, `[...kernel sizes, channels, filters]`. */
export function setStandardFilters(
  layer: WholeFilters,
  to: tf.LayersModel,
  weights: readonly tf.Tensor[],
): void {
  const windows = twoAxes(layer.windows);
  if (fitsTwoAxes(windows)) to.getLayer(layer.name).setWeights([...weights]);
  else setStandardWeights(layer, layer.name, windows, { to, weights });
}

function setStandardWeights(
  layer: WholeFilters,
  name: string,
  windows: readonly AxisWindow[],
  { to, weights }: { readonly to: tf.LayersModel; readonly weights: readonly tf.Tensor[] },
): void {
  const standard = convolutionFromStandardLayers(
    windows.map(withoutPadding),
    standardArguments(layer, name),
  );
  const [kernel, ...bias] = weights;
  tf.tidy(() => to.getLayer(standard.holder).setWeights([standard.kernel(kernel), ...bias]));
}

function applyWhole(
  layer: WholeFilters,
  name: string,
  input: Symbolic,
  options: BuildContext,
): Symbolic {
  const windows = twoAxes(layer.windows);
  const wraps = windows.some((window) => window.wraps);
  if (!fitsTwoAxes(windows) || wraps || windows.every(isPaddedSame)) {
    return applyFilters(layer, name, input, windows, options);
  }
  // TensorFlow.js pads both axes alike; zeros of our own allow each axis what its strategy says.
  const padded = padAxes(input, windows, `${layer.name}_padding`);
  return applyFilters(layer, name, padded, windows.map(withoutPadding), options);
}

function applyBands(
  layer: ConvolutionGeometry,
  names: readonly string[],
  input: Symbolic,
  options: BuildContext,
): Symbolic {
  const windows = twoAxes(layer.windows);
  const x = padAxes(input, windows, `${layer.name}_padding`);
  const parts = bandsOf(layer).map((bands, i) => {
    // A single axis has a neighbour of length one.
    const all = windows.length > bands.length ? [...bands, { from: 0, length: 1 }] : bands;
    const cut = cutOut(windows, all, names[i], x);
    return applyFilters(layer, names[i], cut, windowsOfBand(windows, all), options);
  });
  return joinBands(layer, parts);
}

/** The layers that hold a convolution's filters: one, or one a band. */
function filterLayerNames(layer: ConvolutionGeometry): string[] {
  // Locally connected layers hold their biases by position themselves.
  if (layer.weightSharing === 'none') return [layer.name];
  const bands = bandsOf(layer).length;
  if (bands > 1) {
    return Array.from({ length: bands }, (_, i) => `${layer.name}_band_${i + 1}`);
  }
  return [layer.spec.bias === 'positions' ? `${layer.name}_filters` : layer.name];
}

/** The layer that holds the bias by position. */
const positionBiasName = ({ name, spec }: ConvolutionGeometry): string =>
  spec.activation === 'linear' ? name : `${name}_bias`;

/** Whether the layers of TensorFlow.js over two axes compute these filters, padding aside. */
function fitsTwoAxes(windows: readonly AxisWindow[]): boolean {
  const dilated = windows.some(({ dilation }) => dilation > 1);
  const strided = windows.some(({ stride }) => stride > 1);
  return windows.length === 2 && !(dilated && strided);
}

/** Windows over an input that has its padding. */
const withoutPadding = ({ wraps: _wraps, ...window }: AxisWindow): AxisWindow => ({
  ...window,
  inputLength: window.padBefore + window.inputLength + window.padAfter,
  padBefore: 0,
  padAfter: 0,
});

/** The windows of a band over the part of the padded input that it sees. */
const windowsOfBand = (windows: readonly AxisWindow[], bands: readonly Band[]): AxisWindow[] =>
  windows.map((window, i) => ({
    ...withoutPadding(window),
    inputLength: seenBy(window, bands[i]),
    outputLength: bands[i].length,
  }));

/** So many positions of the padded input the windows of a band see. */
const seenBy = ({ kernelSize, dilation, stride }: AxisWindow, { length }: Band): number =>
  (length - 1) * stride + (kernelSize - 1) * dilation + 1;

/** @param windows with the padding that the input lacks. */
function applyFilters(
  layer: WholeFilters,
  name: string,
  x: Symbolic,
  windows: readonly AxisWindow[],
  { portable }: BuildContext,
): Symbolic {
  const args = standardArguments(layer, name);
  const asSame = windows.every(isPaddedSame);
  const unpadded = windows.every(({ padBefore, padAfter }) => padBefore + padAfter === 0);
  if (fitsTwoAxes(windows) && (asSame || unpadded)) {
    const conv2d = portable ? tf.layers.conv2d : trainableConv2D;
    return through(
      x,
      conv2d({
        ...args,
        kernelSize: pair(windows, 'kernelSize'),
        strides: pair(windows, 'stride'),
        dilationRate: pair(windows, 'dilation'),
        padding: asSame ? 'same' : 'valid',
      }),
    );
  }
  if (!portable) return through(x, new ConvolutionAlongAxes({ ...args, windows }));
  return convolutionFromStandardLayers(windows.map(withoutPadding), args).apply(
    padAxes(x, windows, `${name}_padding`),
  );
}

function standardArguments({ spec, filters }: WholeFilters, name: string) {
  const { bias, activation } = spec;
  return {
    name,
    filters,
    useBias: bias === 'filters',
    activation: bias === 'positions' ? 'linear' : (activation as Exclude<Activation, 'softmax'>),
    kernelInitializer: initializerFor(activation),
  } as const;
}

function applyLocallyConnected(
  layer: ConvolutionGeometry,
  x: Symbolic,
  options: BuildContext,
): Symbolic {
  const windows = twoAxes(layer.windows);
  const { name, filters, spec } = layer;
  const activation = spec.activation as Exclude<Activation, 'softmax'>;
  if (options.portable) {
    const padded = padAxes(x, windows, `${name}_padding`);
    return locallyConnectedFromStandardLayers(layer, windows.map(withoutPadding)).apply(padded);
  }
  const plain =
    windows.length === 2 &&
    spec.bias !== 'none' &&
    windows.every(({ dilation, wraps }) => dilation === 1 && !wraps);
  if (!plain) {
    const useBias = spec.bias !== 'none';
    return through(x, new LocallyConnected({ name, filters, windows, useBias, activation }));
  }
  return through(
    padAxes(x, windows, `${name}_padding`),
    new LocallyConnected2D({
      name,
      filters,
      kernelSize: pair(windows, 'kernelSize'),
      strides: pair(windows, 'stride'),
      activation,
    }),
  );
}

/** Every stretch along the first axis with every one along the second, and so on. */
const bandsOf = ({ bands }: ConvolutionGeometry): (readonly Band[])[] =>
  bands.reduce<(readonly Band[])[]>(
    (found, along) => found.flatMap((before) => along.map((band) => [...before, band])),
    [[]],
  );

/** The part of the padded input that the filters of a band see. */
function cutOut(
  windows: readonly AxisWindow[],
  bands: readonly Band[],
  name: string,
  x: Symbolic,
): Symbolic {
  const ends = windows.map((window, i): Ends => {
    const { stride, padBefore, padAfter, inputLength } = window;
    const from = bands[i].from * stride;
    return [from, inputLength + padBefore + padAfter - from - seenBy(window, bands[i])];
  });
  return cropAxes(x, ends, `${name}_input`);
}

/** Puts the parts of all bands together, along the last axis first. */
function joinBands(layer: ConvolutionGeometry, found: readonly Symbolic[]): Symbolic {
  const name = layer.spec.bias === 'positions' ? `${layer.name}_bands` : layer.name;
  const divided = layer.bands.flatMap(({ length }, axis) => (length > 1 ? [axis] : []));
  return divided.reduceRight<readonly Symbolic[]>((parts, axis, i) => {
    const count = layer.bands[axis].length;
    return Array.from({ length: parts.length / count }, (_, row) => {
      const some = parts.slice(row * count, (row + 1) * count);
      const joined = i === 0 ? name : `${name}_row_${row + 1}${i > 1 ? `_along_${axis + 1}` : ''}`;
      return tf.layers.concatenate({ axis: axis + 1, name: joined }).apply([...some]) as Symbolic;
    });
  }, found)[0];
}
