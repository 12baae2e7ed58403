import { banded, pool, slide, span } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import type { Estimate, Judged, Verdict } from '../diagnosis.ts';
import { recommend } from './recommend.ts';

const judged = (verdict: Verdict): Judged => ({ verdict, because: '', evidence: [] });
const axis = (name: string, slides: Verdict, subsample: Verdict) => ({
  axis: name,
  slide: judged(slides),
  subsample: judged(subsample),
});
const accuracy = (value: number): Estimate => ({ value, low: value - 0.05, high: value + 0.05 });
const classifier = (height: 'slide' | 'span', width: 'slide' | 'span', value: number) => ({
  move: { height, width },
  parameters: 1000,
  accuracy: accuracy(value),
});
/** Sliding along both is the best. */
const table = [
  classifier('slide', 'slide', 0.7),
  classifier('slide', 'span', 0.65),
  classifier('span', 'slide', 0.62),
  classifier('span', 'span', 0.6),
];
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
    expect(recommend(both, table, strategies)).toEqual({
      move: { height: 'slide', width: 'slide' },
      pool: ['height', 'width'],
      sentence: 'slide along height and slide along width; pool along height and width',
      strategy: 'pooled',
      basis: { height: 'shown', width: 'shown' },
    });
    const one = [axis('height', 'yes', 'no'), axis('width', 'no', 'yes')];
    expect(recommend(one, table, strategies)).toMatchObject({
      move: { height: 'slide', width: 'span' },
      pool: [],
      strategy: 'slide-height',
    });
  });

  it('calls a guess a guess, and does not pool on one', () => {
    const open = [axis('height', 'not shown', 'not shown'), axis('width', 'yes', 'yes')];
    expect(recommend(open, table, strategies)).toEqual({
      move: { height: 'slide', width: 'slide' },
      pool: ['width'],
      sentence:
        'slide along height (a guess: it did best here, 70.0 % right against 62.0 % by spanning it) and ' +
        'slide along width; pool along width; whether height may be pooled is not shown, so rather not',
      strategy: null,
      basis: { height: 'guess', width: 'shown' },
    });
  });

  it('follows the table where nothing is shown', () => {
    // A six-class question set: 500 sentences to train on and 500 to score. Validation preferred spanning.
    const open = [axis('height', 'not shown', 'no'), axis('width', 'not shown', 'not shown')];
    const questions = [
      classifier('slide', 'slide', 0.635),
      classifier('slide', 'span', 0.7),
      classifier('span', 'slide', 0.66),
      classifier('span', 'span', 0.675),
    ];
    const { move, sentence, strategy } = recommend(open, questions, strategies);
    expect(move).toEqual({ height: 'slide', width: 'span' });
    expect(strategy).toBe('slide-height');
    expect(sentence).toBe(
      'slide along height (a guess: it did best here, 70.0 % right against 67.5 % by spanning it) and ' +
        'span width (a guess: it did best here, 70.0 % right against 63.5 % by sliding along it); do not pool',
    );
  });

  it('looks for the best among the rows that do what is shown, and says so of a row above them', () => {
    const axes = [axis('height', 'no', 'yes'), axis('width', 'not shown', 'yes')];
    const { move, sentence } = recommend(axes, table, strategies);
    expect(move).toEqual({ height: 'span', width: 'slide' });
    expect(sentence).toContain(
      'span height and slide along width (a guess: it did best here, 62.0 %',
    );
    expect(sentence).toContain('"slide height, slide width" had 8.0 points more in the table');
  });

  it('spans axes along which nothing was measured', () => {
    const { move, sentence } = recommend(
      [axis('height', 'not shown', 'not shown')],
      [],
      strategies,
    );
    expect(move).toEqual({ height: 'span' });
    expect(sentence).toBe('span height (a guess: nothing was measured along it); do not pool');
  });
});
