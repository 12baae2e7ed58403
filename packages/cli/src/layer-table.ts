import type { AxisWindow, NetworkGeometry, NetworkLayer, WeightSharing } from '@axiswise/geometry';
import { count, textTable } from '@axiswise/report';

/** A network layer by layer: what it does along each axis, and what follows from that. */
export function layerTable({ layers, totals }: NetworkGeometry): string {
  return textTable(
    [
      { title: 'layer' },
      { title: 'along its axes' },
      { title: 'output' },
      { title: 'parameters', align: 'right' },
      { title: 'multiply-adds', align: 'right' },
      { title: 'sees' },
      { title: 'dense instead', align: 'right' },
    ],
    layers.map((layer) => [
      layer.name,
      describeLayer(layer),
      layer.outputShape.join('×'),
      count(layer.parameters),
      count(layer.macs),
      Object.values(layer.receptiveField).join('×'),
      layer.denseParameters === 0 ? '' : count(layer.denseParameters),
    ]),
    { footer: ['total', '', '', count(totals.parameters), count(totals.macs)] },
  );
}

function describeLayer(layer: NetworkLayer): string {
  switch (layer.kind) {
    case 'convolution': {
      const { filters, weightsPerFilter, weightSharing, spec, windows, input } = layer;
      const moves = input.axes.map(({ name }, i) =>
        spec.strategy.move[name].move === 'span'
          ? `spans ${name}`
          : `slides ${name} ${describeWindow(windows[i])}`,
      );
      return (
        `${filters} filters of ${weightsPerFilter} weights${describeSharing(weightSharing)}: ` +
        moves.join(', ') +
        (spec.bias === 'positions' ? ', a bias by position' : '')
      );
    }
    case 'pooling': {
      const along = layer.input.axes.flatMap(({ name }, i) =>
        layer.windows[i].kernelSize === 1 ? [] : [`${name} ${describeWindow(layer.windows[i])}`],
      );
      return `${layer.spec.keep} of ${along.join(', ')}`;
    }
    case 'global-pooling':
      return `${layer.spec.keep} over all of ${layer.spec.along.join(' and ')}`;
    case 'maxout':
      return `largest of each ${layer.spec.pieces} neighbours`;
    case 'upsampling':
      return `repeats ${Object.keys(layer.spec.to).join(' and ')} ${layer.factors.join('×')}`;
    case 'embedding': {
      const { width, tables, shuffled, along } = layer.spec;
      const each = tables.map(
        ({ from, trained }) => `${from}, ${trained ? 'trained' : 'not trained'}`,
      );
      return (
        `adds ${along}: ${count(layer.vocabularySize)} vectors of ${width}${shuffled ? ', shuffled' : ''} ` +
        `(${each.join('; ')})`
      );
    }
    case 'dense': {
      const { units, activation, maxNorm } = layer.spec;
      return `${units} units, ${activation}${maxNorm ? `, norm at most ${maxNorm}` : ''}`;
    }
    case 'dropout':
      return `drops ${layer.spec.rate * 100} % while training`;
    case 'flatten':
      return 'all positions in a row';
    case 'concatenation':
      return `side by side: ${layer.inputs.join(', ')}`;
    case 'softmax':
      return 'probabilities';
  }
}

function describeSharing(sharing: WeightSharing): string {
  if (sharing === 'full') return '';
  if (sharing === 'none') return ', not shared';
  const bands = Object.entries(sharing.bands).map(([axis, n]) => `${n} bands of ${axis}`);
  return `, shared within ${bands.join(' and ')}`;
}

function describeWindow({ kernelSize, stride, dilation, padBefore, padAfter }: AxisWindow): string {
  return (
    `${kernelSize}` +
    (stride > 1 && stride !== kernelSize ? ` by ${stride}` : '') +
    (dilation > 1 ? ` dilated ${dilation}` : '') +
    (padBefore + padAfter > 0 ? ` padded ${padBefore}+${padAfter}` : '')
  );
}
