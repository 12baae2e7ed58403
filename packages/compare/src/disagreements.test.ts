import { describe, expect, it } from 'vitest';
import { disagreeingPairs, findDisagreements } from './disagreements.ts';

const classes = ['cat', 'dog', 'owl'];

describe('findDisagreements', () => {
  const labels = [0, 0, 1, 2, 0];
  const slide = {
    name: 'slide',
    predicted: [
      [0, 0, 1, 2, 1],
      [0, 0, 1, 2, 1],
      [0, 0, 1, 0, 0],
    ],
  };
  const span = {
    name: 'span',
    predicted: [
      [1, 2, 2, 1, 0],
      [1, 2, 2, 2, 0],
      [1, 1, 0, 1, 0],
    ],
  };

  it('takes examples that most seeds of one predict rightly and most of the other wrongly', () => {
    const [right, left] = findDisagreements([[slide, span]], labels, classes);
    // All seeds differ on 0, 1 and 2: another label comes before a second cat. On 3 two differ.
    expect(right).toMatchObject({ right: 'slide', wrong: 'span', count: 4 });
    expect(right.examples.map(({ index }) => index)).toEqual([0, 2, 1, 3]);
    expect(right.examples[1]).toEqual({
      index: 2,
      label: 'dog',
      predictions: {
        right: [{ class: 'dog', seeds: 3 }],
        wrong: [
          { class: 'owl', seeds: 2 },
          { class: 'cat', seeds: 1 },
        ],
      },
    });
    expect(left).toMatchObject({ right: 'span', wrong: 'slide', count: 1 });
    expect(left.examples[0].index).toBe(4);
  });

  it('names examples whose name is known', () => {
    const [{ examples }] = findDisagreements([[slide, span]], labels, classes, (index) =>
      index === 0 ? 'pets.jsonl:7' : undefined,
    );
    expect(examples[0].name).toBe('pets.jsonl:7');
    expect(examples[1]).not.toHaveProperty('name');
  });

  it('does not count a tie of the seeds as most of them', () => {
    const half = { name: 'half', predicted: [[0], [1]] };
    const never = { name: 'never', predicted: [[1], [1]] };
    for (const { count } of findDisagreements([[half, never]], [0], classes)) expect(count).toBe(0);
  });

  it('keeps six examples and counts all', () => {
    const zeros = Array.from({ length: 40 }, () => 0);
    const right = { name: 'right', predicted: [zeros] };
    const wrong = { name: 'wrong', predicted: [zeros.map(() => 1)] };
    const [found] = findDisagreements([[right, wrong]], zeros, classes);
    expect(found.count).toBe(40);
    expect(found.examples.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('says nothing of a strategy without a finished seed', () => {
    expect(
      findDisagreements([[slide, { name: 'failed', predicted: [] }]], labels, classes),
    ).toEqual([]);
  });
});

describe('disagreeingPairs', () => {
  const strategies = [
    { name: 'slide', accuracy: 0.8 },
    { name: 'span', accuracy: 0.9 },
    { name: 'linear', accuracy: 0.85 },
    { name: 'failed', accuracy: NaN },
  ];
  const names = (reference: string | null, of = strategies) =>
    disagreeingPairs(of, reference).map((pair) => pair.map(({ name }) => name).join(' '));

  it('sets the best beside the reference and beside the next one', () => {
    expect(names('slide')).toEqual(['span slide', 'span linear']);
    expect(names('linear')).toEqual(['span linear']);
    expect(names('span')).toEqual(['span linear']);
    expect(names(null)).toEqual(['span linear']);
    expect(names('failed')).toEqual(['span linear']);
  });

  it('has no pair with fewer than two strategies', () => {
    expect(names('slide', strategies.slice(0, 1))).toEqual([]);
    expect(names(null, [])).toEqual([]);
  });
});
