import { expect, it } from 'vitest';
import { replay } from '../sgf/game.ts';
import { firstPlane, PlaneEncoder } from '../planes/planes.ts';
import { PositionReader } from './position-reader.ts';
import { parseSgf } from '../sgf/sgf.ts';

// White takes a ko (B D6, W E6) and moves again, which lifts the ban; then stones are removed and
// added before a move.
const { game } = parseSgf(
  '(;SZ[9]AB[ec][fd][ee][dd]AW[dc][cd][de];W[ed];W[gg];B[cc];AE[gg]AW[hh];B[ff];W[])',
  'odd.sgf',
).games[0];
const bytes = 81 * 48;

it('lets White fill the ko that it took if White moves twice', () => {
  const out = new Uint8Array(bytes);
  new PositionReader([game], 48, 9).read({ game: 0, move: 1, symmetry: 0 }, out);
  // D6 is legal, and therefore sensible.
  expect(out[(3 * 9 + 3) * 48 + firstPlane.sensibleness]).toBe(1);
});

it('reads every position as replay shows it, in any order', () => {
  const reader = new PositionReader([game], 48, 9);
  const encoder = new PlaneEncoder(48, 9);
  const expected: Uint8Array[] = [];
  const add = (position: Parameters<PlaneEncoder['encode']>[0]): void => {
    const out = new Uint8Array(bytes);
    encoder.encode(position, out);
    expected.push(out);
  };
  add(replay(game, add));
  expect(expected).toHaveLength(game.moves.length + 1);
  const read = new Uint8Array(bytes);
  for (const move of [...expected.keys(), ...expected.keys()].reverse()) {
    reader.read({ game: 0, move, symmetry: 0 }, read);
    expect(Buffer.compare(read, expected[move])).toBe(0);
  }
});
