import { defineAxes, no, pool, slide, span, yes } from '@axiswise/geometry';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '@axiswise/experiment';
import { claimsOf } from './claims.ts';
import type { Claim, ComparedPair, TrainingCheck } from './comparison.ts';

const axes = defineAxes({
  time: { patternsRecur: yes('a phrase may stand anywhere'), subsamplable: no('words vanish') },
  embedding: { patternsRecur: no('dimensions have no order'), subsamplable: no('meaning is lost') },
});
const filters = { move: { time: slide(3), embedding: span() } };
const slideTime = { blocks: [filters, filters] };
const strategies = {
  'slide-time': slideTime,
  pooled: { blocks: [filters, { ...filters, pool: { time: pool(2, { control: true }) } }] },
  'span-both': { blocks: [{ move: { time: span(), embedding: span() } }] },
  shuffled: { ...slideTime, shuffled: ['embedding'] },
  'time-shuffled': { ...slideTime, shuffled: ['time'] },
};
const experiment = { axes, strategies } as unknown as Experiment;

const pair = (
  a: string,
  b: string,
  [low, high]: readonly [number | null, number | null],
  pHolm: number | null = 0.001,
): ComparedPair => ({
  a,
  b,
  difference: ((low ?? 0) + (high ?? 0)) / 2,
  low,
  high,
  p: pHolm,
  pHolm,
  effectSize: null,
  seeds: 5,
  verdict: `${a} and ${b}`,
});
const named = (...names: string[]) => names.map((name) => ({ name }));
const outcomeOf = (worse: string, measured: ComparedPair): string | undefined =>
  claimsOf(experiment, named('slide-time', worse), [measured]).find(
    (claim) => claim.worse === worse,
  )?.outcome;

describe('claimsOf', () => {
  it('expects what follows the declared axes to be better than what acts against them, with the reasons', () => {
    const claims = claimsOf(experiment, named(...Object.keys(strategies)), []);
    expect(claims.map(({ better, worse, predicted }) => [better, predicted, worse])).toEqual([
      ['slide-time', 'better', 'pooled'],
      ['slide-time', 'better', 'span-both'],
      ['slide-time', 'equal', 'shuffled'],
      ['slide-time', 'better', 'time-shuffled'],
    ]);
    expect(claims.map(({ because }) => because)).toEqual([
      'subsamples time, which changes the object (words vanish)',
      'spans time, along which patterns recur (a phrase may stand anywhere)',
      'the order of embedding means nothing (dimensions have no order)',
      'shuffled, neighbours along time are no neighbours any more',
    ]);
    expect(claims.every(({ outcome }) => outcome === 'not shown')).toBe(true);
  });

  it('claims nothing where no strategy that follows the declared axes is compared', () => {
    expect(claimsOf(experiment, named('pooled', 'span-both'), [])).toEqual([]);
  });

  it('is supported or contradicted by a difference that is shown, whichever way it is noted', () => {
    expect(outcomeOf('span-both', pair('slide-time', 'span-both', [0.02, 0.04]))).toBe('supported');
    expect(outcomeOf('span-both', pair('span-both', 'slide-time', [-0.04, -0.02]))).toBe(
      'supported',
    );
    expect(outcomeOf('span-both', pair('slide-time', 'span-both', [-0.04, -0.02]))).toBe(
      'contradicted',
    );
  });

  it('is not shown where the interval holds zero, the test is not sure, or there is one seed', () => {
    expect(outcomeOf('span-both', pair('slide-time', 'span-both', [-0.01, 0.04]))).toBe(
      'not shown',
    );
    expect(outcomeOf('span-both', pair('slide-time', 'span-both', [0.01, 0.04], 0.06))).toBe(
      'not shown',
    );
    expect(outcomeOf('span-both', pair('slide-time', 'span-both', [null, null], null))).toBe(
      'not shown',
    );
  });

  it('takes equality for supported within a point only, and for contradicted by any difference', () => {
    const shuffled = (low: number, high: number, p = 1) =>
      outcomeOf('shuffled', pair('slide-time', 'shuffled', [low, high], p));
    expect(shuffled(-0.004, 0.006)).toBe('supported');
    expect(shuffled(-0.004, 0.02)).toBe('not shown');
    expect(shuffled(0.001, 0.006, 0.01)).toBe('contradicted');
  });

  it('is not testable where a strategy that it rests on did not train, however the numbers lie', () => {
    const check = (verdict: TrainingCheck['verdict'], ...because: string[]) => ({
      trained: { verdict, because, majorityAccuracy: 0.1, linearAccuracy: null },
    });
    const measured = [pair('slide-time', 'span-both', [0.02, 0.04])];
    const claim = (slideTime: object, spanBoth: object): Claim =>
      claimsOf(
        experiment,
        [
          { name: 'slide-time', ...slideTime },
          { name: 'span-both', ...spanBoth },
        ],
        measured,
      )[0];
    expect(claim(check('trained'), check('trained')).outcome).toBe('supported');
    expect(claim(check('trained'), check('not trained', 'it is at chance'))).toMatchObject({
      outcome: 'not testable',
      measured: 'span-both did not train: it is at chance',
    });
    expect(
      claim(check('stopped early', 'it rose'), check('not trained', 'one', 'two')),
    ).toMatchObject({
      outcome: 'not testable',
      measured: 'span-both did not train: one; two',
    });
    expect(claim(check('trained'), check('stopped early', 'it rose'))).toMatchObject({
      outcome: 'not testable',
      measured: 'span-both was stopped early: it rose',
    });
    // Nor where nothing was measured of it.
    const [unmeasured] = claimsOf(
      experiment,
      [{ name: 'slide-time' }, { name: 'span-both', ...check('not trained', 'none finished') }],
      [],
    );
    expect(unmeasured.outcome).toBe('not testable');
  });

  it('is testable where the one that was stopped early is better already', () => {
    const early = {
      trained: {
        verdict: 'stopped early',
        because: ['it rose'],
        majorityAccuracy: 0.1,
        linearAccuracy: null,
      },
    } as const;
    const outcome = (measured: ComparedPair, ...names: readonly string[]) =>
      claimsOf(
        experiment,
        names.map((name, i) => ({ name, ...(i === 0 && early) })),
        [measured],
      ).at(0)!.outcome;
    const better = pair('slide-time', 'span-both', [0.02, 0.04]);
    expect(outcome(better, 'slide-time', 'span-both')).toBe('supported');
    expect(outcome(better, 'span-both', 'slide-time')).toBe('not testable');
    const worse = pair('slide-time', 'span-both', [-0.04, -0.02]);
    expect(outcome(worse, 'span-both', 'slide-time')).toBe('contradicted');
    expect(outcome(worse, 'slide-time', 'span-both')).toBe('not testable');
    // Where no difference is shown, more epochs might show one.
    const open = pair('slide-time', 'span-both', [-0.01, 0.04]);
    expect(outcome(open, 'slide-time', 'span-both')).toBe('not testable');
    // Equality asks for both.
    const equal = pair('slide-time', 'shuffled', [-0.004, 0.006], 1);
    expect(outcome(equal, 'slide-time', 'shuffled')).toBe('not testable');
  });
});

it('goes by errors where lower scores are better, and by a hundredth of the scale', () => {
  const score = { better: 'lower', scale: 50 } as const;
  const outcome = (worse: string, low: number, high: number) =>
    claimsOf(
      experiment,
      named('slide-time', worse),
      [pair('slide-time', worse, [low, high])],
      score,
    )[0].outcome;
  expect([outcome('span-both', -9, -2), outcome('span-both', 2, 9)]).toEqual([
    'supported',
    'contradicted',
  ]);
  const equal = (low: number, high: number) =>
    claimsOf(
      experiment,
      named('slide-time', 'shuffled'),
      [pair('slide-time', 'shuffled', [low, high], 0.5)],
      score,
    )[0].outcome;
  expect([equal(-0.4, 0.3), equal(-0.6, 0.3)]).toEqual(['supported', 'not shown']);
});
