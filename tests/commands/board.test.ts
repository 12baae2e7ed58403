import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { playGame, writeSgf } from '@axiswise/board';
import { GtpProcess } from '@axiswise/board/gtp-process.fixture';
import { Random } from '@axiswise/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axiswise, resultOf, temporaryFolder } from './axiswise.ts';
import { sharedRun } from './shared-runs.ts';

interface TrainResult {
  readonly trainExamples: number;
  readonly testExamples: number;
  readonly test: {
    readonly accuracy: number;
    readonly loss: number;
    readonly top5Accuracy: number;
  };
  readonly confusion: null;
  readonly weightsSha256: string;
}

const bin = fileURLToPath(new URL('../../packages/cli/bin/axiswise.js', import.meta.url));
const scratch = temporaryFolder();
let runDir: string;
let words: readonly string[];
let trained: TrainResult;
beforeAll(async () => {
  ({ runDir, words, result: trained } = await sharedRun<TrainResult>('board'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('board', () => {
  it('trains on games of the built-in player, the same each time', async () => {
    expect(trained.trainExamples).toBeGreaterThan(300);
    // Better than any one of 361 points by chance.
    expect(trained.test.top5Accuracy).toBeGreaterThan(0.05);
    expect(trained.confusion).toBeNull();
    const again = await resultOf<TrainResult>([...words, '--run-dir', path.join(scratch, 'again')]);
    expect(again.weightsSha256).toBe(trained.weightsSha256);
  });

  it('is scored with and without averaging over the eight symmetries', async () => {
    const scored = await resultOf<TrainResult & { testOverSymmetries: TrainResult['test'] }>([
      ...['evaluate', runDir, '--symmetries'],
    ]);
    expect(scored.test).toEqual(trained.test);
    expect(scored.testOverSymmetries.loss).not.toBe(scored.test.loss);
    expect(scored.testOverSymmetries.top5Accuracy).toBeGreaterThan(0);
    const images = await axiswise(['evaluate', '/nowhere', '--symmetries']);
    expect(images.code).toBe(2);
  });

  it('answers for a game with the next move', async () => {
    const game = playGame(new Random(1, 'a game to continue'));
    const file = path.join(scratch, 'game.sgf');
    writeFileSync(
      file,
      writeSgf({ ...game, moves: game.moves.slice(0, 30), colours: game.colours.slice(0, 30) }),
    );
    const { predictions } = await resultOf<{ predictions: { part: string; label: string }[] }>([
      ...['predict', runDir, file],
    ]);
    expect(predictions).toHaveLength(1);
    expect(predictions[0].part).toBe('after move 30');
    expect(predictions[0].label).toMatch(/^[A-HJ-T]\d{1,2}$/);
  });

  // A whole game against GNU Go: board.long.test.ts.
  it('plays over GTP in a process of its own', async () => {
    const player = new GtpProcess(process.execPath, [bin, 'gtp', runDir, '--backend', 'wasm']);
    try {
      for (const line of ['boardsize 19', 'clear_board', 'komi 6.5']) await player.ask(line);
      await player.ask('play black Q16');
      expect(await player.ask('genmove white')).toMatch(/^(pass|[A-HJ-T]\d{1,2})$/i);
      await player.ask('quit');
    } finally {
      player.close();
    }
  });

  it('plays only with a network that was trained on boards', async () => {
    const { code, stderr } = await axiswise(['gtp', path.join(scratch, 'nothing')]);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no run in');
  });

  it.each<[string, string, RegExp]>([
    [
      'an illegal move',
      '(;SZ[19];B[aa];W[aa])',
      /bad\.sgf.*move 2, white A19: the point is occupied/,
    ],
    ['a small board', '(;SZ[9];B[aa];W[bb])', /bad\.sgf.*9×9/],
    ['unbalanced brackets', '(;SZ[19];B[aa];W[bb]', /bad\.sgf/],
    ['no moves', '(;SZ[19])', /bad\.sgf/],
  ])('refuses a folder with nothing but %s', async (_, content, message) => {
    const folder = path.join(scratch, 'games');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'bad.sgf'), content);
    const { code, stderr } = await axiswise(['train', 'board', '--data', folder]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').at(-1)).toMatch(message);
  });
});
