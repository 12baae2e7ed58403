import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, findChromium } from '@axiswise/testing/browser';
import { comparison, fullComparison, fullExamples, only } from './fixtures/comparison.ts';
import { diagnosis } from './fixtures/diagnosis.ts';
import { predictions } from './fixtures/predictions.ts';
import { hostileComparison, hostileDiagnosis } from './fixtures/hostile.ts';
import { readPng } from './fixtures/read-png.ts';
import { comparisonPage } from './comparison/comparison-page.ts';
import { comparisonPictures } from './comparison/comparison-pictures.ts';
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
    const everything = only(fullComparison);
    const pages = {
      comparison: comparisonPage(comparison),
      'comparison with everything': comparisonPage(
        everything,
        comparisonPictures(everything, [fullExamples]),
      ),
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
    'comparison with everything',
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

  for (const [name, width] of [
    ['comparison with everything', 1400],
    ['comparison with everything', 400],
    ['comparison', 1400],
  ] as const) {
    it(`lets no texts of a chart run into each other in the ${name} at ${width} pixels`, async () => {
      const url = pathToFileURL(path.join(folder, `${name}.html`)).href;
      const page = await browser.open(url, width);
      const overlapping = await page.evaluate(
        `[...document.querySelectorAll('svg')].flatMap((svg) => {
          const texts = [...svg.querySelectorAll('text')].map((text) => {
            const box = text.getBoundingClientRect();
            // Letters without their ascenders and descenders.
            const inset = 0.2 * Math.min(box.width, box.height);
            return { words: text.textContent, left: box.left + 1, right: box.right - 1,
              top: box.top + inset, bottom: box.bottom - inset,
              turned: Math.abs(text.getCTM().b) > 0.1 && Math.abs(text.getCTM().a) > 0.1 };
          }).filter(({ turned }) => !turned);
          return texts.flatMap((a, i) => texts.slice(i + 1).filter((b) =>
            a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
            .map((b) => svg.getAttribute('aria-label') + ': ' + a.words + ' / ' + b.words));
        })`,
      );
      expect(overlapping).toEqual([]);
      await page.close();
    });
  }

  it('leaves no third of a wide page empty', async () => {
    const url = pathToFileURL(path.join(folder, 'comparison with everything.html')).href;
    const page = await browser.open(url, 1400);
    // Of every part, what is farthest to the right.
    const reach = (await page.evaluate(
      `[...document.querySelectorAll('.part')].map((part) => [part.id, Math.max(
        ...[...part.querySelectorAll('svg, table, figcaption, li')].map((each) =>
          Math.min(innerWidth, each.getBoundingClientRect().right)))])`,
    )) as [string, number][];
    expect(reach.length).toBeGreaterThan(10);
    for (const [id, right] of reach) expect(right, id).toBeGreaterThan((2 / 3) * 1400);
    await page.close();
  });
});
