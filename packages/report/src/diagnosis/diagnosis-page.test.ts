import { beforeAll, describe, expect, it } from 'vitest';
import { count, percent, percentInterval, points, pointsInterval } from '@axiswise/messages';
import { diagnosis } from '../fixtures/diagnosis.ts';
import { hostileDiagnosis } from '../fixtures/hostile.ts';
import { checkSelfContained, textOf } from '../fixtures/page-text.ts';
import { diagnosesPage } from './diagnoses-page.ts';
import { diagnosisPage } from './diagnosis-page.ts';

let page: string;
let text: string;

beforeAll(() => {
  page = diagnosisPage(diagnosis);
  text = textOf(page);
});

describe('diagnosisPage', () => {
  it('holds every piece of evidence', () => {
    for (const { slide, subsample } of diagnosis.axes) {
      for (const { what, estimate, baseline } of [...slide.evidence, ...subsample.evidence]) {
        const { value, low, high } = estimate;
        expect(text).toContain(what);
        expect(text).toContain(baseline === 0 ? points(value) : percent(value));
        expect(text).toContain(
          baseline === 0 ? pointsInterval(low, high) : percentInterval(low, high),
        );
      }
    }
  });

  it('holds every classifier', () => {
    for (const { accuracy, parameters } of diagnosis.classifiers) {
      expect(text).toContain(percent(accuracy.value));
      expect(text).toContain(count(parameters));
    }
  });

  it('begins with the verdicts and the recommendation', () => {
    const summary = text.slice(0, text.indexOf('Table 1.'));
    expect(summary).toContain(
      'Along frequency, the same patterns recur at different positions, so filters should slide; ' +
        'whether positions can be dropped is not decided.',
    );
    expect(summary).toContain(
      'Along time, each position has patterns of its own, so filters should span it; every second ' +
        'position can be dropped.',
    );
    expect(summary).toContain('slide along frequency and span time');
    expect(summary).toContain('the strategy slide-frequency does this');
  });

  it('says where the data contradict the declaration, and what to keep in mind', () => {
    expect(text).toContain(
      'The experiment declares that time may not be subsampled; the data say yes.',
    );
    expect(text).toContain(diagnosis.notes[0]);
    expect(text).toContain('npx axiswise diagnose spectrograms --data fsdd');
  });

  it('sets it beside the comparison, if there is one', () => {
    expect(text).toContain('Comparison of strategies');
    expect(text).toContain('slide-both − slide-frequency: +1.9 [+1.0, +2.8], p = 0.012');
    expect(text).toContain('disagrees with the comparison, agrees with the declaration');
    expect(text).toContain('slide-both is better than slide-frequency by 1.9 points');
    const alone = textOf(diagnosisPage({ ...diagnosis, comparison: null }));
    expect(alone).not.toContain('Comparison of strategies');
  });

  it('says what open questions would need, and how classifiers were tuned', () => {
    expect(text).toContain(
      'would need, if examples and seeds go on to vary as here: with so many, 80 of 100',
    );
    expect(text).toContain(
      'frequency May it be subsampled? a loss of +0.9 within 1.0 points 16,200 3',
    );
    expect(text).toContain('tried the same 4 learning rates on validation examples');
    expect(text).toContain('1 choice of 2 at an end of the range');
    const untuned = textOf(diagnosisPage({ ...diagnosis, tuning: null }));
    expect(untuned).toContain('they are untuned');
    expect(untuned).not.toContain('Learning rates');
  });

  it('is one page for several', () => {
    const several = diagnosesPage([diagnosis, { ...hostileDiagnosis, comparison: null }]);
    checkSelfContained(several);
    expect(several).not.toContain('<script');
    const words = textOf(several);
    expect(words).toContain('A comparison measured 4 of 8 verdicts');
    expect(words).toContain('spectrograms. Patterns recur along time: the diagnosis says no');
    expect(words).toContain('no comparison.');
  });

  it('needs nothing but itself', () => checkSelfContained(page));

  it('stays a page whatever axes are called', () => {
    const hostile = diagnosisPage(hostileDiagnosis);
    checkSelfContained(hostile);
    expect(hostile).not.toContain('<script');
  });

  it('is a page without evidence', () => {
    const [axis] = diagnosis.axes;
    const open = { verdict: 'not shown', because: 'one position only', evidence: [] } as const;
    const bare = diagnosisPage({
      ...diagnosis,
      classifiers: [],
      notes: [],
      axes: [{ ...axis, slide: open, subsample: open }],
    });
    checkSelfContained(bare);
    expect(textOf(bare)).toContain('One position only.');
  });
});
