import type { NetworkGeometry } from '@axiswise/geometry';
import { count, textTable } from '@axiswise/report';

/** A network layer by layer: what it does along each axis, and what follows from that. */
export function layerTable({ layers, totals }: NetworkGeometry): string {
  return textTable(
    [
      { title: 'layer' },
      { title: 'what it does' },
      { title: 'output' },
      { title: 'parameters', align: 'right' },
      { title: 'multiply-adds', align: 'right' },
      { title: 'sees' },
      { title: 'dense instead', align: 'right' },
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
