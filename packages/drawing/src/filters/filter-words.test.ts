import { expect, it } from 'vitest';
import type { FilterAlongAxis, FilterLayer } from './filter-blocks.ts';
import { filterWords } from './filter-words.ts';

type LayerAxis = FilterLayer['axes'][number];

const along = (axis: string, more: Partial<LayerAxis> = {}): LayerAxis => ({
  ...{ axis, move: 'slide', kernelSize: 3, length: 28, stride: 1 },
  ...more,
});
const pools = (axis: string, kernelSize: number, more: Partial<LayerAxis> = {}): LayerAxis =>
  along(axis, { move: 'pool', kernelSize, ...more });

/** Layers one behind the other. */
const inRow = (...layers: LayerAxis[][]): FilterLayer[] =>
  layers.map((axes, i) => ({ name: `layer_${i}`, inputs: [`layer_${i - 1}`], axes }));

const words = (layers: readonly FilterLayer[]): string =>
  filterWords({ filter: null, layers, weightSharing: 'full' });

it('says what the first filters do where no more is known', () => {
  const filter: FilterAlongAxis[] = [
    { axis: 'height', move: 'slide', kernelSize: 3, length: 28, stride: 2, pool: 2 },
    { axis: 'width', move: 'span', kernelSize: 28, length: 28, stride: 1, pool: 1, shuffled: true },
  ];
  expect(filterWords({ filter, weightSharing: 'none' })).toBe(
    'slide height 3 by 2, span width; pool height 2; each position has filters of its own; ' +
      'width in shuffled order',
  );
  expect(filterWords({ filter: null, weightSharing: 'full' })).toBe('no filters: a baseline');
});

it('says what every convolution and pooling does, equal ones once', () => {
  const half = { length: 14 };
  const layers = inRow(
    [along('height'), along('width')],
    [pools('height', 2), pools('width', 2)],
    [along('height', half), along('width', half)],
    [along('height', half), along('width', half)],
  );
  expect(words(layers)).toBe(
    'slide height 3, slide width 3; pool height 2, width 2; then slide height 3, slide width 3 (2 times)',
  );
});

it('says what blurs before it subsamples, with a maximum before it or alone', () => {
  const blurs = (axis: string): LayerAxis => pools(axis, 3, { stride: 2, blurs: true });
  const filters = [along('height'), along('width')];
  const maxima = [pools('height', 2), pools('width', 2)];
  expect(words(inRow(filters, maxima, [blurs('height'), blurs('width')]))).toBe(
    'slide height 3, slide width 3; pool height 2 blurred by 3, width 2 blurred by 3',
  );
  expect(words(inRow(filters, [blurs('height'), pools('width', 1)]))).toBe(
    'slide height 3, slide width 3; pool height 2 blurred by 3',
  );
});

it('says what is pooled before any filter, and nothing of an axis that was spanned before', () => {
  const layers = inRow(
    [pools('frequency', 4), pools('time', 1)],
    [along('frequency', { length: 10 }), along('time', { move: 'span' })],
    [along('frequency', { length: 10 }), along('time', { length: 1 })],
  );
  expect(words(layers)).toBe(
    'pool frequency 4; then slide frequency 3, span time; then slide frequency 3',
  );
  expect(words([])).toBe('no filters: a baseline');
});

it('says where a filter that spanned all axes leaves one position', () => {
  const spans = (axis: string, length: number) =>
    along(axis, { move: 'span', kernelSize: length, length });
  const layers = inRow(
    [spans('height', 28), spans('width', 28)],
    [spans('height', 1), spans('width', 1)],
  );
  expect(words(layers)).toBe(
    'span height, span width; then filters on the one position that is left',
  );
});

it('says which layers share no weights, and only of those', () => {
  const layers = inRow(
    [along('frequency', { bands: 4 })],
    [along('frequency')],
    [along('frequency', { unshared: true })],
  );
  expect(words(layers)).toBe(
    'slide frequency 3; each of 4 bands of frequency has filters of its own; ' +
      'then slide frequency 3; then slide frequency 3; each position has filters of its own',
  );
});

it('says which layers stand side by side, and what pools all of an axis', () => {
  const branch = (kernelSize: number, n: number): FilterLayer[] => [
    { name: `convolution_${n}`, inputs: ['embedding_1'], axes: [along('time', { kernelSize })] },
    {
      name: `global_pooling_${n}`,
      inputs: [`convolution_${n}`],
      axes: [pools('time', 28, { move: 'global-pool' })],
    },
  ];
  expect(words([...branch(3, 1), ...branch(4, 2)])).toBe(
    'slide time 3; pool all of time; beside it slide time 4; pool all of time',
  );
  expect(words([...branch(3, 1), ...branch(3, 2), ...branch(3, 3)])).toBe(
    'slide time 3 (3 side by side); pool all of time',
  );
});
