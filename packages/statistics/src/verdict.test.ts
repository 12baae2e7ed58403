import { describe, expect, it } from 'vitest';
import { isSignificant, verdict } from './verdict.ts';

const shown = {
  a: 'slide',
  b: 'span',
  difference: 0.032,
  low: 0.021,
  high: 0.043,
  pHolm: 0.016,
  seeds: 5,
};

describe('isSignificant', () => {
  it('takes an interval without zero and a corrected p below 0.05, both', () => {
    expect(isSignificant(shown)).toBe(true);
    expect(isSignificant({ ...shown, low: -0.043, high: -0.021 })).toBe(true);
    expect(isSignificant({ ...shown, low: 0 })).toBe(false);
    expect(isSignificant({ ...shown, pHolm: 0.05 })).toBe(false);
    expect(isSignificant({ ...shown, low: -0.001 })).toBe(false);
    expect(isSignificant({ low: null, high: null, pHolm: null })).toBe(false);
  });
});

describe('verdict', () => {
  it('names the better one first, whichever came first', () => {
    const sentence =
      'slide is better than span by 3.20 points (95 % interval 2.10 to 4.30, p = 0.016, 5 seeds)';
    expect(verdict(shown)).toBe(sentence);
    expect(
      verdict({ ...shown, a: 'span', b: 'slide', difference: -0.032, low: -0.043, high: -0.021 }),
    ).toBe(sentence);
  });

  it('says the weaker thing where interval and test disagree', () => {
    expect(verdict({ ...shown, pHolm: 0.3 })).toBe(
      'no difference shown between slide and span with 5 seeds ' +
        '(+3.20 points, 95 % interval +2.10 to +4.30, p = 0.300)',
    );
    expect(verdict({ ...shown, low: -0.001 })).toMatch(
      /^no difference shown .* −0\.10 to \+4\.30, p = 0/,
    );
  });

  it('says nothing of strategies with one seed', () => {
    expect(verdict({ ...shown, low: null, high: null, pHolm: null, seeds: 1 })).toBe(
      'one seed shows nothing of slide and span in general ' +
        '(a difference of 3.20 points between these two nets)',
    );
  });

  it('says of one seed what the test examples allow, where that is known', () => {
    const single = { ...shown, low: null, high: null, pHolm: null, seeds: 1 };
    expect(verdict({ ...single, overExamples: { low: -0.01, high: 0.074 } })).toBe(
      'one seed shows nothing of slide and span in general (a difference of 3.20 points between these two ' +
        'models, 95 % interval over test examples −1.00 to +7.40)',
    );
  });

  it('writes nothing shown as zero, and nothing as minus zero', () => {
    expect(verdict({ ...shown, difference: 0.0004, low: 0.0003, high: 0.0006 })).toBe(
      'slide is better than span by 0.04 points (95 % interval 0.03 to 0.06, p = 0.016, 5 seeds)',
    );
    expect(verdict({ ...shown, difference: 0.011, low: 0.0003, high: 0.022 })).toContain(
      'by 1.10 points (95 % interval 0.03 to 2.20',
    );
    expect(
      verdict({ ...shown, difference: -0.00001, low: -0.0102, high: 0.01, pHolm: 0.9 }),
    ).toContain('(0.00 points, ');
    expect(
      verdict({ ...shown, difference: -0.0001, low: -0.0102, high: 0.01, pHolm: 0.9 }),
    ).toContain('(−0.01 points, 95 % interval −1.02 to +1.00, p = 0.900)');
    expect(verdict({ ...shown, difference: 0, low: 0, high: 0, pHolm: 1 })).toContain(
      '(0.00 points, 95 % interval 0.00 to 0.00, p = 1.000)',
    );
  });

  it('keeps p on its side of 0.05', () => {
    expect(verdict({ ...shown, pHolm: 0.04999 })).toContain('p < 0.05,');
    expect(verdict({ ...shown, pHolm: 0.05001 })).toContain('p = 0.0501)');
    expect(verdict({ ...shown, pHolm: 0.0002 })).toContain('p < 0.001,');
  });

  it('says that strategies are close only where the whole interval is', () => {
    const close = { ...shown, difference: 0.001, low: -0.007, high: 0.009, pHolm: 0.7 };
    expect(verdict(close, { margin: 0.01 })).toBe(
      'no difference shown between slide and span with 5 seeds, at most 1 point apart ' +
        '(+0.10 points, 95 % interval −0.70 to +0.90, p = 0.700)',
    );
    expect(verdict({ ...close, high: 0.011 }, { margin: 0.01 })).not.toContain('apart');
    expect(verdict({ ...close, low: -0.011 }, { margin: 0.01 })).not.toContain('apart');
    expect(verdict(close)).not.toContain('apart');
    expect(
      verdict({ ...shown, low: 0.002, difference: 0.004, high: 0.006 }, { margin: 0.01 }),
    ).toBe(
      'slide is better than span by 0.40 points, at most 1 point apart ' +
        '(95 % interval 0.20 to 0.60, p = 0.016, 5 seeds)',
    );
  });
});
