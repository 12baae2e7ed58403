import { spawnSync } from 'node:child_process';
import { Random } from '@axiswise/random';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseMove } from '../player/choose-move.ts';
import type { GtpPlayer } from './gtp-player.ts';
import { GtpEngine } from './gtp.ts';
import { handicapPoints } from '../rules/handicap.ts';
import { gtpName, PASS } from '../rules/coordinates.ts';
import { GtpProcess } from './gtp-process.fixture.ts';
import { BuiltInPlayer } from '../player/player.ts';

// Debian installs it outside of the usual path.
const command = ['gnugo', '/usr/games/gnugo'].find(
  (name) => spawnSync(name, ['--version']).status === 0,
);
const reason = 'GNU Go is not installed: apt-get install gnugo';
if (!command) console.warn(`skipped games against GNU Go: ${reason}`);

/** Plays a game to two passes and sends every move of one side to the other. */
async function playOut(
  engine: GtpEngine,
  gnuGo: GtpProcess,
  { size, ours }: { readonly size: number; readonly ours: 'black' | 'white' },
): Promise<{ readonly moves: string[]; readonly score: string }> {
  const ask = async (line: string): Promise<string> => {
    const answer = (await engine.answer(line))!;
    expect(answer, `our answer to "${line}"`).toMatch(/^=/);
    return answer.slice(1).trim();
  };
  for (const line of [`boardsize ${size}`, 'clear_board', 'komi 6.5']) {
    await ask(line);
    await gnuGo.ask(line);
  }
  const moves: string[] = [];
  for (let colour = 'black'; ; colour = colour === 'black' ? 'white' : 'black') {
    const isOurs = colour === ours;
    const move = isOurs ? await ask(`genmove ${colour}`) : await gnuGo.ask(`genmove ${colour}`);
    moves.push(move);
    if (move === 'resign') break;
    if (isOurs) await gnuGo.ask(`play ${colour} ${move}`);
    else await ask(`play ${colour} ${move}`);
    if (moves.slice(-2).every((each) => each.toLowerCase() === 'pass') && moves.length > 1) break;
    expect(moves.length).toBeLessThan(3 * size * size + 3);
  }
  return { moves, score: await ask('final_score') };
}

const builtIn = (seed: number): GtpPlayer => {
  const player = new BuiltInPlayer(new Random(seed, 'gnugo'));
  return {
    name: 'built-in',
    version: '1',
    genmove: (position, { moves }) =>
      player.choose(position, { opponent: moves.at(-1) ?? PASS, own: moves.at(-2) ?? PASS }),
  };
};

/** A policy without knowledge: it plays at random whatever `chooseMove` allows. */
const ignorant = (seed: number): GtpPlayer => {
  const random = new Random(seed, 'ignorant');
  return {
    name: 'ignorant',
    version: '1',
    genmove: (position, { moves }) => {
      const probabilities = Array.from(position.points, () => random.uniform());
      return chooseMove(position, probabilities, moves.length);
    },
  };
};

describe.skipIf(!command)(`complete games against GNU Go${command ? '' : ` (${reason})`}`, () => {
  let gnuGo: GtpProcess;
  beforeEach(() => {
    gnuGo = new GtpProcess(command!, ['--mode', 'gtp', '--level', '0', '--seed', '1']);
  });
  afterEach(() => gnuGo.close());

  it.each([
    { player: builtIn(1), size: 19, ours: 'black' },
    { player: builtIn(2), size: 9, ours: 'white' },
    { player: ignorant(3), size: 9, ours: 'white' },
    { player: ignorant(4), size: 13, ours: 'black' },
  ] as const)(
    '$player.name as $ours on $size×$size: all moves legal',
    async (each) => {
      const { moves, score } = await playOut(new GtpEngine(each.player), gnuGo, each);
      expect(moves.length).toBeGreaterThan(20);
      expect(score).toMatch(/^(0|[BW]\+\d+(\.5)?)$/);
    },
    180_000,
  );

  it('agrees on the fixed handicaps', async () => {
    for (const size of [7, 8, 9, 12, 13, 19]) {
      for (let stones = 2; stones <= 9; stones++) {
        await gnuGo.ask(`boardsize ${size}`);
        const theirs = await gnuGo.ask(`fixed_handicap ${stones}`).catch(() => undefined);
        const points = handicapPoints(stones, size)?.map((point) => gtpName(point, size));
        expect(points?.sort(), `${stones} on ${size}`).toEqual(theirs?.split(' ').sort());
      }
    }
  });
});
