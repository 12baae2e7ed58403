import { describe, expect, it } from 'vitest';
import type { ComparedPair, ComparedStrategy, FilterAlongAxis } from '@axiswise/compare';
import type { AlongAxis } from '@axiswise/geometry';
import type { Agreement, Verdict } from '../diagnosis.ts';
import { compareWithMeasured } from './compare-with-measured.ts';
import { withoutBaselines } from './measured-pairs.ts';

const margin = 0.02;
type Along = Partial<Omit<FilterAlongAxis, 'axis' | 'move'>> & { move: AlongAxis['move'] };
const spans: Along = { move: 'span', kernelSize: 28 };
const slides: Along = { move: 'slide', kernelSize: 3 };
const pools: Along = { ...slides, pool: 2 };
const strides: Along = { ...slides, stride: 2 };

/** A strategy by what it does along the height and the width. */
const strategy = (
  name: string,
  [height, width]: readonly [Along, Along],
  more: Partial<ComparedStrategy> = {},
): ComparedStrategy => {
  const filter = Object.entries({ height, width }).map(
    ([axis, does]) => ({ axis, length: 28, stride: 1, pool: 1, ...does }) as FilterAlongAxis,
  );
  return { name, filter, weightSharing: 'full', ...more } as ComparedStrategy;
};

const pair = (a: string, b: string, low: number, high: number, pHolm = 0.001): ComparedPair => ({
  a,
  b,
  difference: (low + high) / 2,
  low,
  high,
  p: pHolm,
  pHolm,
  effectSize: null,
  seeds: 5,
  verdict: `${a} and ${b}`,
});

const asked = (
  axis: string,
  slide: Verdict,
  subsample: Verdict = 'not shown',
  declared = { patternsRecur: true, subsamplable: true },
) => ({ axis, slide: { verdict: slide }, subsample: { verdict: subsample }, declared });

const both = strategy('both', [slides, slides]);
const ofHeight = strategy('height', [slides, spans]);
const neither = strategy('neither', [spans, spans]);

/** The agreement on the first question about the height. */
const onSliding = (
  verdict: Verdict,
  strategies: readonly ComparedStrategy[],
  ...pairs: ComparedPair[]
): Agreement => compareWithMeasured([asked('height', verdict)], { strategies, pairs }, margin)[0];

describe('withoutBaselines', () => {
  it('leaves what the experiment declares', () => {
    const comparison = { strategies: [both, ofHeight, neither], pairs: [] };
    const { strategies } = withoutBaselines(comparison, { both: {}, neither: {} });
    expect(strategies.map(({ name }) => name)).toEqual(['both', 'neither']);
  });
});

describe('compareWithMeasured, of sliding', () => {
  it('takes strategies that differ in nothing but sliding along the axis, whichever way noted', () => {
    const pairs = [
      pair('both', 'height', 0.01, 0.03),
      pair('both', 'neither', 0.01, 0.03),
      pair('neither', 'height', -0.05, -0.03),
    ];
    const [height, , width] = compareWithMeasured(
      [asked('height', 'yes'), asked('width', 'yes')],
      { strategies: [both, ofHeight, neither], pairs },
      margin,
    );
    expect(height.measured).toEqual([
      {
        does: 'height',
        doesNot: 'neither',
        axes: ['height'],
        alsoSubsamples: false,
        difference: 0.04,
        low: 0.03,
        high: 0.05,
        pHolm: 0.001,
        seeds: 5,
        verdict: 'neither and height',
      },
    ]);
    expect(width.measured.map(({ does, doesNot }) => [does, doesNot])).toEqual([
      ['both', 'height'],
    ]);
  });

  it('says whether the sliding one also subsamples, as what spans cannot', () => {
    const pooled = strategy('pooled', [pools, spans]);
    const { measured } = onSliding('yes', [pooled, neither], pair('pooled', 'neither', 0.1, 0.2));
    expect(measured).toMatchObject([{ does: 'pooled', alsoSubsamples: true }]);
  });

  it('takes nothing that differs otherwise too, nor what shares no weights, is shuffled or a baseline', () => {
    const others = [
      strategy('longer', [slides, { ...spans, kernelSize: 14 }]),
      strategy('pooled', [slides, pools]),
      strategy('banded', [slides, spans], { weightSharing: 'banded' }),
      strategy('shuffled', [{ ...slides, shuffled: true }, spans]),
      strategy('baseline', [slides, spans], { filter: null }),
    ];
    const pairs = others.map(({ name }) => pair(name, 'neither', 0.1, 0.2));
    const { measured, found, withComparison } = onSliding('yes', [...others, neither], ...pairs);
    expect({ measured, found, withComparison }).toEqual({
      measured: [],
      found: null,
      withComparison: null,
    });
  });

  it('compares all layers, not the first ones alone', () => {
    /** Spanned by the first layer, which leaves one position to the others. */
    const alongWidth = ({ move }: Along, layer: number): Along =>
      layer === 0
        ? { ...spans, length: 28 }
        : { move: move === 'pool' ? 'pool' : 'span', kernelSize: 1, length: 1 };
    const layered = (name: string, height: readonly Along[]): ComparedStrategy =>
      strategy(name, [height[0], spans], {
        layers: height.map((does, i) => ({
          name: `layer_${i}`,
          kind: does.move === 'pool' ? 'pooling' : 'convolution',
          inputs: [],
          axes: [
            { axis: 'height', length: 28, stride: 1, dilation: 1, ...does } as AlongAxis,
            { axis: 'width', stride: 1, dilation: 1, ...alongWidth(does, i) } as AlongAxis,
          ],
        })),
      });
    const pooling: Along = { move: 'pool', kernelSize: 2, stride: 2 };
    const strategies = [
      layered('pooled', [slides, pooling, slides, pooling]),
      layered('pooled-once', [slides, pooling, slides]),
      layered('whole', [slides, slides]),
      layered('shallow', [slides]),
    ];
    const names = strategies.map(({ name }) => name);
    const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => pair(a, b, 0.1, 0.2)));
    const [, subsampling] = compareWithMeasured(
      [asked('height', 'yes')],
      { strategies, pairs },
      margin,
    );
    expect(subsampling.measured.map(({ does, doesNot }) => [does, doesNot])).toEqual([
      ['pooled', 'whole'],
      ['pooled-once', 'whole'],
    ]);
  });

  it.each<[Verdict, readonly [number, number, number], Agreement['found'], string]>([
    ['yes', [0.01, 0.03, 0.01], 'yes', 'agree'],
    ['yes', [-0.03, -0.01, 0.01], 'no', 'disagree'],
    ['no', [0.01, 0.03, 0.01], 'yes', 'disagree'],
    ['no', [-0.03, -0.01, 0.01], 'no', 'agree'],
    ['yes', [-0.01, 0.03, 0.3], 'not shown', 'open'],
    ['yes', [0.001, 0.03, 0.06], 'not shown', 'open'],
    ['not shown', [0.01, 0.03, 0.01], 'yes', 'open'],
  ])('%s beside %j: %s, %s', (verdict, [low, high, p], found, standing) => {
    const measured = pair('height', 'neither', low, high, p);
    expect(onSliding(verdict, [ofHeight, neither], measured)).toMatchObject({
      found,
      withComparison: standing,
    });
  });

  it('leaves open what two pairs show in opposite ways, not what one of them leaves open', () => {
    const ofWidth = strategy('width', [spans, slides]);
    const on = (low: number, high: number, p: number) =>
      onSliding(
        'yes',
        [both, ofHeight, ofWidth, neither],
        pair('both', 'width', 0.01, 0.03),
        pair('height', 'neither', low, high, p),
      );
    expect(on(-0.03, -0.01, 0.01)).toMatchObject({ found: 'mixed', withComparison: 'open' });
    expect(on(-0.03, 0.01, 0.5)).toMatchObject({ found: 'yes', withComparison: 'agree' });
  });

  it('shows nothing with one seed', () => {
    const single = { ...pair('height', 'neither', 0, 0), low: null, high: null, pHolm: null };
    expect(onSliding('yes', [ofHeight, neither], single).found).toBe('not shown');
  });

  it('holds the verdict against the declaration, with a comparison or without', () => {
    const standing = (verdict: Verdict, patternsRecur: boolean) =>
      compareWithMeasured(
        [asked('height', verdict, 'yes', { patternsRecur, subsamplable: false })],
        null,
        margin,
      );
    expect(standing('yes', true)[0]).toMatchObject({
      withDeclaration: 'agree',
      withComparison: null,
      found: null,
    });
    expect(standing('yes', false)[0].withDeclaration).toBe('disagree');
    expect(standing('not shown', false)[0].withDeclaration).toBe('open');
    expect(standing('yes', true)[1]).toMatchObject({
      question: 'subsample',
      declared: false,
      withDeclaration: 'disagree',
    });
  });
});

describe('compareWithMeasured, of subsampling', () => {
  /** Both are subsampled in one strategy and in none of the other. */
  const onBoth = (
    [height, width]: readonly [Verdict, Verdict],
    low: number,
    high: number,
    does = strategy('pooled', [pools, pools]),
  ): Agreement[] =>
    compareWithMeasured(
      [asked('height', 'yes', height), asked('width', 'yes', width)],
      { strategies: [does, both], pairs: [pair(does.name, 'both', low, high)] },
      margin,
    ).filter(({ question }) => question === 'subsample');
  const onHeight = (verdict: Verdict, low: number, high: number): Agreement =>
    compareWithMeasured(
      [asked('height', 'yes', verdict)],
      {
        strategies: [strategy('pooled', [pools, slides]), both],
        pairs: [pair('pooled', 'both', low, high)],
      },
      margin,
    )[1];

  it.each<[Verdict, readonly [number, number], Agreement['found'], string]>([
    ['yes', [-0.01, 0.01], 'yes', 'agree'],
    ['yes', [0.05, 0.07], 'yes', 'agree'],
    ['no', [-0.01, 0.01], 'yes', 'disagree'],
    ['yes', [-0.06, -0.04], 'no', 'disagree'],
    ['no', [-0.06, -0.04], 'no', 'agree'],
    // A loss is shown, and not that it is beyond the margin.
    ['yes', [-0.025, -0.005], 'not shown', 'open'],
    ['no', [-0.05, 0.03], 'not shown', 'open'],
  ])('%s beside a difference of %j: %s, %s', (verdict, [low, high], found, standing) => {
    expect(onHeight(verdict, low, high)).toMatchObject({ found, withComparison: standing });
  });

  it('takes what several axes lose together for each, and lets each lose the margin', () => {
    const [height, width] = onBoth(['yes', 'yes'], -0.06, -0.05);
    expect(height.measured).toMatchObject([{ does: 'pooled', axes: ['height', 'width'] }]);
    expect([height.withComparison, width.withComparison]).toEqual(['disagree', 'disagree']);
    expect(onBoth(['yes', 'yes'], -0.035, -0.025).map(({ found }) => found)).toEqual([
      'not shown',
      'not shown',
    ]);
    expect(onBoth(['yes', 'no'], -0.01, 0.01)).toMatchObject([
      { withComparison: 'agree' },
      { withComparison: 'disagree' },
    ]);
  });

  it('does not blame an axis for a loss that another may have caused', () => {
    expect(onBoth(['yes', 'no'], -0.06, -0.05)).toMatchObject([
      { found: 'no', withComparison: 'open' },
      { found: 'no', withComparison: 'agree' },
    ]);
  });

  it('counts strides as pooling, and not what filters of other lengths find', () => {
    const strided = strategy('strided', [strides, strides]);
    expect(onBoth(['yes', 'yes'], -0.06, -0.05, strided)[0].measured).toHaveLength(1);
    const longer = strategy('longer', [{ ...pools, kernelSize: 5 }, pools]);
    expect(onBoth(['yes', 'yes'], -0.06, -0.05, longer)[0].measured).toEqual([]);
  });
});
