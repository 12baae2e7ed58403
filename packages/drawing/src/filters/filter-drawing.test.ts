import { describe, expect, it } from 'vitest';
import type { DrawnStrategy, FilterAlongAxis, FilterLayer } from './filter-blocks.ts';
import { filterDrawing } from './filter-drawing.ts';
import { pooledAlong, reaches, windowsAlong } from './shapes.ts';

const along = (more: Partial<FilterAlongAxis>): FilterAlongAxis => ({
  axis: 'time',
  move: 'slide',
  kernelSize: 5,
  length: 20,
  stride: 1,
  pool: 1,
  ...more,
});

const image = ['height', 'width'].map((name) => ({ name, length: 28 }));
const slideBoth: DrawnStrategy = {
  name: 'slide-both',
  filter: image.map(({ name, length }) => along({ axis: name, length, kernelSize: 3, pool: 2 })),
  weightSharing: 'full',
};
const rowsInBands: DrawnStrategy = {
  name: 'slide-rows-in-bands',
  filter: ['row', 'column'].map((axis) => along({ axis, length: 19 })),
  weightSharing: 'banded',
};

const draw = (filter: FilterAlongAxis[], weightSharing: 'full' | 'banded' | 'none' = 'full') =>
  filterDrawing({ name: 'a strategy', filter, weightSharing }, []);

const count = (svg: string, pattern: RegExp): number => (svg.match(pattern) ?? []).length;

/** Counts arrows by their filled tips. */
const arrows = (svg: string): number => count(svg, /Z" fill="#0969da"\/>/g);

describe('windowsAlong', () => {
  it('covers the whole axis if the filter spans it', () => {
    expect(windowsAlong(along({ move: 'span' }), 100, 'full')).toEqual([{ start: 0, size: 100 }]);
  });

  it('is to scale if the filter slides, but never too small to see', () => {
    expect(windowsAlong(along({}), 100, 'full')[0].size).toBe(25);
    expect(windowsAlong(along({ kernelSize: 1, length: 300 }), 100, 'full')[0].size).toBe(13);
  });

  it('shows several windows if weights are not shared everywhere, all inside', () => {
    for (const sharing of ['banded', 'none'] as const) {
      const windows = windowsAlong(along({ kernelSize: 18 }), 90, sharing);
      expect(windows).toHaveLength(3);
      for (const [i, { start, size }] of windows.entries()) {
        expect(start).toBeGreaterThanOrEqual(
          i === 0 ? 0 : windows[i - 1].start + windows[i - 1].size,
        );
        expect(start + size).toBeLessThanOrEqual(90);
      }
    }
  });
});

it('marks every second group of pooled positions', () => {
  expect(pooledAlong(along({}), 100)).toEqual([]);
  expect(pooledAlong(along({ pool: 5 }), 100)).toEqual([
    { start: 0, size: 25 },
    { start: 50, size: 25 },
  ]);
  expect(pooledAlong(along({ pool: 9, poolsAll: true }), 100)).toEqual([{ start: 0, size: 100 }]);
  // Two of 400 positions are half a pixel: the marks stand for several groups.
  const fine = pooledAlong(along({ pool: 2, length: 400 }), 100);
  expect(fine.every(({ size }) => size <= 7)).toBe(true);
});

it('keeps arrows inside if there is room', () => {
  expect(reaches({ start: 40, size: 20 }, 100)).toEqual([
    [35, 18],
    [65, 82],
  ]);
});

describe('filterDrawing', () => {
  it('names both axes with their lengths and says what the filter does', () => {
    const svg = filterDrawing(slideBoth, image);
    for (const text of ['height 28', 'width 28', 'pool height 2, width 2']) {
      expect(svg).toContain(`>${text}<`);
    }
    expect(svg).toContain('aria-label="The filters of slide-both: slide');
  });

  it('has two arrows for each axis along which the filter slides', () => {
    const span = along({ axis: 'frequency', move: 'span' });
    expect(arrows(draw([along({}), span]))).toBe(2);
    expect(arrows(draw([along({}), along({ axis: 'frequency' })]))).toBe(4);
    expect(arrows(draw([span, { ...span, axis: 'time' }]))).toBe(0);
    expect(arrows(draw([along({})]))).toBe(2);
  });

  it('draws one axis, three and more than three', () => {
    const axes = ['height', 'width', 'time', 'channel'].map((axis) => along({ axis, pool: 2 }));
    for (const n of [1, 3, 4]) {
      const svg = draw(axes.slice(0, n));
      for (const { axis } of axes.slice(0, n)) expect(svg).toContain(`>${axis} 20<`);
      expect(svg).toMatch(/-hatch\)/);
      expect(svg).not.toMatch(/NaN|undefined/);
    }
  });

  it('shows bands by dashed lines and local weights by colours', () => {
    const banded = filterDrawing(rowsInBands, []);
    expect(banded).toContain('stroke-dasharray');
    expect(banded).toContain('each band has filters of its own');
    const [first, ...others] = rowsInBands.filter!;
    const divided = draw([{ ...first, bands: 4 }, ...others], 'banded').replaceAll('\u00a0', ' ');
    expect(divided).toContain(`each of 4 bands of ${first.axis} has filters of its own`);
    expect(draw([{ ...first, shuffled: true }, ...others])).toContain('in shuffled order');
    const local = draw([along({}), along({ axis: 'frequency' })], 'none');
    expect(count(local, /<rect [^>]*stroke="#(0969da|d55e00|009e73)"/g)).toBe(9);
    expect(arrows(local)).toBe(0);
  });

  it('draws the input alone for a baseline', () => {
    const svg = filterDrawing({ name: 'dense', filter: null, weightSharing: 'full' }, image);
    expect(svg).toContain('height 28');
    expect(svg).toContain('no filters: a baseline');
    expect(count(svg, /fill-opacity/g)).toBe(0);
  });

  it('draws every block of a deeper network, with its layers and what they act on', () => {
    const windows = { axis: 'time', kernelSize: 3, stride: 1 };
    const block = (n: number, length: number, pool: number): FilterLayer[] => [
      {
        name: `convolution_${n}`,
        inputs: [`before_${n}`],
        axes: [{ ...windows, move: 'slide', length }],
      },
      ...(pool > 1
        ? [
            {
              name: `pooling_${n}`,
              inputs: [`convolution_${n}`],
              axes: [{ ...windows, move: 'pool' as const, kernelSize: pool, length }],
            },
          ]
        : []),
    ];
    const layers = [...block(1, 28, 2), ...block(2, 14, 1), ...block(3, 14, 1)];
    const svg = filterDrawing({ ...slideBoth, layers }, image).replaceAll('\u00a0', ' ');
    for (const text of [
      'convolution_1, pooling_1',
      'time 28',
      'pool time 2',
      'convolution_2, convolution_3',
      'time 14',
      'slide time 3 (2 times)',
    ]) {
      expect(svg).toContain(`>${text}<`);
    }
    expect(new Set(svg.match(/id="[^"]+"/g)).size).toBe(2);
  });

  it('names the blocks that are not drawn', () => {
    const layers = [2, 3, 4, 5].map((kernelSize) => ({
      name: `convolution_${kernelSize}`,
      inputs: [`before_${kernelSize}`],
      axes: [along({ kernelSize })],
    }));
    const svg = filterDrawing({ ...slideBoth, layers }, image).replaceAll('\u00a0', ' ');
    expect(count(svg, />time 20</g)).toBe(3);
    expect(svg).toContain('>then slide time 5<');
  });

  it('escapes names and gives different drawings different ids', () => {
    const svg = draw([along({ axis: '<b>&"' })]);
    expect(svg).not.toContain('<b>');
    const id = (text: string): string => /id="(filter-[a-z0-9]+)-hatch"/.exec(text)![1];
    expect(id(svg)).not.toBe(id(draw([along({})])));
  });
});
