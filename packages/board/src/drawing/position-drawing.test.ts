import { expect, it } from 'vitest';
import { PlaneEncoder } from '../planes/planes.ts';
import { pointOfGtpName } from '../rules/coordinates.ts';
import { Position } from '../rules/position.ts';
import { positionDrawing } from './position-drawing.ts';

const encode = (size: number, moves: readonly string[]): Float32Array => {
  const position = new Position(size);
  for (const move of moves) position.play(pointOfGtpName(move, size));
  const planes = new Uint8Array(size * size * 4);
  new PlaneEncoder(4, size).encode(position, planes);
  return Float32Array.from(planes);
};

it('draws the stones of the player to move in black, at their coordinates', () => {
  // Black A19, white T1; black is to move.
  const { svg } = positionDrawing(encode(19, ['A19', 'T1']), { shape: [19, 19, 4] });
  expect(svg).toMatch(/<circle cx="5" cy="5" r="4.6" fill="rgb\(0,0,0\)" fill-opacity="1"/);
  expect(svg).toMatch(
    /<circle cx="185" cy="185" r="4.6" fill="rgb\(255,255,255\)" fill-opacity="1"/,
  );
  expect([...svg.matchAll(/r="4\.6"/g)]).toHaveLength(2);
  // Nine star points, letters without I.
  expect([...svg.matchAll(/r="1\.3"/g)]).toHaveLength(9);
  expect(svg).toContain('>T<');
  expect(svg).not.toContain('>I<');
});

it('draws weak stones transparent', () => {
  const planes = new Float32Array(4 * 4);
  planes[0] = 0.5;
  planes[4] = 0.01;
  const { svg } = positionDrawing(planes, { shape: [2, 2, 4], highlight: [0, 0, 1, 0] });
  expect(svg).toContain('fill-opacity="0.5"');
  expect([...svg.matchAll(/r="4\.6"/g)]).toHaveLength(1);
  expect(svg).toContain('<path d="M0 10h10v10h-10z" fill="rgba(230,30,30,0.85)"/>');
});
