import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { drawDigit } from './draw-digit.ts';

const LABELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** How often the outermost pixels have ink, not only grain, as a fraction of `count` digits. */
function shareTouchingBorder(count: number): number {
  const random = new Random(11, 'border');
  let touching = 0;
  for (let i = 0; i < count; i++) {
    const pixels = drawDigit(i % 10, random);
    const frame = pixels.filter((_, at) => {
      const row = Math.floor(at / 28);
      const column = at % 28;
      return row === 0 || row === 27 || column === 0 || column === 27;
    });
    if (frame.some((value) => value > 128)) touching++;
  }
  return touching / count;
}

describe('drawDigit', () => {
  it('draws 28 × 28 bytes, with ink and with paper', () => {
    const random = new Random(1);
    for (const label of LABELS) {
      const pixels = drawDigit(label, random);
      expect(pixels).toBeInstanceOf(Uint8Array);
      expect(pixels.length).toBe(784);
      expect(pixels.filter((value) => value > 128).length).toBeGreaterThan(10);
      expect(pixels.filter((value) => value < 64).length).toBeGreaterThan(392);
    }
  });

  it('draws the same digit from the same state, and another from the next state', () => {
    for (const label of LABELS) {
      const random = new Random(4, 'again');
      const first = drawDigit(label, random);
      expect(drawDigit(label, new Random(4, 'again'))).toEqual(first);
      expect(drawDigit(label, random)).not.toEqual(first);
    }
  });

  it('draws different digits from the same state', () => {
    const drawn = LABELS.map((label) => drawDigit(label, new Random(4)).join());
    expect(new Set(drawn).size).toBe(10);
  });

  it('keeps the ink inside the picture', () => {
    expect(shareTouchingBorder(2000)).toBeLessThan(0.005);
  });

  it('deviates from the middle in every direction, and on average not at all', () => {
    const random = new Random(12, 'middle');
    const centres = Array.from({ length: 2000 }, (_, i) => {
      const pixels = drawDigit(i % 10, random);
      let ink = 0;
      let x = 0;
      let y = 0;
      pixels.forEach((value, at) => {
        if (value <= 128) return;
        ink += value;
        x += value * ((at % 28) + 0.5);
        y += value * (Math.floor(at / 28) + 0.5);
      });
      return ink > 0 ? [x / ink, y / ink] : [14, 14];
    });
    for (const axis of [0, 1]) {
      const places = centres.map((centre) => centre[axis]);
      const mean = places.reduce((sum, place) => sum + place) / places.length;
      expect(Math.abs(mean - 14)).toBeLessThan(0.5);
      expect(Math.min(...places)).toBeLessThan(12);
      expect(Math.max(...places)).toBeGreaterThan(16);
    }
  });

  it.each([-1, 10, 2.5, NaN])('refuses the label %s', (label) => {
    expect(() => drawDigit(label, new Random(1))).toThrow(InputError);
    expect(() => drawDigit(label, new Random(1))).toThrow(/from 0 to 9/);
  });
});
