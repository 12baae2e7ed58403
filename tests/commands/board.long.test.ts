import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { GtpProcess } from '@axiswise/board/gtp-process.fixture';
import { describe, expect, it } from 'vitest';
import { sharedRun } from './shared-runs.ts';

const bin = path.resolve(import.meta.dirname, '../../packages/cli/bin/axiswise.js');
const gnuGo = ['gnugo', '/usr/games/gnugo'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
const absent = gnuGo === undefined ? ' (skipped: no gnugo; apt-get install gnugo)' : '';

describe.skipIf(absent)(`a game of Go${absent}`, () => {
  it('is played to its end over GTP against GNU Go without an illegal move', async () => {
    const { runDir } = await sharedRun('board');
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
  });
});
