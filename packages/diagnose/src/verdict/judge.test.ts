import { studentCdf } from '@axiswise/statistics';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../diagnosis.ts';
import { judgeSliding, judgeSubsampling, type SlideEvidence } from './judge.ts';

const margin = 0.02;
/** A difference whose interval reaches so far either way, by 500 examples alone. */
const evidence = (value: number, reach: number, baseline = 0): Evidence => ({
  name: 'name',
  what: 'what',
  estimate: { value, low: value - reach, high: value + reach },
  baseline,
  ...(baseline === 0 && {
    p: 2 * studentCdf((-1.965 * Math.abs(value)) / reach, 499),
    variance: {
      perSeed: 0,
      perExample: 500 * (reach / 1.965) ** 2,
      perScore: 0,
      seeds: 5,
      examples: 500,
    },
  }),
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
      'Filters that slide along row get 5 more of 100 examples right than filters that span it ' +
        '(+5.0 points, 95 % interval +3.0 to +7.0). Chance alone explains such a difference less than once ' +
        'in a thousand. The order of the positions is what helps: with them shuffled, it gets 5 fewer of ' +
        '100 examples right (−5.0 points, 95 % interval −7.0 to −3.0)',
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
      'Filters of its own for each part of row get 6 more of 100 examples right (+6.0 points, 95 % interval ' +
        '+4.0 to +8.0), but 5 fewer of 1,000 examples (−0.5 points, 95 % interval −2.5 to +1.5) when what ' +
        'more filters gain by themselves is taken off',
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

  it('says no where sliding gains nothing, and costs with the other way to treat the other axis', () => {
    const costly = { advantage: evidence(0, 0.01), advantageOtherwise: evidence(-0.07, 0.02) };
    expect(verdictOn(costly)).toBe('no');
    expect(judgeSliding({ ...slides, ...costly }, 'row', margin).because).toBe(
      'Sliding along row gains nothing to speak of over spanning it (0.0 points, 95 % interval −1.0 to ' +
        '+1.0). Filters that slide along row get 7 fewer of 100 examples right than filters that span it ' +
        '(−7.0 points, 95 % interval −9.0 to −5.0) while the other axis is not treated as in the best ' +
        'classifier. Chance alone explains such a difference less than once in a thousand',
    );
    const threeAxes = judgeSliding({ ...slides, ...costly }, 'row', margin, 2);
    expect(threeAxes.because).toContain('while the other axes are not treated as in the best');
    // Not where it may gain by the order of the positions, nor where it is not shown to cost.
    expect(verdictOn({ ...costly, advantage: evidence(0, 0.03) })).toBe('not shown');
    expect(verdictOn({ ...costly, advantageOtherwise: evidence(-0.01, 0.02) })).toBe('not shown');
    expect(verdictOn({ ...costly, advantage: evidence(0.05, 0.02) })).toBe('yes');
  });

  it('says no where sliding may gain, but not by the order of the positions, and costs otherwise', () => {
    const unclear = {
      advantage: evidence(-0.005, 0.035),
      lostByShuffling: evidence(-0.01, 0.025),
      advantageOtherwise: evidence(-0.07, 0.02),
    };
    const { verdict, because } = judgeSliding({ ...slides, ...unclear }, 'row', margin);
    expect(verdict).toBe('no');
    expect(because).toMatch(
      /^It is not shown that sliding along row gains anything over spanning it \(−0\.5 points, .*\)\. If it does, the order of the positions hardly helps: with them shuffled, it gets 10 more of 1,000 examples right/,
    );
    const { advantageOtherwise: _, ...rest } = unclear;
    expect(verdictOn({ ...rest, patches: evidence(0.6, 0.04, 0.25) })).toBe('no');
    // Not where the order may be worth more than the margin, nor where nothing else speaks against sliding.
    expect(verdictOn({ ...unclear, lostByShuffling: evidence(0, 0.03) })).toBe('not shown');
    expect(verdictOn({ ...rest, advantageOtherwise: evidence(-0.01, 0.02) })).toBe('not shown');
    // Nor where sliding is shown to gain.
    expect(verdictOn({ ...unclear, advantage: evidence(0.05, 0.02) })).toBe('not shown');
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

  it('says how many examples would be needed where more can decide', () => {
    const judged = (changed: Partial<SlideEvidence>) =>
      judgeSliding({ ...slides, advantageOtherwise: null, ...changed }, 'row', margin);
    // (1.96 + 0.84)² / 1.965² · 500 · (5 / 3)² is 2,823, and Student's t a few more.
    const { needed, because } = judged({ advantage: evidence(0.03, 0.05) });
    expect(needed).toEqual({
      evidence: 'name',
      toShow: 0.03,
      against: 0,
      power: 0.8,
      testExamples: 2826,
      seeds: 5,
    });
    expect(because).toBe(
      'Filters that slide along row get 3 more of 100 examples right than filters that span it ' +
        '(+3.0 points, 95 % interval −2.0 to +8.0), but chance alone explains such a difference about 24 ' +
        'times in a hundred, which allows neither yes nor no. About 2,900 test examples would be needed to ' +
        'show a difference of 3 points, and there were 500',
    );
    // Hardly a difference: what would be needed to find one that matters.
    expect(judged({ advantage: evidence(0.001, 0.05) })).toMatchObject({
      needed: { toShow: 0.01 },
    });
    expect(judged({ advantage: evidence(0.001, 0.05) }).because).toContain(
      'show a difference of 1 point (here it was 0.1 points)',
    );
    // As good as each other: no number of examples would make one better.
    expect(judged({ advantage: evidence(0.001, 0.015) })).toMatchObject({ needed: null });
    // What is open is whether filters may be shared.
    const { needed: ofSharing } = judged({
      sharing: evidence(-0.01, 0.03),
      sharingByPlace: evidence(-0.02, 0.03),
    });
    expect(ofSharing).toMatchObject({ toShow: -0.01, against: -margin });
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

  it('says how many examples would be needed, to stay within the margin or to show a loss', () => {
    const judged = (value: number, reach: number) =>
      judgeSubsampling(
        { before: evidence(0.9, 0.02), after: evidence(0.9, 0.02), loss: evidence(value, reach) },
        'row',
        margin,
      );
    expect(judged(0.005, 0.03).because).toBe(
      'With every second position of row dropped, 5 more of 1,000 examples go wrong (a loss of +0.5 points, ' +
        '95 % interval −2.5 to +3.5): that may be less than the 2 points that are allowed, or more. About ' +
        '4,100 test examples would be needed to show that a loss of 0.5 points stays within the 2 points ' +
        'that are allowed, and there were 500',
    );
    expect(judged(0.03, 0.04).needed).toMatchObject({ toShow: 0.03, against: 0 });
    // A gain is no loss.
    expect(judged(-0.005, 0.03).because).toMatch(
      /test examples would be needed to show that no more is lost than the 2 points that are allowed, and there were 500$/,
    );
    // So near the margin that nothing tells it from it.
    expect(judged(0.0195, 0.04).needed).toBeNull();
  });
});
