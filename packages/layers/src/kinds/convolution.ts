import {
  type Activation,
  type Band,
  type ConvolutionGeometry,
  convolutionKind,
} from '@axiswise/geometry';
import { InputError } from '@axiswise/messages';
import * as tf from '@tensorflow/tfjs';
import { initializerFor } from '../initial-weights.ts';
import { type BuildContext, implementLayer } from '../layer-tensors.ts';
import { LocallyConnected2D } from '../locally-connected-2d.ts';
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
    if (layer.weightSharing === 'none') {
      const weights = from.getLayer(layer.name).getWeights();
      locallyConnectedFromStandardLayers(layer, twoAxes(layer.windows)).setWeights(to, weights);
      return;
    }
    for (const name of filterLayerNames(layer)) {
      to.getLayer(name).setWeights(from.getLayer(name).getWeights());
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
  const names = filterLayerNames(layer);
  const bands = bandsOf(layer);
  const whole = bands.length === 1 && layer.weightSharing !== 'none';
  const padding = whole && isPaddedSame(layer) ? 'same' : 'valid';
  const x = padding === 'same' ? input : pad(layer, input);
  if (layer.weightSharing === 'none') return applyLocallyConnected(layer, x, options);
  const found =
    bands.length === 1
      ? applyFilters(layer, names[0], x, padding, options)
      : joinBands(
          layer,
          bands.map((band, i) =>
            applyFilters(layer, names[i], cutOut(layer, band, names[i], x), 'valid', options),
          ),
        );
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

/** Whether the convolution layers of TensorFlow.js pad as the strategy says, by `same`. */
const isPaddedSame = ({ windows }: ConvolutionGeometry): boolean =>
  twoAxes(windows).every(({ kernelSize, stride, dilation, padBefore, padAfter }) => {
    const before = Math.floor((kernelSize - 1) / 2);
    const asSame = padBefore === before && padAfter === kernelSize - 1 - before;
    return stride === 1 && dilation === 1 && asSame;
  });

function pad({ name, windows: along }: ConvolutionGeometry, input: Symbolic): Symbolic {
  const windows = twoAxes(along);
  if (windows.every(({ padBefore, padAfter }) => padBefore + padAfter === 0)) return input;
  // TensorFlow.js pads both axes alike; zeros of our own allow each axis what its strategy says.
  const padding = windows.map(({ padBefore, padAfter }) => [padBefore, padAfter]);
  return through(
    input,
    tf.layers.zeroPadding2d({
      name: `${name}_padding`,
      padding: padding as [[number, number], [number, number]],
    }),
  );
}

function applyFilters(
  layer: ConvolutionGeometry,
  name: string,
  x: Symbolic,
  padding: 'valid' | 'same',
  { portable }: BuildContext,
): Symbolic {
  const windows = twoAxes(layer.windows);
  const { bias, activation } = layer.spec;
  const dilated = windows.some(({ dilation }) => dilation > 1);
  if (dilated && windows.some(({ stride }) => stride > 1)) {
    throw new InputError(
      'geometry',
      `${layer.name}: TensorFlow.js has no convolution with a stride along one axis and a dilation ` +
        `along another; choose one`,
    );
  }
  const conv2d = portable ? tf.layers.conv2d : trainableConv2D;
  return through(
    x,
    conv2d({
      name,
      filters: layer.filters,
      kernelSize: pair(windows, 'kernelSize'),
      strides: pair(windows, 'stride'),
      dilationRate: pair(windows, 'dilation'),
      padding,
      useBias: bias === 'filters',
      activation: bias === 'positions' ? 'linear' : (activation as Exclude<Activation, 'softmax'>),
      kernelInitializer: initializerFor(activation),
    }),
  );
}

function applyLocallyConnected(
  layer: ConvolutionGeometry,
  x: Symbolic,
  options: BuildContext,
): Symbolic {
  const windows = twoAxes(layer.windows);
  const { name, filters } = layer;
  if (windows.some(({ dilation }) => dilation > 1)) {
    throw new InputError('geometry', `${name}: a locally connected layer cannot be dilated`);
  }
  if (layer.spec.bias === 'none') {
    throw new InputError('geometry', `${name}: a locally connected layer always has a bias`);
  }
  if (options.portable) return locallyConnectedFromStandardLayers(layer, windows).apply(x);
  return through(
    x,
    new LocallyConnected2D({
      name,
      filters,
      kernelSize: pair(windows, 'kernelSize'),
      strides: pair(windows, 'stride'),
      activation: layer.spec.activation as Exclude<Activation, 'softmax'>,
    }),
  );
}

/** Every stretch along the first axis with every one along the second. */
function bandsOf({ bands }: ConvolutionGeometry): (readonly Band[])[] {
  const [first, second = [{ from: 0, length: 1 }]] = bands;
  return first.flatMap((band) => second.map((other) => [band, other]));
}

/** The part of the padded input that the filters of a band see. */
function cutOut(
  { windows }: ConvolutionGeometry,
  bands: readonly Band[],
  name: string,
  x: Symbolic,
): Symbolic {
  const cropping = twoAxes(windows).map((window, i) => {
    const { kernelSize, dilation, stride, padBefore, padAfter, inputLength } = window;
    const from = bands[i].from * stride;
    const seen = (bands[i].length - 1) * stride + (kernelSize - 1) * dilation + 1;
    return [from, inputLength + padBefore + padAfter - from - seen];
  });
  return through(
    x,
    tf.layers.cropping2D({
      name: `${name}_input`,
      cropping: cropping as [[number, number], [number, number]],
    }),
  );
}

function joinBands(layer: ConvolutionGeometry, found: readonly Symbolic[]): Symbolic {
  const name = layer.spec.bias === 'positions' ? `${layer.name}_bands` : layer.name;
  const [first, second = [undefined]] = layer.bands;
  const join = (parts: readonly Symbolic[], axis: number, joinName: string): Symbolic =>
    parts.length === 1
      ? parts[0]
      : (tf.layers.concatenate({ axis, name: joinName }).apply([...parts]) as Symbolic);
  const rows = first.map((_, i) =>
    join(
      found.slice(i * second.length, (i + 1) * second.length),
      2,
      first.length === 1 ? name : `${name}_row_${i + 1}`,
    ),
  );
  return join(rows, 1, name);
}
