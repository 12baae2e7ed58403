import sgf, { type SgfNode } from '@sabaki/sgf';
import { describe, expect, it } from 'vitest';
import { gtpName, PASS, pointOfGtpName } from '../rules/coordinates.ts';
import { type Game, replay } from './game.ts';
import { BLACK, EMPTY, WHITE } from '../rules/position.ts';
import { mainLine } from './main-line.ts';
import { parseSgf, writeSgf } from './sgf.ts';
import { GameError } from './sgf-error.ts';

/** Reads the only game of a text or of bytes. */
function read(content: string | Uint8Array): Game {
  const { games, faults } = parseSgf(content, 'a.sgf');
  if (faults.length > 0) throw faults[0];
  expect(games).toHaveLength(1);
  return games[0].game;
}

const names = ({ moves, size }: Game): string[] =>
  Array.from(moves, (point) => gtpName(point, size));

function faultOf(content: string | Uint8Array): GameError {
  try {
    read(content);
  } catch (cause) {
    if (cause instanceof GameError) return cause;
    throw cause;
  }
  throw new Error('nothing was found wrong');
}

describe('parseSgf', () => {
  it('reads moves, players, komi and result', () => {
    const game = read(
      '(;FF[4]GM[1]SZ[19]KM[6.5]HA[0]PB[A \\] b]BR[9d]PW[C]WR[3k]RE[B+R]\n;B[pd];W[dp];B[];W[tt])',
    );
    expect(game).toMatchObject({
      size: 19,
      komi: 6.5,
      handicap: 0,
      result: 'B+R',
      black: { name: 'A ] b', rank: '9d' },
      white: { name: 'C', rank: '3k' },
      toMove: BLACK,
    });
    expect(names(game)).toEqual(['Q16', 'D4', 'pass', 'pass']);
    expect([...game.colours]).toEqual([BLACK, WHITE, BLACK, WHITE]);
  });

  it('defaults to 19×19, no komi and black to move', () => {
    expect(read('(;)')).toMatchObject({ size: 19, komi: 0, handicap: 0, toMove: BLACK });
  });

  it('follows the first of several variations', () => {
    const game = read('(;SZ[9];B[aa](;W[bb];B[cc](;W[dd])(;W[ee];B[ff]))(;W[gg]))');
    expect(names(game)).toEqual(['A9', 'B8', 'C7', 'D6']);
  });

  it('reads several games of a file, also next to a broken one', () => {
    const { games, faults } = parseSgf(
      '(;SZ[9];B[aa])\n(;SZ[9];B[zz])\n\n(;SZ[13];B[bb];W[cc])\n',
      'three.sgf',
    );
    expect(games.map(({ place, game }) => [place, game.size, game.moves.length])).toEqual([
      ['three.sgf (game 1 of 3)', 9, 1],
      ['three.sgf (game 3 of 3)', 13, 2],
    ]);
    expect(faults.map(({ message }) => message)).toEqual([
      'three.sgf (game 2 of 3): move 1, B[zz], is neither a point of a 9×9 board nor a pass',
    ]);
  });

  it('skips text before the first game, and long names of old properties', () => {
    expect(names(read('From: a friend (yes)\n\n(;SiZe[9];Black[aa];White[bb])'))).toEqual([
      'A9',
      'B8',
    ]);
  });

  it('is not misled by brackets in comments', () => {
    const game = read('(;SZ[9]C[a ( b ; c \\] d) \\\\];B[aa]C[];W[bb]C[(;B[cc\\])])');
    expect(names(game)).toEqual(['A9', 'B8']);
  });

  it('reads points as tt where the board is larger than 19', () => {
    expect(names(read('(;SZ[21];B[tt];W[])'))).toEqual(['U2', 'pass']);
  });

  describe('setup', () => {
    it('places stones before and between moves', () => {
      const game = read('(;SZ[9]AB[aa][cc:dd]AW[ii]PL[W];W[bb];AE[aa]AW[ab];B[hh])');
      expect([...game.setup]).toEqual([
        ...[0, 0, BLACK, 0, 20, BLACK, 0, 21, BLACK, 0, 29, BLACK, 0, 30, BLACK],
        ...[0, 80, WHITE],
        ...[1, 0, EMPTY, 1, 9, WHITE],
      ]);
      const seen: string[] = [];
      const end = replay(game, ({ points, toMove }, move) => {
        seen.push(`${move}: ${toMove} ${points[0]} ${points[20]} ${points[9]}`);
      });
      expect(seen).toEqual(['0: 2 1 1 0', '1: 1 0 1 2']);
      expect(end.colourAt(pointOfGtpName('H2', 9))).toBe(BLACK);
    });

    it('knows whose turn it is', () => {
      const turn = (content: string): number => read(content).toMove;
      expect(turn('(;SZ[9]AB[aa]HA[2];)')).toBe(WHITE);
      expect(turn('(;SZ[9]AB[aa]PL[W])')).toBe(WHITE);
      expect(turn('(;SZ[9]AB[aa]PL[black])')).toBe(BLACK);
      expect(turn('(;SZ[9];B[aa];W[bb];PL[W])')).toBe(WHITE);
    });

    it('takes the fixed points where a file states a handicap and no stones', () => {
      const end = replay(read('(;HA[2];W[qq])'));
      const stones = ['D4', 'Q16', 'R3'].map((name) => end.colourAt(pointOfGtpName(name)));
      expect(stones).toEqual([BLACK, BLACK, WHITE]);
      // Black's own first moves may be the handicap stones.
      expect(read('(;HA[2];B[pd];B[dp];W[qq])').setup).toHaveLength(0);
      expect([...read('(;HA[2]AB[aa][bb];W[qq])').setup]).toHaveLength(6);
    });
  });

  describe('encodings', () => {
    const withName = (encoding: string, bytes: readonly number[]): Uint8Array =>
      Buffer.concat([
        Buffer.from(`(;SZ[9]${encoding && `CA[${encoding}]`}PB[`),
        Buffer.from(bytes),
        Buffer.from('];B[aa])'),
      ]);
    // 囗 and 表 have a second byte that looks like a bracket or a backslash.
    it.each([
      { encoding: 'UTF-8', bytes: [0xe5, 0x8f, 0xb0], name: '台' },
      { encoding: 'utf8', bytes: [0xe5, 0x8f, 0xb0], name: '台' },
      { encoding: 'GB18030', bytes: [0x87, 0x5d], name: '嘳' },
      { encoding: 'GBK', bytes: [0xcc, 0xa8], name: '台' },
      { encoding: 'gb2312', bytes: [0xcc, 0xa8], name: '台' },
      { encoding: 'cp936', bytes: [0xcc, 0xa8], name: '台' },
      { encoding: 'Shift_JIS', bytes: [0x95, 0x5c], name: '表' },
      { encoding: 'SJIS', bytes: [0x95, 0x5c], name: '表' },
      { encoding: 'windows-1252', bytes: [0xe9], name: 'é' },
      { encoding: 'ISO-8859-1', bytes: [0xfc], name: 'ü' },
      { encoding: 'EUC-KR', bytes: [0xb0, 0xa1], name: '가' },
      // Without CA:
      { encoding: '', bytes: [0xe5, 0x8f, 0xb0], name: '台' },
      { encoding: '', bytes: [0xfc], name: 'ü' },
      { encoding: '', bytes: [0x87, 0x5d], name: '嘳' },
    ])('reads $name in "$encoding"', ({ encoding, bytes, name }) => {
      const game = read(withName(encoding, bytes));
      expect(game.black?.name).toBe(name);
      expect(names(game)).toEqual(['A9']);
    });

    it('reads files with a byte order mark', () => {
      const text = '(;SZ[9]PB[台];B[aa])';
      const utf8 = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
      const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
      expect(read(utf8).black?.name).toBe('台');
      expect(read(utf16).black?.name).toBe('台');
    });

    it('refuses bytes that are not in the encoding the file names, or an unknown one', () => {
      expect(faultOf(withName('UTF-8', [0xc4, 0xfc])).message).toBe(
        'a.sgf says that its encoding is UTF-8, but its bytes are not; ' +
          'correct the property CA, or save it as UTF-8 with CA[UTF-8]',
      );
      expect(faultOf(withName('Klingon', [0x41])).message).toBe(
        'a.sgf says that its encoding is "Klingon", which is unknown; save it as UTF-8 with CA[UTF-8]',
      );
    });
  });

  it.each([
    '(;FF[4]GM[1]SZ[9]C[a \\] bracket, a \\\\ and a joined\\\nline]AB[aa][bb];B[cc](;W[dd];B[ee])(;W[ff]))',
    '(;GaMe[1]Size[9]\n ;Black[cc] ; White [dd] [ee]\r\n;B[])',
    '(;SZ[9](;B[aa](;W[bb];B[](;W[cc])(;W[dd]))))',
  ])('reads the main line as another program does: %s', (tree) => {
    const others: unknown[] = [];
    for (let node: SgfNode | undefined = sgf.parse(tree)[0]; node; node = node.children[0]) {
      others.push(node.data);
    }
    expect(mainLine(tree).map(({ properties }) => Object.fromEntries(properties))).toEqual(others);
  });

  describe('refuses', () => {
    it.each([
      [
        '(;SZ[9];B[aa]',
        'a.sgf, line 1: the file ends before the "(" here is closed; it may be cut off',
      ],
      ['(;SZ[9];B[aa]\n(;W[bb])', 'a.sgf, line 1: the file ends before'],
      ['(;SZ[9];B[aa]))', 'a.sgf, line 1: ")" closes a game that was never opened'],
      ['(;SZ[9];B[aa]\n)\n;W[bb]', 'a.sgf, line 3: a move follows the end of a variation'],
      ['(;SZ[9];B[aa](;W[bb]);B[cc])', 'a.sgf, line 1: a move follows the end of a variation'],
      ['(;SZ[9];B[aa](;W[bb])C[cc])', 'a.sgf, line 1: a value stands outside of any game'],
      ['(;SZ[9];B[aa]];W[bb])', 'a.sgf, line 1: "]" closes a value that was never opened'],
      ['(;SZ[9];B[aa;W[bb])', 'move 1, B[aa;W[bb], is neither a point of a 9×9 board'],
      ['(;SZ[9]\n;B[aa)', 'a.sgf, line 2: the value that "[" opens is never closed by "]"'],
      ['(;SZ[9];B[aa\\])', 'the value that "[" opens is never closed'],
    ])('brackets that do not balance: %j', (content, message) => {
      expect(faultOf(content).message).toContain(message);
    });

    it.each(['', 'hello', 'RIFF\0\0\0\0WAVE', '()', '(B[aa])', '{"a": 1}'])(
      'text that is not SGF: %j',
      (content) => {
        expect(faultOf(content).message).toBe('a.sgf is not SGF: it contains no game "(;…)"');
        expect(faultOf(Buffer.from(content)).fault).toBe('no SGF');
      },
    );

    it('text between the tokens of a game', () => {
      expect(faultOf('(;SZ[9];B[aa] 5)').message).toMatch(
        /^a\.sgf is not SGF: unexpected "5" in line 1/,
      );
    });

    it.each([
      ['(;GM[2]SZ[8])', 'a.sgf is not a game of Go: GM must be 1, got 2'],
      ['(;SZ[19:13];B[aa])', 'a.sgf: SZ must be a square board of 1 to 52 lines, got SZ[19:13]'],
      ['(;SZ[large])', 'a.sgf: SZ must be a square board of 1 to 52 lines, got SZ[large]'],
      ['(;SZ[53])', 'a.sgf: SZ must be a square board of 1 to 52 lines, got SZ[53]'],
      ['(;KM[much])', 'a.sgf: KM must be a number, got KM[much]'],
      ['(;AB[])', 'a.sgf: AB[] is not a point of a 19×19 board'],
      ['(;SZ[9]AW[aa:jj])', 'a.sgf: AW[aa:jj] is not a point of a 9×9 board'],
      ['(;SZ[9];B)', 'a.sgf: move 1, B, is neither a point'],
      ['(;SZ[9];B[aa];W[bb][cc])', 'a.sgf: move 2, W[bb][cc], is neither a point'],
      ['(;SZ[9];B[ja])', 'a.sgf: move 1, B[ja], is neither a point of a 9×9 board nor a pass'],
    ])('meaningless values: %j', (content, message) => {
      expect(faultOf(content).message).toContain(message);
    });
  });
});

describe('writeSgf', () => {
  it.each([
    '(;SZ[19]KM[6.5]PB[A \\] \\\\]BR[9d]PW[台]RE[W+3.5];B[pd];W[dp];B[];W[qq])',
    '(;SZ[9]HA[2]AB[cc][gg];W[ee];B[ff])',
    '(;SZ[9]AB[cc]AW[gg]PL[W])',
    '(;SZ[9];B[aa];AW[bb]AE[aa];B[cc];AB[dd]PL[B])',
    `(;SZ[25]${';B[aa];W[yy]'.repeat(30)})`,
  ])('writes what parseSgf reads back: %j', (content) => {
    const game = read(content);
    expect(read(Buffer.from(writeSgf(game)))).toEqual(game);
  });

  it('writes the standard form', () => {
    expect(writeSgf(read('(;SZ[9]KM[7];B[ee];W[cc])'))).toBe(
      '(;FF[4]GM[1]CA[UTF-8]SZ[9]KM[7]\n;B[ee];W[cc])\n',
    );
  });
});

it('represents a pass by one number', () => {
  expect(PASS).toBe(-1);
});
