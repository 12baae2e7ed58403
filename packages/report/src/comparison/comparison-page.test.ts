import { beforeAll, describe, expect, it } from 'vitest';
import { count, percent, percentInterval, points, pointsInterval } from '@axiswise/messages';
import { boardComparison, comparison, digitsComparison, only } from '../fixtures/comparison.ts';
import { hostileComparison } from '../fixtures/hostile.ts';
import { checkSelfContained, textOf } from '../fixtures/page-text.ts';
import { comparisonPage } from './comparison-page.ts';

let page: string;
let text: string;

beforeAll(() => {
  page = comparisonPage(comparison);
  text = textOf(page);
});

describe('comparisonPage', () => {
  it('holds every number of the strategies', () => {
    for (const { strategies } of comparison.experiments) {
      for (const { name, accuracy, parameters, expectation, macs } of strategies) {
        expect(text).toContain(name);
        expect(text).toContain(expectation);
        expect(text).toContain(count(parameters));
        expect(text).toContain(count(macs));
        expect(text).toContain(percent(accuracy.mean));
        expect(text).toContain(percentInterval(accuracy.low, accuracy.high));
        for (const value of accuracy.values) {
          expect(text).toContain(value === null ? 'failed' : (100 * value).toFixed(2));
        }
      }
    }
  });

  it('holds every pair with its verdict, every claim with its outcome', () => {
    for (const { pairs, claims } of comparison.experiments) {
      for (const { difference, low, high, verdict } of pairs) {
        expect(text).toContain(points(difference));
        expect(text).toContain(pointsInterval(low, high));
        expect(text).toContain(verdict);
      }
      for (const { because, measured } of claims) {
        expect(text).toContain(because);
        expect(text).toContain(measured);
      }
    }
    for (const outcome of ['supported', 'contradicted', 'not-shown']) {
      expect(page).toContain(`class="outcome ${outcome}"`);
    }
  });

  it('begins with the result in words, and has one main heading', () => {
    expect(text).toContain(
      'Of 6 predictions of the theory in 2 domains, 3 are supported, 1 is contradicted and 2 are not shown.',
    );
    expect(page.indexOf('class="summary"')).toBeLessThan(page.indexOf('<h2'));
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it('says how to repeat it, where it ran, and what failed', () => {
    expect(text).toContain('npx axiswise compare images board --sizes 100,1000,all');
    expect(text).toContain('AMD EPYC, 2 cores, linux x64');
    expect(text).toContain('wasm 4.22.0, 1 thread per trial');
    expect(text).toContain('the process ended by SIGKILL (out of memory?)');
    expect(text).toContain('docs/statistics.md');
  });

  it('has a cross-domain table with several experiments and none with one', () => {
    expect(text).toContain('Across domains');
    const single = textOf(comparisonPage(only(boardComparison)));
    expect(single).not.toContain('Across domains');
    expect(single).toContain('Go boards: slide both ways, never pool');
  });

  it('is the same, byte for byte, when made again', () => {
    expect(comparisonPage(comparison)).toBe(page);
  });

  it('needs nothing but itself', () => checkSelfContained(page));

  it('stays a page whatever strategies and classes are called', () => {
    const hostile = comparisonPage(hostileComparison);
    checkSelfContained(hostile);
    expect(hostile).not.toContain('<script');
    expect(hostile).not.toContain('<b>"a"');
    expect(hostile).toContain('&lt;b&gt;&quot;a&quot;');
    expect(textOf(hostile)).toContain(`<b>"a", 'b' & c</b>/../<script>`);
  });

  it('is a page where nothing was measured', () => {
    const none = { mean: NaN, low: null, high: null, values: [null, null] };
    const strategies = digitsComparison.strategies.map((each) => ({
      ...each,
      accuracy: none,
      loss: none,
      top5Accuracy: none,
      confusion: null,
      learningCurve: [],
      shifts: [],
    }));
    const bare = comparisonPage(only({ ...digitsComparison, strategies, pairs: [], claims: [] }));
    checkSelfContained(bare);
    expect(textOf(bare)).toContain('No trial finished, so nothing was measured.');
    expect(textOf(bare)).not.toMatch(/NaN|undefined|null/);
  });
});
