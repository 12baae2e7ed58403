import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { PASS, pointOfGtpName } from '../rules/coordinates.ts';
import type { GtpPlayer } from './gtp-player.ts';
import { GtpEngine, serveGtp } from './gtp.ts';
import { BLACK } from '../rules/position.ts';

/** Plays the first legal point, from the upper left. */
const firstPoint: GtpPlayer = {
  name: 'first point',
  version: '1.2',
  genmove: (position) => {
    const point = position.points.findIndex((_, at) => position.isLegal(at));
    return point === -1 ? PASS : point;
  },
};

let engine: GtpEngine;
beforeEach(() => {
  engine = new GtpEngine(firstPoint);
});

/** Sends lines and returns the answers, without the empty line after each. */
async function answers(...lines: string[]): Promise<(string | undefined)[]> {
  const all: (string | undefined)[] = [];
  for (const line of lines) {
    const answer = await engine.answer(line);
    if (answer !== undefined) expect(answer).toMatch(/[^\n]\n\n$|^[=?]\d*\n\n$/);
    all.push(answer?.slice(0, -2));
  }
  return all;
}

describe('a GTP engine', () => {
  it('states its name and version', async () => {
    expect(await answers('protocol_version', 'name', 'version')).toEqual([
      '= 2',
      '= first point',
      '= 1.2',
    ]);
  });

  it('supports the commands that it lists', async () => {
    const [list] = await answers('list_commands');
    const commands = list!.slice(2).split('\n');
    // The commands that section 6.1 of the protocol requires, and its tournament and regression
    // sets.
    expect(commands).toEqual(
      expect.arrayContaining(
        (
          'protocol_version name version known_command list_commands quit boardsize clear_board ' +
          'komi play genmove fixed_handicap place_free_handicap set_free_handicap undo ' +
          'time_settings time_left final_score showboard reg_genmove loadsgf'
        ).split(' '),
      ),
    );
    for (const command of commands) {
      expect(await answers(`known_command ${command}`)).toEqual(['= true']);
    }
    expect(await answers('known_command toString', 'known_command')).toEqual([
      '= false',
      '= false',
    ]);
  });

  it('repeats the number of a command', async () => {
    expect(await answers('12 name', '007 komi 5.5', '3 nonsense', '4')).toEqual([
      '=12 first point',
      '=007',
      '?3 unknown command',
      '?4 unknown command',
    ]);
  });

  it('skips comments, empty lines, control characters and spaces', async () => {
    expect(
      await answers('', '   ', '# a comment', '\r', ' 1\tname  # and more\r', 'na\x07me\r'),
    ).toEqual([undefined, undefined, undefined, undefined, '=1 first point', '= first point']);
  });

  it('plays, captures and undoes', async () => {
    const lines = ['boardsize 5', 'clear_board', 'play b A4', 'play White a5', 'play BLACK b5'];
    expect(await answers(...lines)).toEqual(['=', '=', '=', '=', '=']);
    expect(await answers('showboard')).toEqual([
      '= \n' +
        '   A B C D E\n' +
        ' 5 . X . . .  5\n' +
        ' 4 X . . . .  4\n' +
        ' 3 . . . . .  3\n' +
        ' 2 . . . . .  2\n' +
        ' 1 . . . . .  1\n' +
        '   A B C D E',
    ]);
    expect(await answers('play w a5', 'undo', 'undo', 'undo', 'undo')).toEqual([
      '? illegal move',
      '=',
      '=',
      '=',
      '? cannot undo',
    ]);
  });

  it('refuses to take a ko back at once, and allows it after a move elsewhere', async () => {
    const ko = ['b B5', 'b A4', 'b B3', 'w C5', 'w D4', 'w C3', 'b C4', 'w B4'];
    await answers('boardsize 5', ...ko.map((move) => `play ${move}`));
    expect(await answers('play b C4', 'play b E1', 'play w E2', 'play b C4')).toEqual([
      '? illegal move',
      '=',
      '=',
      '=',
    ]);
  });

  it('answers every wrong command and changes nothing', async () => {
    expect(
      await answers(
        'play b D4',
        'play w D4',
        'play w I4',
        'play w T20',
        'play red D5',
        'play w',
        'play',
        'genmove',
        'genmove purple',
        'boardsize',
        'boardsize 1',
        'boardsize 26',
        'boardsize nineteen',
        'komi',
        'komi much',
        'undo',
        'time_settings 1 2',
        'time_left b 5',
        'fixed_handicap',
        'loadsgf',
      ),
    ).toEqual([
      '=',
      '? illegal move',
      '? invalid color or coordinate',
      '? invalid color or coordinate',
      '? invalid color or coordinate',
      '? syntax error',
      '? syntax error',
      '? syntax error',
      '? syntax error',
      '? syntax error',
      '? unacceptable size',
      '? unacceptable size',
      '? syntax error',
      '? syntax error',
      '? syntax error',
      '=',
      '? syntax error',
      '? syntax error',
      '? syntax error',
      '? syntax error',
    ]);
  });

  it('generates moves, and plays them or not', async () => {
    expect(await answers('reg_genmove b', 'genmove b', 'genmove w', 'genmove w')).toEqual([
      '= A19',
      '= A19',
      '= B19',
      '= C19',
    ]);
  });

  it('gives the player the moves so far and the komi', async () => {
    const seen: unknown[] = [];
    engine = new GtpEngine({
      ...firstPoint,
      genmove: (_, game) => {
        seen.push({ ...game, moves: [...game.moves], setup: [...game.setup] });
        return 'resign';
      },
    });
    expect(await answers('set_free_handicap B19 C19')).toEqual(['=']);
    expect(await answers('komi 7.5', 'play b A19', 'play w pass', 'genmove b')).toEqual([
      '=',
      '=',
      '=',
      '= resign',
    ]);
    expect(seen).toMatchObject([
      { size: 19, komi: 7.5, moves: [0, PASS], setup: [0, 1, BLACK, 0, 2, BLACK], toMove: BLACK },
    ]);
  });

  it('throws if the player makes an illegal move', async () => {
    engine = new GtpEngine({ ...firstPoint, genmove: () => pointOfGtpName('D4') });
    await answers('play b D4');
    await expect(engine.answer('genmove w')).rejects.toThrow(
      'first point returned the illegal move D4',
    );
  });

  it('accepts only the sizes that its player plays', async () => {
    engine = new GtpEngine({ ...firstPoint, sizes: [19] });
    expect(await answers('boardsize 9', 'boardsize 19')).toEqual(['? unacceptable size', '=']);
  });

  it('places handicaps', async () => {
    expect(await answers('fixed_handicap 5', 'fixed_handicap 2', 'undo')).toEqual([
      '= D4 Q16 D16 Q4 K10',
      '? board not empty',
      '? cannot undo',
    ]);
    await answers('clear_board');
    expect(await answers('fixed_handicap 1', 'fixed_handicap 10')).toEqual([
      '? invalid number of stones',
      '? invalid number of stones',
    ]);
    expect(
      await answers('set_free_handicap A1', 'set_free_handicap A1 a1', 'set_free_handicap A1 pass'),
    ).toEqual(['? bad vertex list', '? bad vertex list', '? bad vertex list']);
    expect(await answers('set_free_handicap A1 B2 C3', 'play w C3')).toEqual([
      '=',
      '? illegal move',
    ]);
    await answers('clear_board');
    expect(await answers('place_free_handicap 20')).toEqual(['= D4 Q16 D16 Q4 D10 Q10 K4 K16 K10']);
  });

  it('counts stones and surrounded points, minus the komi', async () => {
    await answers('boardsize 5', 'komi 0.5');
    expect(await answers('final_score')).toEqual(['= W+0.5']);
    const wall = ['C1', 'C2', 'C3', 'C4', 'C5'].map((point) => `play b ${point}`);
    const other = ['D1', 'D2', 'D3', 'D4', 'D5'].map((point) => `play w ${point}`);
    await answers(...wall, ...other);
    // Black 5 stones and 10 points, White 5 and 5: 15 - 10 - 0.5.
    expect(await answers('final_score', 'komi 5', 'final_score')).toEqual(['= B+4.5', '=', '= 0']);
  });

  it('accepts clocks', async () => {
    expect(await answers('time_settings 600 30 5', 'time_left b 580 0')).toEqual(['=', '=']);
  });

  it('loads a game up to a move', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-gtp-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'game.sgf');
    writeFileSync(file, '(;SZ[9]KM[5.5];B[aa];W[bb];B[cc])');
    // Up to the position before move 2: White is to move, and A9 is taken.
    expect(await answers(`loadsgf ${file} 2`, 'play w A9', 'play w B8')).toEqual([
      '=',
      '? illegal move',
      '=',
    ]);
    expect(await answers(`loadsgf ${file}`, 'play w C7', 'undo', 'play w C7')).toEqual([
      '=',
      '? illegal move',
      '=',
      '=',
    ]);
    writeFileSync(file, '(;SZ[9];B[aa];AW[bb];B[cc];AW[dd])');
    expect(await answers(`loadsgf ${file}`, 'play w B8', 'play w D6', 'undo')).toEqual([
      '=',
      '? illegal move',
      '? illegal move',
      '? cannot undo',
    ]);
    writeFileSync(file, '(;SZ[9];B[aa];W[aa])');
    expect(await answers(`loadsgf ${file}`, `loadsgf ${file}x`)).toEqual([
      '? cannot load file',
      '? cannot load file',
    ]);
  });
});

describe('serveGtp', () => {
  it('answers a stream of commands until quit, whatever the chunks', async () => {
    const text = '1 name\r\nplay b D4\r\n\n# nothing\nbogus\n2 genmove w\n3 quit\n4 name\n';
    for (const size of [1, 7, 1000]) {
      const bytes = Buffer.from(text);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      let output = '';
      await serveGtp(firstPoint, Readable.from(chunks), { write: (part) => (output += part) });
      expect(output).toBe('=1 first point\n\n=\n\n? unknown command\n\n=2 A19\n\n=3\n\n');
    }
  });

  it('stops at the end of the input, also within a line', async () => {
    let output = '';
    await serveGtp(firstPoint, Readable.from(['1 na', 'me']), {
      write: (part) => (output += part),
    });
    expect(output).toBe('=1 first point\n\n');
  });
});
