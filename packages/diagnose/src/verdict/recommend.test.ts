import { banded, pool, slide, span } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import type { Judged, Verdict } from '../diagnosis.ts';
import { recommend } from './recommend.ts';

const judged = (verdict: Verdict): Judged => ({ verdict, because: '', evidence: [] });
const axis = (name: string, slides: Verdict, subsample: Verdict) => ({
  axis: name,
  slide: judged(slides),
  subsample: judged(subsample),
});
const best = { height: 'slide', width: 'slide' } as const;
const both = { move: { height: slide(3), width: slide(3) } };
const ofHeight = { move: { height: slide(3), width: span() } };
const strategies = {
  'no-pooling': { blocks: [both, both] },
  pooled: { blocks: [{ ...both, pool: { height: pool(2), width: pool(2) } }, both] },
  banded: { blocks: [{ ...ofHeight, weightSharing: banded({ height: 2 }) }, ofHeight] },
  'slide-height': { blocks: [ofHeight, ofHeight] },
};

describe('recommend', () => {
  it('names the declared strategy that does what the verdicts say', () => {
    const both = [axis('height', 'yes', 'yes'), axis('width', 'yes', 'yes')];
    expect(recommend(both, best, strategies)).toEqual({
      move: { height: 'slide', width: 'slide' },
      pool: ['height', 'width'],
      sentence: 'slide along height and slide along width; pool along height and width',
      strategy: 'pooled',
    });
    const one = [axis('height', 'yes', 'no'), axis('width', 'no', 'yes')];
    expect(recommend(one, best, strategies)).toMatchObject({
      move: { height: 'slide', width: 'span' },
      pool: [],
      strategy: 'slide-height',
    });
  });

  it('calls a guess a guess, and does not pool on one', () => {
    const open = [axis('height', 'not shown', 'not shown'), axis('width', 'yes', 'yes')];
    expect(recommend(open, best, strategies)).toEqual({
      move: { height: 'slide', width: 'slide' },
      pool: ['width'],
      sentence:
        'slide along height (a guess: it did best here) and slide along width; pool along width; ' +
        'whether height may be pooled is not shown, so rather not',
      strategy: null,
    });
  });
});
