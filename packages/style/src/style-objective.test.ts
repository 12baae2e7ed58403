import { useBackend, withoutLeaks } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FeatureExtractor } from './feature-extractor.ts';
import { loadTextureNet } from './load-extractor.ts';
import { patchFilters } from './patch-filters.ts';
import { scene, texture } from './pictures.fixture.ts';
import { StyleObjective, type StyleObjectiveOptions } from './style-objective.ts';

beforeAll(() => useBackend(testBackend()));

const weights = { content: 1, style: 10, totalVariation: 5 };

function objectiveOf(
  extractor: FeatureExtractor,
  options: Partial<StyleObjectiveOptions> = {},
): StyleObjective {
  return new StyleObjective({
    extractor,
    content: scene(48),
    style: texture(7, 48),
    contentLayers: extractor.contentLayers,
    styleLayers: extractor.styleLayers,
    weights,
    ...options,
  });
}

describe('StyleObjective', () => {
  it('has no content loss for the content, and no style loss for the style', () => {
    const content = scene(32);
    const style = texture(7, 32);
    const extractor = patchFilters({ content, style }, 0);
    const objective = objectiveOf(extractor, { content, style });
    expect(objective.losses(content.pixels).contentLoss).toBe(0);
    expect(objective.losses(content.pixels).styleLoss).toBeGreaterThan(0.1);
    expect(objective.losses(style.pixels).styleLoss).toBeLessThan(1e-8);
    expect(objective.losses(style.pixels).contentLoss).toBeGreaterThan(0.1);
    objective.dispose();
    extractor.dispose();
  });

  it.each(['patches', 'textures'])('has the gradient of finite differences: %s', async (name) => {
    const content = scene(24);
    const style = texture(7, 24);
    const extractor =
      name === 'patches' ? patchFilters({ content, style }, 0) : await loadTextureNet();
    const objective = objectiveOf(extractor, { content, style });
    // Some values are outside 0 to 1, so that their penalty is tested as well.
    const place = texture(3, 24).pixels.map((value) => 1.3 * value - 0.1);
    const { gradient } = objective.evaluate(place);
    // Along the gradient itself, where 32-bit floats lose the fewest digits.
    const length = Math.hypot(...gradient);
    const step = 1e-2;
    const lossAt = (sign: number): number =>
      objective.evaluate(place.map((value, i) => value + (sign * step * gradient[i]) / length))
        .loss;
    const slope = (lossAt(1) - lossAt(-1)) / (2 * step);
    expect(Math.abs(slope / length - 1)).toBeLessThan(0.01);
    // And along an unrelated direction.
    const other = texture(9, 24).pixels.map((value) => value - 0.5);
    const norm = Math.hypot(...other);
    const expected = other.reduce((sum, value, i) => sum + (value * gradient[i]) / norm, 0);
    const along = (sign: number): number =>
      objective.evaluate(place.map((value, i) => value + (sign * step * other[i]) / norm)).loss;
    const measured = (along(1) - along(-1)) / (2 * step);
    expect(Math.abs(measured - expected)).toBeLessThan(0.02 * length);
    objective.dispose();
    extractor.dispose();
  });

  it.each([
    ['patches', 130, 101, 48],
    ['textures', 97, 64, 20],
    ['textures', 95, 66, 20],
  ])(
    'gives in tiles what it gives on the whole: %s, %i×%i',
    async (name, height, width, tileSize) => {
      const content = scene(height, width);
      const style = texture(7, 40, 61);
      const extractor =
        name === 'patches' ? patchFilters({ content, style }, 0) : await loadTextureNet();
      const whole = objectiveOf(extractor, { content, style });
      const tiled = objectiveOf(extractor, { content, style, tileSize });
      expect(whole.tiles).toHaveLength(1);
      expect(tiled.tiles.length).toBeGreaterThanOrEqual(6);
      const place = texture(3, height, width).pixels;
      const [a, b] = [whole.evaluate(place), tiled.evaluate(place)];
      for (const part of ['contentLoss', 'styleLoss', 'totalVariation'] as const) {
        expect(Math.abs(b.losses[part] / a.losses[part] - 1)).toBeLessThan(1e-4);
      }
      const largest = a.gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
      a.gradient.forEach((slope, i) => {
        if (Math.abs(b.gradient[i] - slope) > 1e-4 * largest) {
          throw new Error(`gradient ${i}: ${slope} on the whole, ${b.gradient[i]} in tiles`);
        }
      });
      whole.dispose();
      tiled.dispose();
      extractor.dispose();
    },
  );

  it.each([48, 16])('leaves no tensor behind, tiles of %i', async (tileSize) => {
    const run = (): void => {
      const pictures = { content: scene(48), style: texture(7, 48) };
      const extractor = patchFilters(pictures, 0);
      const objective = objectiveOf(extractor, { ...pictures, tileSize });
      objective.evaluate(pictures.style.pixels);
      objective.dispose();
      extractor.dispose();
    };
    await withoutLeaks('a style objective', run);
  });

  it('refuses layers that do not exist and lists those that do', () => {
    const content = scene(32);
    const extractor = patchFilters({ content, style: content }, 0);
    expect(() => objectiveOf(extractor, { content, styleLayers: ['scale3'] })).toThrow(
      /^style layers: patches has no layer "scale3"; choose of .*scale1, scale2, scale4$/,
    );
    expect(() => objectiveOf(extractor, { content, contentLayers: [] })).toThrow(
      /^content layers names no layer; choose of .*scale1/,
    );
    extractor.dispose();
  });
});
