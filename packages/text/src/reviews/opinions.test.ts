import { allTargets, unlabelled } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../tokenize.ts';
import { compose } from './compose.ts';
import { opinionClasses, reviewOpinions } from './opinions.ts';
import { writeReviews } from './reviews.ts';

/** Which words of a composed template say an opinion, and what it counts. */
const opinionsIn = (template: string, sign: 1 | -1, joke = ''): (readonly [string, number])[] =>
  compose({ Review: [[1, template]], Joke: [[1, joke]] }, 'Review', sign, new Random(0))
    .parts.filter(({ counts }) => counts !== undefined)
    .map(({ text, counts }) => [text, counts!]);

describe('words of opinion', () => {
  it('count what they say of the whole, however deep they stand', () => {
    expect(opinionsIn('the plot is {dull}', -1)).toEqual([['dull', -2]]);
    expect(opinionsIn('the plot is not {flip dull}', 1)).toEqual([['dull', 1]]);
    expect(opinionsIn('the songs {drop dazzle} , the plot is slightly {half thin}', -1)).toEqual([
      ['dazzle', 0],
      ['thin', -0.5],
    ]);
    // Conceded as a whole: what is negated in it does not count either.
    expect(opinionsIn('the end is {drop Joke} , but it is {funny}', 1, 'not {flip good}')).toEqual([
      ['good', -0],
      ['funny', 2],
    ]);
  });

  it('leave the reviews as they are: their words are those of the text', () => {
    for (const { text, words, label } of writeReviews('train', 300)) {
      expect(words.map(({ word }) => word)).toEqual(tokenize(text));
      const sum = words.reduce((total, { counts = 0 }) => total + counts, 0);
      expect(Math.sign(sum)).toBe(label === 1 ? 1 : -1);
    }
  });
});

it('labels each word of the reviews, and no padding', async () => {
  const options = { train: '60', test: '20' };
  const dataset = await reviewOpinions.load({ dataDir: '/nowhere', seed: 0, options });
  const [length] = dataset.shape;
  expect(dataset).toMatchObject({
    classes: opinionClasses,
    targets: { task: 'position-classification', axes: ['time'], shape: [length] },
  });
  const { train } = dataset.splits;
  const tokens = new Float32Array(60 * length);
  await train.gather(Uint32Array.from({ length: 60 }, (_, i) => i), tokens); // prettier-ignore
  const labels = allTargets(train);
  labels.forEach((label, i) => expect(label === unlabelled).toBe(tokens[i] === 0));
  // Every review says an opinion that counts.
  for (let i = 0; i < 60; i++) {
    const own = labels.subarray(i * length, (i + 1) * length);
    expect(own.some((label) => label === 1 || label === 2)).toBe(true);
  }
});
