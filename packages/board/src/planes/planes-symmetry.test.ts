import { Random } from '@axiswise/random';
import { expect, it } from 'vitest';
import { PlaneEncoder } from './planes.ts';
import { PASS } from '../rules/coordinates.ts';
import { otherColour, Position } from '../rules/position.ts';
import { playGame } from '../sources/self-play.ts';
import { pointsUnder, symmetryCount, transformPlanes } from '../rules/symmetries.ts';

const moves = playGame(new Random(5, 'planes')).moves;
const encoder = new PlaneEncoder(48);

function encode(position: Position): Uint8Array {
  const out = new Uint8Array(361 * 48);
  encoder.encode(position, out);
  return out;
}

it('encodes a rotated or mirrored game to rotated or mirrored planes', () => {
  const plain = new Position();
  const transformed = Array.from({ length: symmetryCount }, () => new Position());
  const out = new Uint8Array(361 * 48);
  moves.forEach((point, move) => {
    plain.play(point);
    transformed.forEach((position, symmetry) =>
      position.play(point === PASS ? PASS : pointsUnder(19, symmetry)[point]),
    );
    if (move % 25 !== 0) return;
    const seen = encode(plain);
    transformed.forEach((position, symmetry) => {
      transformPlanes(seen, 19, symmetry, out);
      expect(Buffer.compare(encode(position), out)).toBe(0);
    });
  });
});

it('encodes exchanged colours to the same planes', () => {
  const [plain, exchanged] = [new Position(), new Position()];
  exchanged.toMove = otherColour(plain.toMove);
  moves.forEach((point, move) => {
    plain.play(point);
    exchanged.play(point);
    if (move % 10 === 0) expect(Buffer.compare(encode(exchanged), encode(plain))).toBe(0);
  });
});
