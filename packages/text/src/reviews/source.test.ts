import { createHash } from 'node:crypto';
import { InputError } from '@axiswise/messages';
import type { Dataset } from '@axiswise/data';
import { beforeAll, describe, expect, it } from 'vitest';
import { tokenize } from '../tokenize.ts';
import { opinions } from './lexicon.ts';
import { writeReviews } from './reviews.ts';
import { reviews } from './source.ts';

const context = { dataDir: '/nowhere', seed: 0 };
const train = writeReviews('train', 8000).map(withTokens);
const test = writeReviews('test', 2000).map(withTokens);

function withTokens({ text, label, value }: ReturnType<typeof writeReviews>[number]) {
  return { text, label, value, tokens: tokenize(text) };
}

describe('writeReviews', () => {
  it('says what a reader reads: the first reviews, judged by hand', () => {
    expect(train.slice(0, 16).map(({ label, text }) => `${label} ${text}`)).toEqual([
      '0 the hero absolutely grates , the comedian tires .',
      '1 its music is both forgettable and garish , but the director works after the first reel .',
      '0 lindqvist , as a sheriff , is stale and pointless .',
      '1 its opening is engaging , not one sequence is simplistic .',
      '0 moreau , as a queen , is sluggish .',
      '1 although the opening remains somewhat stale , its actors satisfy .',
      '0 the actors are less effective than the first part , and the costumes exasperate throughout .',
      '1 its costumes are so-so , but there is many a terrific sequence .',
      '0 a drama without a single believable line .',
      '1 the characters are full of conviction , and there is many a masterful image .',
      '0 i was never overjoyed , and every image is tired .',
      '1 the film , set in a boarding school , is full of invention , although not one exchange is intriguing .',
      '0 there is many an implausible image , and the cast irritates .',
      '1 the leading man delights for two hours , its costumes excel .',
      '0 despite the lack of empty talk , the film remains genuinely cynical .',
      "1 its performances appeal from the first shot to the last , and fitzhugh 's biopic is a triumph .",
    ]);
  });

  it('writes the same on every machine', () => {
    const hash = createHash('sha256');
    for (const { text, label } of [...train, ...test]) hash.update(`${label} ${text}\n`);
    // Changes only when grammar or words change: then results from before are of other data.
    expect(hash.digest('hex')).toBe(
      '01f46519cb5c67bd41a03ec79628d14f5135ccaadf04b77e7d083ed9aaca8dec',
    );
  });

  it('labels by the sign of what was composed, negative and positive in turn', () => {
    for (const [i, { label, value }] of [...train, ...test].entries()) {
      expect(label).toBe(i % 2);
      expect(Math.sign(value)).toBe(label === 1 ? 1 : -1);
    }
  });

  it('writes 6 to 30 tokens', () => {
    const lengths = [...train, ...test].map(({ tokens }) => tokens.length).sort((a, b) => a - b);
    expect(lengths[0]).toBe(6);
    expect(lengths[5000]).toBe(12);
    expect(lengths[9999]).toBeLessThanOrEqual(30);
  });

  it('writes no sentence twice, in one split or in both', () => {
    const all = [...train, ...test].map(({ tokens }) => tokens.join(' '));
    expect(new Set(all).size).toBe(10_000);
  });

  it('keeps some words for the test', () => {
    const known = new Set(train.flatMap(({ tokens }) => tokens));
    const unknown = test.filter(({ tokens }) => tokens.some((token) => !known.has(token)));
    expect(known.size).toBeGreaterThan(800);
    expect(unknown.length / test.length).toBeGreaterThan(0.05);
    expect(unknown.length / test.length).toBeLessThan(0.15);
  });
});

describe('words alone', () => {
  const share = (word: string): { count: number; positive: number } => {
    const having = train.filter(({ tokens }) => tokens.includes(word));
    return {
      count: having.length,
      positive: having.filter(({ label }) => label === 1).length / having.length,
    };
  };

  it('of praise stand in negative reviews too, words of blame in positive ones', () => {
    const common = [...opinions]
      .map(([word, value]) => ({ word, value, ...share(word) }))
      .filter(({ count }) => count >= 40);
    expect(common.length).toBeGreaterThan(80);
    for (const { word, value, positive } of common) {
      const agreeing = value > 0 ? positive : 1 - positive;
      expect([word, agreeing > 0.4 && agreeing < 0.85]).toEqual([word, true]);
    }
  });

  it.each(['not', "n't", 'never', 'but', 'although', 'despite', 'no'])(
    'of negation and contrast say nothing: %s',
    (word) => {
      expect(share(word).positive).toBeGreaterThan(0.4);
      expect(share(word).positive).toBeLessThan(0.6);
    },
  );

  it('are not enough: logistic regression on word counts', () => {
    const accuracy = bagOfWordsAccuracy();
    expect(accuracy).toBeGreaterThan(0.65);
    expect(accuracy).toBeLessThan(0.75);
  });
});

describe('reviews', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await reviews.load(context);
  });

  it('is 8,000 + 2,000 sentences of words along time, in two classes', () => {
    expect(dataset.name).toBe('reviews');
    expect(dataset.axes).toEqual(['time']);
    expect(dataset.shape).toEqual([Math.max(...train.map(({ tokens }) => tokens.length)), 1]);
    expect(dataset.classes).toEqual(['negative', 'positive']);
    expect(dataset.splits.train.length).toBe(8000);
    expect(dataset.splits.test.length).toBe(2000);
    expect(dataset.splits.validation).toBeUndefined();
    expect(dataset.encoding).toMatchObject({ kind: 'words' });
  });

  it('is the same data in every run, and the beginning of a larger set', async () => {
    const small = await reviews.load({
      ...context,
      seed: 9,
      options: { train: '100', test: '50' },
    });
    expect(small.splits.train.length).toBe(100);
    expect(small.splits.test.length).toBe(50);
    expect(writeReviews('train', 100).map(({ text }) => text)).toEqual(
      train.slice(0, 100).map(({ text }) => text),
    );
    expect(small.sha256).not.toBe(dataset.sha256);
  });

  it.each([
    [{ trian: '100' }, /no option 'trian'; it takes train=8000 and test=2000/],
    [{ train: '9' }, /train must be an integer from 10 to 100,000, got '9'/],
    [{ test: '1e3' }, /test must be an integer .* got '1e3'/],
    [{ test: '-5' }, /got '-5'/],
    [{ train: '' }, /got ''/],
    [{ train: '100001' }, /got '100001'/],
  ])('refuses the options %j', async (options: Record<string, string>, message) => {
    const loading = reviews.load({ ...context, options });
    await expect(loading).rejects.toThrow(InputError);
    await expect(loading).rejects.toThrow(message);
  });
});

/** Test accuracy of logistic regression on word counts after 20 epochs of gradient descent, one by one. */
function bagOfWordsAccuracy(): number {
  const weights = new Map<string, number>();
  const logit = (tokens: readonly string[]): number =>
    tokens.reduce((sum, token) => sum + (weights.get(token) ?? 0), 0);
  for (let epoch = 0; epoch < 20; epoch++) {
    const rate = 0.1 / (1 + epoch);
    for (const { tokens, label } of train) {
      const error = 1 / (1 + Math.exp(-logit(tokens))) - label;
      for (const token of tokens) weights.set(token, (weights.get(token) ?? 0) - rate * error);
    }
  }
  return test.filter(({ tokens, label }) => logit(tokens) > 0 === (label === 1)).length / 2000;
}
