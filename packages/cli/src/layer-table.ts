import type { AxisWindow, NetworkGeometry, NetworkLayer } from '@axiswise/geometry';
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
      const sharing = weightSharing === 'none' ? ', not shared' : '';
      return `${filters} filters of ${weightsPerFilter} weights${sharing}: ${moves.join(', ')}`;
    }
    case 'pooling': {
      const along = layer.input.axes.flatMap(({ name }, i) =>
        layer.windows[i].kernelSize === 1 ? [] : [`${name} ${describeWindow(layer.windows[i])}`],
      );
      return `${layer.spec.keep} of ${along.join(', ')}`;
    }
    case 'dense':
      return `${layer.spec.units} units, ${layer.spec.activation}`;
    case 'dropout':
      return `drops ${layer.spec.rate * 100} % while training`;
    case 'flatten':
      return 'all positions in a row';
  }
}

function describeWindow({ kernelSize, stride, dilation, padBefore, padAfter }: AxisWindow): string {
  return (
    `${kernelSize}` +
    (stride > 1 && stride !== kernelSize ? ` by ${stride}` : '') +
    (dilation > 1 ? ` dilated ${dilation}` : '') +
    (padBefore + padAfter > 0 ? ` padded ${padBefore}+${padAfter}` : '')
  );
}
