import { describe, expect, it } from 'vitest';
import { greyPicture, luminanceOf, matchColors, matchLuminance, withLuminance } from './color.ts';
import { scene, texture } from './pictures.fixture.ts';

const meanOf = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('luminance', () => {
  it('weighs red, green and blue', () => {
    const picture = {
      pixels: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1),
      height: 1,
      width: 4,
    };
    [0.299, 0.587, 0.114, 1].forEach((share, i) =>
      expect(luminanceOf(picture)[i]).toBeCloseTo(share, 6),
    );
  });

  it('restores the picture when it is put back', () => {
    const picture = scene(16);
    const again = withLuminance(picture, luminanceOf(picture));
    again.pixels.forEach((value, i) => expect(value).toBeCloseTo(picture.pixels[i], 6));
    const grey = greyPicture(luminanceOf(picture), picture);
    expect(grey.pixels[0]).toBe(grey.pixels[2]);
  });

  it('is shifted to the mean and deviation of another picture', () => {
    // Mean 1 and deviation 1 become 5 and 2.
    expect([...matchLuminance(Float32Array.of(0, 2), Float32Array.of(3, 7))]).toEqual([3, 7]);
  });
});

describe('matchColors', () => {
  it('gives a picture the mean colour of another', () => {
    const to = scene(24);
    const { pixels } = matchColors(texture(4, 24), to);
    for (let channel = 0; channel < 3; channel++) {
      const own = meanOf(pixels.filter((_, i) => i % 3 === channel));
      const wanted = meanOf(to.pixels.filter((_, i) => i % 3 === channel));
      // Clipping moves it a little.
      expect(Math.abs(own - wanted)).toBeLessThan(0.03);
    }
  });

  it('keeps a picture of the same colours', () => {
    const picture = texture(4, 24);
    const { pixels } = matchColors(picture, picture);
    pixels.forEach((value, i) => expect(value).toBeCloseTo(picture.pixels[i], 4));
  });
});
