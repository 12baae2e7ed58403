import { describe, expect, it } from 'vitest';
import { cutText, textWidth, wrapText } from './text-width.ts';

describe('textWidth', () => {
  it('adds the widths of Arimo and a tenth for wider fonts', () => {
    // A 667, b 556, a space 278, 1 556: thousandths of an em.
    expect(textWidth('Ab 1', 10)).toBeCloseTo(1.1 * (6.67 + 5.56 + 2.78 + 5.56), 9);
    expect(textWidth('A', 10, true)).toBeCloseTo(1.1 * 6.67 * 1.06, 9);
    expect(textWidth('図', 10)).toBeCloseTo(11, 9);
  });
});

describe('wrapText', () => {
  it('breaks at spaces and after hyphens', () => {
    expect(wrapText('slide-frequency banded', 80, 10)).toEqual(['slide-frequency', 'banded']);
    expect(wrapText('slide-frequency-banded', 80, 10)).toEqual(['slide-frequency-', 'banded']);
    expect(wrapText('short', 80, 10)).toEqual(['short']);
  });

  it('cuts a word that fits on no line', () => {
    const [line] = wrapText('Donaudampfschifffahrtsgesellschaft', 60, 10);
    expect(line.endsWith('…')).toBe(true);
    expect(textWidth(line, 10)).toBeLessThanOrEqual(60);
  });

  it('does not break at non-breaking spaces', () => {
    expect(wrapText('slide\u00a0height\u00a03, span\u00a0width', 80, 10)).toEqual([
      'slide\u00a0height\u00a03,',
      'span\u00a0width',
    ]);
  });
});

it('cutText keeps text that fits', () => {
  expect(cutText('seven', 100, 10)).toBe('seven');
});
