import { pool, slide, span } from '@axiswise/geometry';
import { expect, it } from 'vitest';
import { filtersCode, importsOf, key, quoted } from './code.ts';

/** What a text is when it is read back as code. */
const readBack = (text: string): unknown => new Function(`return ${quoted(text)}`)();

it.each([
  'short',
  '',
  'it’s "quoted" — and it\'s \\ escaped',
  'a "quoted" word only',
  `${'many words '.repeat(60)}(95 % interval [−1.0, +1.0])`,
  'two\nlines',
])('writes a text so that it is read back: %j', (text) => {
  expect(readBack(text)).toBe(text);
  for (const line of quoted(text).split('\n')) expect(line.length).toBeLessThanOrEqual(92);
});

it('keeps a number and its percent sign on one line', () => {
  for (let words = 0; words < 12; words++) {
    expect(quoted(`${'words '.repeat(words + 8)}95 % interval`)).not.toMatch(/95 ' \+/);
  }
});

it('writes keys, filters and imports', () => {
  expect(['time', 'slide-time', '3d'].map(key)).toEqual(['time', "'slide-time'", "'3d'"]);
  expect(
    filtersCode({
      move: { sensor: span(), time: slide(5) },
      pool: { time: pool(2, { control: true }) },
    }),
  ).toBe(
    '{ move: { sensor: span(), time: slide(5) }, pool: { time: pool(2, { control: true }) } }',
  );
  expect(
    importsOf([
      { name: 'yes', from: '@axiswise/geometry' },
      { name: 'arrays', from: '@axiswise/data' },
      { name: 'defineAxes', from: '@axiswise/geometry' },
      { name: 'arrays', from: '@axiswise/data' },
    ]),
  ).toBe(
    "import { arrays } from '@axiswise/data';\nimport { defineAxes, yes } from '@axiswise/geometry';",
  );
});
