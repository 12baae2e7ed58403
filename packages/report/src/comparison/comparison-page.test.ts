import { beforeAll, describe, expect, it } from 'vitest';
import { count, percent, percentInterval, points, pointsInterval } from '@axiswise/messages';
import {
  boardComparison,
  comparison,
  digitsComparison,
  fullComparison,
  fullExamples,
  only,
} from '../fixtures/comparison.ts';
import { hostileComparison } from '../fixtures/hostile.ts';
import { checkSelfContained, textOf } from '../fixtures/page-text.ts';
import { comparisonPage } from './comparison-page.ts';
import { comparisonPictures } from './comparison-pictures.ts';

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

  describe('of a comparison with everything', () => {
    const everything = only(fullComparison);
    const full = comparisonPage(everything, comparisonPictures(everything, [fullExamples]));
    const words = textOf(full);
    const headings = (html: string): string[] =>
      [...html.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, heading]) => heading);

    it('has a part for each kind of result, and links to each', () => {
      expect(headings(full)).toEqual([
        'Accuracy',
        'Predictions of the theory',
        'What the filters do',
        'At every size',
        'Fewer training examples',
        'Shifted inputs',
        'Did it train?',
        'Tuning',
        'Where they disagree',
        'Class by class',
        'Other metrics',
        'All pairs of strategies',
        'Failed trials',
      ]);
      expect(full.match(/ href="#part-/g)).toHaveLength(13);
      checkSelfContained(full);
    });

    it('heads nothing that is not there', () => {
      // The board has no learning curve, and the first release wrote none of the new fields.
      expect(headings(comparisonPage(only(boardComparison)))).toEqual([
        'Accuracy',
        'Predictions of the theory',
        'What the filters do',
        'Shifted inputs',
        'All pairs of strategies',
      ]);
      const withoutShifts = {
        ...digitsComparison,
        strategies: digitsComparison.strategies.map((each) => ({ ...each, shifts: [] })),
      };
      expect(headings(comparisonPage(only(withoutShifts)))).not.toContain('Shifted inputs');
      expect(page).not.toContain('NaN');
    });

    it('marks what did not train and what cannot be tested', () => {
      expect(full).toContain('class="outcome not-trained"');
      expect(full).toContain('class="outcome stopped-early"');
      expect(full).toContain('class="outcome not-testable"');
      expect(words).toContain('dense never predicts 2 of 10 classes: 5 and 8.');
      expect(words).toContain('supported only at 1 and 4 times the budget');
      expect(words).toContain('1 hidden layer left out');
    });

    it('shows what tuning chose, and whether more search would help', () => {
      expect(words).toContain('More search may swap 2 of 5 neighbours in the order');
      expect(words).toMatch(/dense 3 0\.0029 0\.016 0\.24 0\.\d{4}/);
      expect(words).not.toContain('untuned');
    });

    it('draws the examples on which strategies disagree, with what is predicted', () => {
      const { examples } = fullComparison.disagreements![0];
      expect(words).toContain(
        'slide-both is right and no-pooling wrong on 23 test examples; 6 of them',
      );
      expect(words).toContain('no-pooling is right and slide-both wrong on 2 test examples');
      expect(words).toContain('digits.jsonl:18 slide-both: 3 no-pooling: 7 (3), 9 (2)');
      expect(full.match(/<li style="width:140px">/g)).toHaveLength(8);
      // Without drawings the words stay.
      expect(textOf(comparisonPage(everything))).toContain(`example ${examples[1].index}`);
    });

    it('holds other metrics with their paired intervals, and classes with precision, recall and F1', () => {
      const pair = fullComparison.pairs.find(
        ({ a, b }) => a === 'slide-both' && b === 'slide-height',
      )!;
      const { difference, low, high } = pair.metrics!.f1Macro;
      // slide-height minus slide-both.
      expect(words).toContain(`${points(-difference)} ${pointsInterval(-high!, -low!)}, p = 0.004`);
      expect(words).toContain('Expected calibration error (%) lower is better');
      const { precision, recall, f1 } = fullComparison.strategies[0].perClass![3];
      const [p, r, f] = [precision, recall, f1].map(({ mean }) => (100 * mean).toFixed(1));
      expect(words).toContain(`3 (200) ${p} ${r} ${f} `);
    });
  });
});
