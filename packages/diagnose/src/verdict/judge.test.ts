import { describe, expect, it } from 'vitest';
import type { Evidence } from '../diagnosis.ts';
import { judgeSliding, judgeSubsampling, type SlideEvidence } from './judge.ts';

const margin = 0.02;
const evidence = (value: number, reach: number, baseline = 0): Evidence => ({
  name: 'name',
  what: 'what',
  estimate: { value, low: value - reach, high: value + reach },
  baseline,
});

/** Sliding gains 5 points, all of it by the order of the positions, and sharing costs nothing. */
const slides: SlideEvidence = {
  advantage: evidence(0.05, 0.02),
  advantageOtherwise: evidence(0.06, 0.02),
  advantageShuffled: evidence(0, 0.02),
  lostByShuffling: evidence(0.05, 0.02),
  sharing: evidence(0.01, 0.02),
  sharingByPlace: evidence(-0.05, 0.02),
  shifts: [evidence(-0.01, 0.01)],
  patches: evidence(0.3, 0.04, 0.25),
};
const verdictOn = (changed: Partial<SlideEvidence>): string =>
  judgeSliding({ ...slides, ...changed }, 'row', margin).verdict;

describe('judgeSliding', () => {
  it('says yes where sliding gains by the order of the positions and filters may be shared', () => {
    const judged = judgeSliding(slides, 'row', margin);
    expect(judged.verdict).toBe('yes');
    expect(judged.because).toBe(
      'sliding along row gains 5.0 points (3.0 to 7.0) over spanning it, and loses 5.0 points ' +
        '(3.0 to 7.0) when the positions are shuffled',
    );
    expect(judged.evidence).toHaveLength(8);
  });

  it('does not say yes where the gain survives shuffling', () => {
    expect(verdictOn({ lostByShuffling: evidence(0.01, 0.02) })).toBe('not shown');
  });

  it('does not say yes where each part may need filters of its own', () => {
    expect(verdictOn({ sharing: evidence(-0.01, 0.02) })).toBe('not shown');
    expect(verdictOn({ sharing: evidence(-0.01, 0.005) })).toBe('yes');
  });

  it('says yes where filters of each part help by their number alone, wherever patterns lie', () => {
    const more = { sharing: evidence(-0.06, 0.02) };
    expect(verdictOn({ ...more, sharingByPlace: evidence(0.005, 0.02) })).toBe('yes');
    expect(verdictOn({ ...more, sharingByPlace: evidence(0.005, 0.03) })).toBe('not shown');
    expect(verdictOn({ ...more, sharingByPlace: evidence(-0.04, 0.02) })).toBe('not shown');
    const { because } = judgeSliding(
      { ...slides, ...more, sharingByPlace: evidence(0.005, 0.02) },
      'row',
      margin,
    );
    expect(because).toContain(
      'sharing filters instead of each part having its own gains −6.0 points (−8.0 to −4.0), but ' +
        '0.5 points (−1.5 to 2.5) when what more filters gain by themselves is taken off',
    );
  });

  it('says no where sliding loses', () => {
    expect(verdictOn({ advantage: evidence(-0.05, 0.02) })).toBe('no');
  });

  it('says no where sliding gains nothing and patches tell where they come from, not else', () => {
    const nothing = { advantage: evidence(0, 0.01), advantageOtherwise: null };
    expect(verdictOn({ ...nothing, patches: evidence(0.6, 0.04, 0.25) })).toBe('no');
    expect(verdictOn(nothing)).toBe('not shown');
    expect(verdictOn({ ...nothing, patches: null })).toBe('not shown');
  });

  it('looks at the other way to treat the other axis where the best leaves nothing to gain', () => {
    const little = { advantage: evidence(0.005, 0.01), patches: evidence(0.6, 0.04, 0.25) };
    expect(verdictOn({ ...little, sharing: evidence(0.03, 0.02) })).toBe('yes');
    // Not where small windows may be all that is gained, nor where sliding may cost too much.
    expect(verdictOn({ ...little, sharing: evidence(0, 0.01) })).toBe('no');
    const costly = { advantage: evidence(-0.02, 0.03), sharing: evidence(0.03, 0.02) };
    expect(verdictOn(costly)).toBe('not shown');
  });

  it('leaves open what the numbers leave open', () => {
    const open = { advantage: evidence(0.01, 0.05), advantageOtherwise: null };
    expect(verdictOn(open)).toBe('not shown');
  });
});

describe('judgeSubsampling', () => {
  const verdict = (value: number, reach: number): string =>
    judgeSubsampling(
      { before: evidence(0.9, 0.02), after: evidence(0.9, 0.02), loss: evidence(value, reach) },
      'row',
      margin,
    ).verdict;

  it.each([
    { value: 0, reach: 0.01, expected: 'yes' },
    { value: -0.05, reach: 0.01, expected: 'yes' },
    { value: 0.015, reach: 0.01, expected: 'not shown' },
    { value: 0.03, reach: 0.02, expected: 'no' },
    { value: 0.03, reach: 0.04, expected: 'not shown' },
  ])('a loss of $value ± $reach: $expected', ({ value, reach, expected }) => {
    expect(verdict(value, reach)).toBe(expected);
  });
});
