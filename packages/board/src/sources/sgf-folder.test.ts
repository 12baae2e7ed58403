import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Dataset, exampleName, type LoadContext, type Split } from '@axiswise/data';
import { Random } from '@axiswise/random';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decodeBoard } from './decode-board.ts';
import { playGame } from './self-play.ts';
import { sgfFolder } from './sgf-folder.ts';
import { parseSgf, writeSgf } from '../sgf/sgf.ts';

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-board-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** Writes short games that differ in their first move. */
const shortGames = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const first =
        String.fromCharCode(97 + (i % 19)) + String.fromCharCode(97 + Math.floor(i / 19));
      return [`deep/${i}.sgf`, `(;SZ[19];B[${first}];W[sr];B[];W[sq])`];
    }),
  );

async function load(
  folder: string,
  context: Partial<LoadContext> = {},
): Promise<{ dataset: Dataset; lines: string[] }> {
  const lines: string[] = [];
  const dataset = await sgfFolder(folder).load({
    dataDir: '/nowhere',
    seed: 0,
    onProgress: (line) => lines.push(line),
    ...context,
    options: { planes: '4', ...context.options },
  });
  return { dataset, lines };
}

describe('sgfFolder', () => {
  it('takes folders train and test as they are, and for a run that is scored the test alone', async () => {
    const games = Object.entries(shortGames(10));
    const parts = games.map(([name, game], i): [string, string] => [
      name.replace('deep', i < 6 ? 'train/a' : i < 9 ? 'test' : 'beside'),
      game,
    ]);
    const folder = folderOf(Object.fromEntries(parts));
    const { dataset, lines } = await load(folder);
    const { train, validation, test } = dataset.splits;
    const gamesOf = (split: Split): string[] => [
      ...new Set(Array.from(split.groups!, (group) => dataset.groupName!(group))),
    ];
    expect(gamesOf(test).sort()).toEqual(['test/6.sgf', 'test/7.sgf', 'test/8.sgf']);
    expect([gamesOf(train).length, gamesOf(validation!).length]).toEqual([5, 1]);
    expect(lines).toContain(
      `skipped 1 SGF file in ${folder} beside the folders train, validation and test`,
    );
    const scoredBy = { shape: dataset.shape, classes: dataset.classes };
    const { splits } = (await load(folder, { encoding: dataset.encoding, scoredBy })).dataset;
    expect([splits.train.length, splits.test.length]).toEqual([0, test.length]);
    await expect(load(folder, { options: { fold: '1' } })).rejects.toThrow(
      'has its own test part, so it is not divided into folds',
    );
  });

  it('is divided into folds of whole games, or scored as a whole', async () => {
    const folder = folderOf(shortGames(9));
    const tested: string[] = [];
    for (const fold of ['1', '2', '3']) {
      const { dataset } = await load(folder, { options: { fold, folds: '3' } });
      const games = new Set(dataset.splits.test.groups);
      for (const group of games) {
        tested.push(dataset.groupName!(group));
        expect(dataset.splits.train.groups).not.toContain(group);
      }
    }
    expect(tested.sort()).toEqual(Array.from({ length: 9 }, (_, i) => `deep/${i}.sgf`));
    await expect(load(folder, { options: { fold: '1' } })).rejects.toThrow(
      '9 games cannot be divided into 10 folds; add games, or ask for fewer folds',
    );
    const { dataset } = await load(folder);
    const scoredBy = { shape: dataset.shape, classes: dataset.classes };
    const { splits } = (await load(folder, { encoding: dataset.encoding, scoredBy })).dataset;
    expect(new Set(splits.test.groups).size).toBe(9);
  });

  it('has games as groups, which no split shares, and names positions by file and move', async () => {
    const folder = folderOf(shortGames(20));
    const { dataset } = await load(folder);
    const { train, validation, test } = dataset.splits;
    expect(dataset.groupsOf).toBe('game');
    const games = [train, validation!, test].map((split) => new Set(split.groups));
    expect(games.map(({ size }) => size)).toEqual([17, 1, 2]);
    expect(new Set(games.flatMap((some) => [...some])).size).toBe(20);
    const game = dataset.groupName!(test.groups![1]);
    expect(game).toMatch(/^deep\/\d+\.sgf$/);
    expect(exampleName(test, 0)).toBe(`${game} move 1`);
    // Move 3 is a pass.
    expect(Array.from(test.labels, (_, i) => exampleName(test, i).split(' move ')[1])).toEqual([
      '1',
      '2',
      '4',
      '1',
      '2',
      '4',
    ]);
  });

  it('makes an example of every move except passes, labelled with its point', async () => {
    const { dataset } = await load(folderOf(shortGames(20)));
    expect(dataset.axes).toEqual(['row', 'column']);
    expect(dataset.shape).toEqual([19, 19, 4]);
    expect(dataset.classes).toHaveLength(361);
    expect([dataset.classes[0], dataset.classes[72], dataset.classes[360]]).toEqual([
      'A19',
      'Q16',
      'T1',
    ]);
    expect(dataset.encoding).toEqual({ kind: 'board', planes: 4 });
    const { train, validation, test } = dataset.splits;
    // Of 20 games, two are for test, one is for validation, 17 are left; three moves each, one a
    // pass.
    expect([train.length, validation!.length, test.length]).toEqual([51, 3, 6]);
    // sr and sq are the points of rows 17 and 16 in the last column.
    expect([...test.labels.slice(1, 3)]).toEqual([17 * 19 + 18, 16 * 19 + 18]);
  });

  it('keeps the positions of a game in one split', async () => {
    const { dataset } = await load(folderOf(shortGames(40)));
    const firstMoves = Object.values(dataset.splits).map(({ labels }) =>
      [...labels].filter((_, i) => i % 3 === 0),
    );
    expect(firstMoves.map((moves) => moves.length)).toEqual([35, 1, 4]);
    // Every first move belongs to one game only.
    expect(new Set(firstMoves.flat()).size).toBe(40);
    expect(Object.values(dataset.splits).every(({ length }) => length % 3 === 0)).toBe(true);
  });

  it('divides by moves, not by names, order or seed', async () => {
    const games = Object.values(shortGames(30));
    const named = (name: (i: number) => string): string =>
      folderOf(Object.fromEntries(games.map((game, i) => [name(i), game])));
    const { dataset: first } = await load(named((i) => `a/${i}.sgf`));
    const { dataset: second } = await load(
      named((i) => `${99 - i}.SGF`),
      { seed: 5 },
    );
    expect(second.sha256).toBe(first.sha256);
    expect(second.splits.test.labels).toEqual(first.splits.test.labels);
    expect(second.splits.train.labels).toEqual(first.splits.train.labels);
  });

  it('has another checksum for other data', async () => {
    const { dataset: first } = await load(folderOf(shortGames(10)));
    const { dataset: other } = await load(folderOf(shortGames(11)));
    const { dataset: planes } = await load(folderOf(shortGames(10)), { options: { planes: '12' } });
    expect(other.sha256).not.toBe(first.sha256);
    expect(planes.sha256).toBe(first.sha256);
  });

  it('takes the requested numbers of games and test games', async () => {
    const folder = folderOf(shortGames(30));
    const { dataset } = await load(folder, { options: { games: '10', testGames: '3' } });
    const { train, validation, test } = dataset.splits;
    expect([train.length, validation!.length, test.length]).toEqual([18, 3, 9]);
  });

  it('reads more data with the planes of a run', async () => {
    const { dataset } = await load(folderOf(shortGames(10)), {
      encoding: { kind: 'board', planes: 12 },
      options: { planes: '4' },
    });
    expect(dataset.shape).toEqual([19, 19, 12]);
  });

  it('skips bad games and says how many and why', async () => {
    const folder = folderOf({
      ...shortGames(10),
      'again.sgf': '(;SZ[19]PB[other];B[aa];W[sr];B[];W[sq])',
      'bad/cut.sgf': '(;SZ[19];B[aa];W[bb]',
      'bad/illegal.sgf': '(;SZ[19];B[aa];W[bb];B[cc];W[aa])',
      'bad/large.sgf': '(;SZ[19];B[aa](;SZ[19];B[bb]',
      'bad/latin.sgf': Buffer.from('(;CA[UTF-8]PB[\xe4\xfc];B[aa])', 'latin1'),
      'bad/none.sgf': '(;SZ[19]KM[6.5])',
      'bad/passes.sgf': '(;SZ[19];B[];W[tt])',
      'bad/small.sgf': '(;SZ[9];B[aa];W[bb])',
      'bad/text.sgf': 'hello',
      'readme.txt': 'no SGF',
    });
    const { dataset, lines } = await load(folder);
    expect(dataset.splits.train.length).toBe(24);
    const skipped = lines.find((line) => line.startsWith('skipped'))!;
    expect(skipped).toContain('skipped 9 games: ');
    for (const part of [
      'is the same game as',
      /unbalanced brackets: 2, such as \S+bad\/(cut|large)\.sgf, line 1: the file ends before/,
      /bad\/illegal\.sgf: move 4, white A19: the point is occupied/,
      /bad\/latin\.sgf says that its encoding is UTF-8, but its bytes are not/,
      /no moves: 2, such as \S+bad\/(none|passes)\.sgf has no moves/,
      /bad\/small\.sgf is a 9×9 game, but 19×19 is needed/,
      /bad\/text\.sgf is not SGF/,
    ]) {
      expect(skipped).toMatch(part);
    }
  });

  it('fails if no game is usable', async () => {
    const bad = folderOf({ 'a.sgf': '(;SZ[9];B[aa])', 'b.sgf': 'hello' });
    await expect(load(bad)).rejects.toThrow(
      /must hold at least 3 usable games.*, got 0; skipped 2 games: .*is a 9×9 game/,
    );
    await expect(load(folderOf({ 'a.txt': '' }))).rejects.toThrow(
      'must hold at least 3 usable games (train, validation, test), got 0; it has no SGF files',
    );
    await expect(load('/nowhere/at/all')).rejects.toThrow('/nowhere/at/all is missing');
  });

  it.each([
    [{ planes: '5' }, 'planes must be 4, 12 or 48, got 5'],
    [{ plane: '4' }, "a folder of SGF has no option 'plane'; it takes planes=48, 12 or 4 and"],
    [{ games: '2' }, "games must be an integer from 3 to 10,000,000, got '2'"],
    [{ testGames: '9' }, '10 games minus 9 for test and 1 for validation leave none for training'],
    [{ workers: 'many' }, "workers must be an integer from 1 to 64, got 'many'"],
  ])('refuses the options %j', async (options, message) => {
    await expect(load(folderOf(shortGames(10)), { options })).rejects.toThrow(message);
  });

  it('refuses a run that was not trained on boards', async () => {
    const wrong = load(folderOf(shortGames(10)), { encoding: { kind: 'text' } });
    await expect(wrong).rejects.toThrow('the run was not trained on boards');
  });
});

describe('decodeBoard', () => {
  const as = { shape: [19, 19, 4], encoding: { kind: 'board', planes: 4 } };

  it('returns the position after the last move of every game', async () => {
    const folder = folderOf({
      'one.sgf': '(;SZ[19];B[aa];W[sr])',
      'two.sgf': '(;SZ[19]AB[aa])(;SZ[19];B[aa];W[bb];B[cc])',
    });
    const [one] = await decodeBoard(path.join(folder, 'one.sgf'), as);
    expect(one.part).toBe('after move 2');
    expect(one.input).toHaveLength(361 * 4);
    // Planes: own (black, the player to move), opponent's, empty, ones.
    expect([...one.input.subarray(0, 4)]).toEqual([1, 0, 0, 1]);
    const corner = (17 * 19 + 18) * 4;
    expect([...one.input.subarray(corner, corner + 4)]).toEqual([0, 1, 0, 1]);
    const two = await decodeBoard(path.join(folder, 'two.sgf'), as);
    expect(two.map(({ part }) => part)).toEqual(['game 1, after move 0', 'game 2, after move 3']);
    // White to move: the black stone at A19 is the opponent's.
    expect([...two[1].input.subarray(0, 4)]).toEqual([0, 1, 0, 1]);
  });

  it('names file, game and move of a fault', async () => {
    const folder = folderOf({
      'illegal.sgf': '(;SZ[19];B[aa])(;SZ[19];B[bb];W[bb])',
      'small.sgf': '(;SZ[9];B[aa])',
    });
    const decode = (name: string): Promise<unknown> => decodeBoard(path.join(folder, name), as);
    await expect(decode('illegal.sgf')).rejects.toThrow(
      /illegal\.sgf \(game 2 of 2\): move 2, white B18: the point is occupied$/,
    );
    await expect(decode('small.sgf')).rejects.toThrow(
      /small\.sgf is a 9×9 game, but 19×19 is needed$/,
    );
    await expect(decode('absent.sgf')).rejects.toThrow(/absent\.sgf is missing$/);
  });
});

it('reads back the games that the built-in player saves', () => {
  const game = playGame(new Random(1));
  expect(parseSgf(writeSgf(game), 'own.sgf').games[0].game).toEqual(game);
});
