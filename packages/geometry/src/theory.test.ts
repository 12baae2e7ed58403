import { describe, expect, it } from 'vitest';
import { banded, type FilterStrategy, pool, slide, span } from './filter-strategy.ts';
import { defineAxes, no, yes } from './axes.ts';
import { objections } from './theory.ts';

const spectrum = defineAxes({
  frequency: { patternsRecur: yes('speakers differ'), subsamplable: yes('a little higher') },
  time: { patternsRecur: no('cut out around its sound'), subsamplable: no('short sounds vanish') },
});
const against = (...blocks: FilterStrategy<'frequency' | 'time'>[]): string[] =>
  objections(spectrum, { blocks }).map(({ what }) => what);

describe('objections', () => {
  it('has none to the strategy that follows the declared axes, pooled or not, in bands or not', () => {
    const asked = { move: { frequency: slide(8), time: span() } };
    expect(against(asked)).toEqual([]);
    expect(against({ ...asked, pool: { frequency: pool(3) } })).toEqual([]);
    expect(against({ ...asked, weightSharing: banded({ frequency: 4 }) })).toEqual([]);
  });

  it('names each axis along which filters do what the domain denies, with its reason', () => {
    const other = { move: { frequency: span(), time: slide(5) } };
    expect(objections(spectrum, { blocks: [other, other] })).toEqual([
      {
        axis: 'frequency',
        what: 'spans frequency, along which patterns recur',
        because: 'speakers differ',
      },
      {
        axis: 'time',
        what: 'slides along time, along which patterns do not recur',
        because: 'cut out around its sound',
      },
    ]);
  });

  it('objects to weights that nothing shares, and to subsampling, pooled or strided', () => {
    const asked = { move: { frequency: slide(8), time: span() } };
    expect(against({ ...asked, weightSharing: 'none' })).toEqual([
      'shares no weights along frequency, along which patterns recur',
    ]);
    const both = { move: { frequency: slide(8), time: slide(5) } };
    const subsampled = 'subsamples time, which changes the object';
    expect(against({ ...both, pool: { time: pool(2, { control: true }) } })).toContain(subsampled);
    expect(
      against({ move: { ...both.move, time: slide(5, { stride: 2, control: true }) } }),
    ).toContain(subsampled);
    expect(against(both)).not.toContain(subsampled);
  });

  it('looks at every block, and lets one span what an earlier one slid along', () => {
    const asked = { move: { frequency: slide(8), time: span() } };
    const spanning = { move: { frequency: span(), time: span() } };
    expect(against(asked, spanning)).toEqual([]);
    expect(against(spanning, spanning)).toEqual(['spans frequency, along which patterns recur']);
    expect(against(asked, { ...asked, weightSharing: 'none' })).toEqual([
      'shares no weights along frequency, along which patterns recur',
    ]);
    const both = { move: { frequency: slide(8), time: slide(5) } };
    expect(against(both, { ...both, pool: { time: pool(2, { control: true }) } })).toEqual([
      'slides along time, along which patterns do not recur',
      'subsamples time, which changes the object',
    ]);
  });
});
