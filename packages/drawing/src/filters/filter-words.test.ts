import { expect, it } from 'vitest';
import type { FilterAlongAxis, FilterLayer } from './filter-blocks.ts';
import { filterWords } from './filter-words.ts';

const along = (axis: string, more: Partial<FilterAlongAxis> = {}): FilterAlongAxis => ({
  ...{ axis, move: 'slide', kernelSize: 3, length: 28, stride: 1, pool: 1 },
  ...more,
});

const layer = (kind: string, ...axes: FilterAlongAxis[]): FilterLayer => ({
  name: kind,
  kind,
  axes,
});

it('describes the first filters if no more is known', () => {
  const filter = [
    along('height', { stride: 2, pool: 2 }),
    along('width', { move: 'span', shuffled: true }),
  ];
  expect(filterWords({ filter, weightSharing: 'none' })).toBe(
    'slide height 3 by 2, span width; pool height 2; each position has filters of its own; ' +
      'width in shuffled order',
  );
  expect(filterWords({ filter: null, weightSharing: 'full' })).toBe('no filters: a baseline');
});

it('describes every convolution and pooling, equal ones once', () => {
  const layers = [
    layer('convolution', along('height'), along('width')),
    layer('pooling', along('height', { pool: 2 }), along('width', { pool: 2 })),
    layer('convolution', along('height', { length: 14 }), along('width', { length: 14 })),
    layer('convolution', along('height', { length: 14 }), along('width', { length: 14 })),
  ];
  expect(filterWords({ filter: layers[0].axes, layers, weightSharing: 'full' })).toBe(
    'slide height 3, slide width 3; pool height 2, width 2; then slide height 3, slide width 3 (2 times)',
  );
});

it('describes pooling before any filter, and omits axes that are already spanned', () => {
  const layers = [
    layer('pooling', along('frequency', { pool: 4 }), along('time')),
    layer('convolution', along('frequency', { length: 10 }), along('time', { move: 'span' })),
    layer('convolution', along('frequency', { length: 10 }), along('time', { length: 1 })),
  ];
  expect(filterWords({ filter: null, layers, weightSharing: 'full' })).toBe(
    'pool frequency 4; then slide frequency 3, span time; then slide frequency 3',
  );
  expect(filterWords({ filter: null, layers: [], weightSharing: 'full' })).toBe(
    'no filters: a baseline',
  );
});
