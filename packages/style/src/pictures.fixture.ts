import { Random } from '@axiswise/random';
import type { ColorPicture } from './picture.ts';
import { drawTexture } from './textures/draw-texture.ts';

/** A piece of a generated texture. */
export const texture = (kind: number, height: number, width = height): ColorPicture => {
  const side = Math.max(height, width);
  const square = drawTexture(kind, new Random(kind, 'fixture'), side);
  const pixels = new Float32Array(height * width * 3);
  for (let row = 0; row < height; row++) {
    pixels.set(square.subarray(row * side * 3, (row * side + width) * 3), row * width * 3);
  }
  return { pixels, height, width };
};

/** A bright disc on a dark ground that lightens to the right. */
export function scene(height: number, width = height): ColorPicture {
  const pixels = new Float32Array(height * width * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const inside = Math.hypot(row - height / 2, column - width / 2) < Math.min(height, width) / 3;
      pixels.set(
        inside ? [0.9, 0.8, 0.3] : [0.1, 0.2, 0.2 + (0.4 * column) / width],
        (row * width + column) * 3,
      );
    }
  }
  return { pixels, height, width };
}
