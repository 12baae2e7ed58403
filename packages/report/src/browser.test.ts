import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, findChromium } from './fixtures/browser.ts';
import { comparison } from './fixtures/comparison.ts';
import { diagnosis } from './fixtures/diagnosis.ts';
import { predictions } from './fixtures/predictions.ts';
import { hostileComparison, hostileDiagnosis } from './fixtures/hostile.ts';
import { readPng } from './fixtures/read-png.ts';
import { comparisonPage } from './comparison/comparison-page.ts';
import { diagnosesPage } from './diagnosis/diagnoses-page.ts';
import { diagnosisPage } from './diagnosis/diagnosis-page.ts';
import { predictionsPage } from './predictions/predictions-page.ts';

const chromium = findChromium();
if (!chromium) {
  console.info(
    'skipped: no Chromium to open reports in; apt-get install chromium, or set CHROMIUM',
  );
}

describe.skipIf(!chromium)('reports in a browser', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'axiswise-pages-'));
    browser = await Browser.start(chromium!);
    const pages = {
      comparison: comparisonPage(comparison),
      'comparison of hostile names': comparisonPage(hostileComparison),
      'comparison of predictions': predictionsPage(predictions),
      diagnosis: diagnosisPage(diagnosis),
      'diagnosis of hostile names': diagnosisPage(hostileDiagnosis),
      'page of several diagnoses': diagnosesPage([diagnosis, diagnosis]),
    };
    for (const [name, page] of Object.entries(pages)) {
      await writeFile(path.join(folder, `${name}.html`), page);
    }
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const names = [
    'comparison',
    'comparison of hostile names',
    'comparison of predictions',
    'diagnosis',
    'diagnosis of hostile names',
    'page of several diagnoses',
  ];

  for (const name of names) {
    // What long names do to a page shows where it is narrow.
    for (const width of name.includes('hostile') ? [360] : [1200, 360]) {
      it(`shows the ${name} in ${width} pixels without errors, requests or sideways scrolling`, async () => {
        const url = pathToFileURL(path.join(folder, `${name}.html`)).href;
        const page = await browser.open(url, width);
        expect(page.errors).toEqual([]);
        expect(page.requests).toEqual([]);
        expect(await page.evaluate('innerWidth')).toBe(width);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
          width,
        );
        // Whatever reaches out of the page lies in a box that scrolls.
        const cut = await page.evaluate(
          `[...document.querySelectorAll('h1, h2, h3, p, li, pre, dl, figure, .scroll, .outcome')]
            .filter((each) => !each.parentElement.closest('.scroll'))
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5).length`,
        );
        expect(cut).toBe(0);
        await page.close();
      });
    }
  }

  it('draws every chart and names it for those who do not see it', async () => {
    const url = pathToFileURL(path.join(folder, 'comparison.html')).href;
    const page = await browser.open(url, 1200);
    const charts = await page.evaluate(
      `[...document.querySelectorAll('svg')].map((svg) =>
        svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label').length > 10 &&
        svg.getBoundingClientRect().width > 150)`,
    );
    expect(charts).toHaveLength(5 + 6 + 6 + 5 + 3);
    expect((charts as boolean[]).every(Boolean)).toBe(true);
    expect(readPng(await page.screenshot()).differentBytes).toBeGreaterThan(100);
  });
});
