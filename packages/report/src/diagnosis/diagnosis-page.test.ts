import { beforeAll, describe, expect, it } from 'vitest';
import { diagnosis } from '../fixtures/diagnosis.ts';
import { hostileDiagnosis } from '../fixtures/hostile.ts';
import { checkSelfContained, textOf } from '../fixtures/page-text.ts';
import { count, percent, percentInterval, points, pointsInterval } from '../numbers.ts';
import { diagnosisPage } from './diagnosis-page.ts';

let page: string;
let text: string;

beforeAll(async () => {
  page = await diagnosisPage(diagnosis);
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
    const answer = text.slice(0, text.indexOf('Table 1.'));
    expect(answer).toContain('Along frequency: yes. Along time: no.');
    expect(answer).toContain('Of frequency: not shown. Of time: yes.');
    expect(answer).toContain('slide along frequency and span time');
    expect(answer).toContain('the strategy slide-frequency does this');
  });

  it('says where the data contradict the declaration, and what to keep in mind', () => {
    expect(text).toContain(
      'The experiment declares that time may not be subsampled; these data say yes.',
    );
    expect(text).toContain(diagnosis.notes[0]);
    expect(text).toContain('npx axiswise diagnose spectrograms --data fsdd');
  });

  it('needs nothing but itself', () => checkSelfContained(page));

  it('stays a page whatever axes are called', async () => {
    const hostile = await diagnosisPage(hostileDiagnosis);
    checkSelfContained(hostile);
    expect(hostile).not.toContain('<script');
  });

  it('is a page without evidence', async () => {
    const [axis] = diagnosis.axes;
    const open = { verdict: 'not shown', because: 'one position only', evidence: [] } as const;
    const bare = await diagnosisPage({
      ...diagnosis,
      classifiers: [],
      notes: [],
      axes: [{ ...axis, slide: open, subsample: open }],
    });
    checkSelfContained(bare);
    expect(textOf(bare)).toContain('One position only.');
  });
});
