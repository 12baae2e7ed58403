import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { playGame, writeSgf } from '@axiswise/board';
import { GtpProcess } from '@axiswise/board/gtp-process.fixture';
import { Random } from '@axiswise/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, axiswise, temporaryFolder } from './axiswise.ts';

interface TrainAnswer {
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
const runDir = path.join(scratch, 'run');
const small = [
  ...['train', 'board', '--data-options', 'games=12', 'planes=12', '--filters', '8'],
  ...['--layers', '2', '--epochs', '2', '--batch-size', '32'],
];
const gnuGo = ['gnugo', '/usr/games/gnugo'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
if (!gnuGo) console.warn('skipped a game against GNU Go: apt-get install gnugo');

let trained: TrainAnswer;
beforeAll(async () => {
  trained = await answerOf<TrainAnswer>([...small, '--run-dir', runDir]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('board', () => {
  it('trains on games of the built-in player, the same each time', async () => {
    expect(trained.trainExamples).toBeGreaterThan(300);
    // Better than any one of 361 points by chance.
    expect(trained.test.top5Accuracy).toBeGreaterThan(0.05);
    expect(trained.confusion).toBeNull();
    const again = await answerOf<TrainAnswer>([...small, '--run-dir', path.join(scratch, 'again')]);
    expect(again.weightsSha256).toBe(trained.weightsSha256);
  });

  it('is scored with and without averaging over the eight symmetries', async () => {
    const scored = await answerOf<TrainAnswer & { testOverSymmetries: TrainAnswer['test'] }>([
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
    const { predictions } = await answerOf<{ predictions: { part: string; label: string }[] }>([
      ...['predict', runDir, file],
    ]);
    expect(predictions).toHaveLength(1);
    expect(predictions[0].part).toBe('after move 30');
    expect(predictions[0].label).toMatch(/^[A-HJ-T]\d{1,2}$/);
  });

  it.runIf(gnuGo)(
    'plays a whole game over GTP against GNU Go without an illegal move',
    async () => {
      const ours = new GtpProcess(process.execPath, [bin, 'gtp', runDir, '--backend', 'wasm']);
      const theirs = new GtpProcess(gnuGo!, ['--mode', 'gtp', '--level', '0', '--seed', '1']);
      try {
        for (const line of ['boardsize 19', 'clear_board', 'komi 6.5']) {
          await ours.ask(line);
          await theirs.ask(line);
        }
        let passes = 0;
        let moves = 0;
        for (let turn = 0; passes < 2 && moves < 1100; turn++) {
          const colour = turn % 2 === 0 ? 'black' : 'white';
          const [mover, other] = turn % 2 === 0 ? [ours, theirs] : [theirs, ours];
          const move = await mover.ask(`genmove ${colour}`);
          if (move === 'resign') break;
          // An illegal move is answered with "?", which is thrown.
          await other.ask(`play ${colour} ${move}`);
          passes = move.toLowerCase() === 'pass' ? passes + 1 : 0;
          moves++;
        }
        expect(moves).toBeGreaterThan(50);
        expect(moves).toBeLessThan(1100);
        expect(await ours.ask('final_score')).toMatch(/^(0|[BW]\+[\d.]+)$/);
        await ours.ask('quit');
      } finally {
        ours.close();
        theirs.close();
      }
    },
    180_000,
  );

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
