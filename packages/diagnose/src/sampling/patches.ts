import { Random } from '@axiswise/random';
import type { Examples } from './examples.ts';
import { regions as mostRegions } from '../classifiers/reference-classifier.ts';

/** Of so many patches drawn in a region the one is taken in which most happens. */
const candidates = 8;
/** A patch that varies less than this share of what patches vary on average shows nothing. */
const leastVariance = 0.1;

/**
 * Patches as large as a filter's window, each labelled with the part of the axis that it was cut from.
 *
 * Blank patches would tell nothing, or that only some regions are ever blank; so of several patches
 * drawn at random in a region the most varied is taken, and none at all where that one is nearly
 * blank.
 *
 * @param windows the patch's length along each axis.
 * @param perExample `all`: one from each region; `one`: from one region drawn at random, so that
 *   patches of different labels come from different examples.
 */
export function cutPatches(
  examples: Examples,
  axis: string,
  options: {
    readonly windows: readonly number[];
    readonly perExample: 'all' | 'one';
    readonly seed: number;
    readonly key: string;
  },
): Examples {
  const { windows, perExample, seed, key } = options;
  const { axes, cyclic = [], shape, inputs, labels, groups } = examples;
  const random = new Random(seed, 'patches', axis, key);
  const channels = shape[shape.length - 1];
  const lengths = shape.slice(0, -1);
  const strides = lengths.map((_, i) => shape.slice(i + 1).reduce((a, b) => a * b, 1));
  const size = windows.reduce((a, b) => a * b, channels);
  const exampleSize = lengths[0] * strides[0];
  const at = axes.indexOf(axis);
  // Patches go around the end of a cyclic axis, as windows do.
  const places = lengths.map((length, i) =>
    cyclic.includes(axes[i]) ? length : length - windows[i] + 1,
  );
  const regions = Math.min(mostRegions, places[at]);

  const cut = (example: number, region: number): Float32Array => {
    const first = Math.floor((region * places[at]) / regions);
    const last = Math.floor(((region + 1) * places[at]) / regions);
    const start = places.map((count, i) =>
      i === at ? first + random.integer(Math.max(1, last - first)) : random.integer(count),
    );
    const patch = new Float32Array(size);
    let next = 0;
    const copy = (dimension: number, offset: number): void => {
      if (dimension === lengths.length) {
        patch.set(inputs.subarray(offset, offset + channels), next);
        next += channels;
        return;
      }
      for (let i = 0; i < windows[dimension]; i++) {
        const position = (start[dimension] + i) % lengths[dimension];
        copy(dimension + 1, offset + position * strides[dimension]);
      }
    };
    copy(0, example * exampleSize);
    return patch;
  };

  const found: { patch: Float32Array; example: number; region: number; variance: number }[] = [];
  for (let example = 0; example < labels.length; example++) {
    const asked = perExample === 'all' ? [...Array(regions).keys()] : [random.integer(regions)];
    for (const region of asked) {
      let best: (typeof found)[number] | undefined;
      for (let i = 0; i < candidates; i++) {
        const patch = cut(example, region);
        const variance = varianceOf(patch);
        if (!best || variance > best.variance) best = { patch, example, region, variance };
      }
      found.push(best!);
    }
  }
  const mean = found.reduce((sum, { variance }) => sum + variance, 0) / found.length;
  const kept = found.filter(({ variance }) => variance > leastVariance * mean);
  // As many of each region, so that being blank more often does not tell it either.
  const most = Math.min(
    ...Array.from({ length: regions }, (_, r) => kept.filter(({ region }) => region === r).length),
  );
  const counts = new Array<number>(regions).fill(0);
  const taken = kept.filter(({ region }) => ++counts[region] <= most);
  const out = new Float32Array(taken.length * size);
  taken.forEach(({ patch }, i) => out.set(patch, i * size));
  return {
    axes,
    shape: [...windows, channels],
    inputs: out,
    labels: Int32Array.from(taken, ({ region }) => region),
    classes: regions,
    ...(groups && { groups: Int32Array.from(taken, ({ example }) => groups[example]) }),
  };
}

function varianceOf(values: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return squares / values.length - (sum / values.length) ** 2;
}
