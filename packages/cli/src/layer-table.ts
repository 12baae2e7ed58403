import type { NetworkGeometry } from '@axiswise/geometry';
import { count, textTable } from '@axiswise/messages';

/** Writes a network as a table: for each layer what it does along the axes, its shape and its size. */
export function layerTable({ layers, totals }: NetworkGeometry): string {
  return textTable(
    [
      { title: 'layer' },
      { title: 'what it does' },
      { title: 'output' },
      { title: 'parameters', align: 'right' },
      { title: 'multiply-adds', align: 'right' },
      { title: 'receptive field' },
      { title: 'dense equivalent', align: 'right' },
    ],
    layers.map((layer) => [
      layer.name,
      layer.kind.describe(layer),
      layer.outputShape.join('×'),
      count(layer.parameters),
      count(layer.macs),
      Object.values(layer.receptiveField).join('×'),
      layer.denseParameters === 0 ? '' : count(layer.denseParameters),
    ]),
    { footer: ['total', '', '', count(totals.parameters), count(totals.macs)] },
  );
}
