import { describe, expect, it } from 'vitest';
import { divideGames } from './divide-games.ts';
import { checkGame, GameCollection } from './games.ts';
import { parseSgf } from './sgf.ts';

function collect(...texts: readonly string[]): GameCollection {
  const collection = new GameCollection(9);
  texts.forEach((text, i) => {
    for (const game of parseSgf(text, `${i}.sgf`).games) collection.add(game);
  });
  return collection;
}

describe('checkGame', () => {
  const check = (text: string): unknown => checkGame(parseSgf(text, 'a.sgf').games[0], 9);

  it('returns the last position of a legal game', () => {
    // White's A9 is captured by B9 and A8.
    const position = checkGame(parseSgf('(;SZ[9];B[ba];W[aa];B[ab])', 'a.sgf').games[0], 9);
    expect(position.colourAt(0)).toBe(0);
    expect(position.toMove).toBe(2);
  });

  it.each([
    ['(;SZ[9];B[aa];W[aa])', 'a.sgf: move 2, white A9: the point is occupied'],
    [
      '(;SZ[9];B[ba];W[ii];B[ab];W[aa])',
      'a.sgf: move 4, white A9: the stones would have no liberty',
    ],
    // Black takes the ko at C8, White takes back at once.
    [
      '(;SZ[9];B[ba];W[ca];B[ab];W[db];B[bc];W[cc];B[cb];W[bb];B[cb])',
      'a.sgf: move 9, black C8: the ko may not be taken back at once',
    ],
    [
      '(;SZ[9]AB[aa]AW[ba][ab])',
      'a.sgf: the stones set up before move 1 leave A9 without a liberty',
    ],
    ['(;SZ[13];B[aa])', 'a.sgf is a 13×13 game, but 9×9 is needed'],
  ])('refuses %j', (text, message) => {
    expect(() => check(text)).toThrow(message);
  });

  it('lets a ko be taken where the other side has not moved in between', () => {
    // As above, but Black plays elsewhere and then again at the ko: White has not replied.
    const text = '(;SZ[9];B[ba];W[ca];B[ab];W[db];B[bc];W[cc];B[cb];W[bb];B[ii];B[cb])';
    expect(() => check(text)).not.toThrow();
  });
});

describe('GameCollection', () => {
  it('recognises a game whatever its file is called', () => {
    const collection = collect('(;SZ[9]PB[a];B[aa])', '(;SZ[9]KM[6]PB[b]C[c];B[aa])');
    expect(collection.games.map(({ place }) => place)).toEqual(['0.sgf']);
    expect(collection.describeSkipped()).toBe('skipped 1 game: 1.sgf is the same game as 0.sgf');
  });

  it('distinguishes games by who moved and by setup stones', () => {
    const texts = [
      '(;SZ[9];B[aa])',
      '(;SZ[9];W[aa])',
      '(;SZ[9]AB[bb];B[aa])',
      '(;SZ[9];B[aa];W[])',
    ];
    expect(collect(...texts).games).toHaveLength(4);
    expect(collect(...texts).describeSkipped()).toBeUndefined();
  });

  it('summarises skipped games by reason', () => {
    const collection = collect('(;SZ[19];B[aa])', '(;SZ[9])', '(;SZ[13];B[aa])');
    expect(collection.describeSkipped()).toBe(
      'skipped 3 games: another board size: 2, such as 0.sgf is a 19×19 game, but 9×9 is needed; ' +
        '1.sgf has no moves',
    );
  });
});

describe('divideGames', () => {
  const points = Array.from(
    { length: 81 },
    (_, i) => 'abcdefghi'[i % 9] + 'abcdefghi'[Math.floor(i / 9)],
  );
  const { games } = collect(...points.map((point) => `(;SZ[9];B[${point}])`));

  it('puts a tenth into test and a fiftieth into validation, each game once', () => {
    const { train, validation, test } = divideGames(games);
    expect([train.length, validation.length, test.length]).toEqual([71, 2, 8]);
    expect(new Set([...train, ...validation, ...test]).size).toBe(81);
  });

  it('divides alike whatever the order', () => {
    expect(divideGames([...games].reverse())).toEqual(divideGames(games));
  });
});
