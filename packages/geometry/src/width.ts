import { isInputError } from '@axiswise/messages';
import type { InputGeometry } from './axes.ts';
import { withFewerLayers } from './fewer-layers.ts';
import { hiddenWidths, leastWidths, narrowestWidth, withWidths } from './hidden-widths.ts';
import type { LayerSpec } from './layer-kind.ts';
import { deriveNetwork, type NetworkGeometry } from './network.ts';

/** What a network may be as large as another one in. */
export type SizeMeasure = 'parameters' | 'macs';

/**
 * The least width to which scaling narrows a hidden layer: eight filters or units, as in MobileNet, whose
 * width multiplier stops there too (`min_depth` of its TF-Slim model, Howard et al. 2017).
 *
 * All that a network knows of an example passes through its narrowest layer. One to three rectified units
 * tell hardly more than two to eight classes apart, and a unit that is never positive ends the training:
 * what is measured then is the bottleneck, not the geometry. A layer that is declared narrower keeps the
 * width that it is declared with.
 */
export const minimumWidth = 8;

/** A network brought to a size. */
export interface SizedNetwork {
  readonly network: NetworkGeometry;
  /**
   * By how much widths were multiplied, but for those that are at their minimum; 1 where there was nothing
   * to change.
   */
  readonly multiplier: number;
  /** Its size divided by the size asked for. */
  readonly ratio: number;
  /** Absent where all widths were multiplied alike. */
  readonly shape?: SoundShape | undefined;
}

/** What bringing a network to a size changed besides multiplying its widths. */
export interface SoundShape {
  /** The width of its narrowest hidden layer; branches side by side count together. */
  readonly narrowest: number;
  /** The least that scaling goes down to: {@link minimumWidth}, or the declared width where that is less. */
  readonly minimumWidth: number;
  /** Hidden layers that were left out. */
  readonly layersLeftOut: number;
}

/** A fit within this needs no further search; what is promised is {@link SizedNetwork.ratio}. */
const closeEnough = 0.005;
/** How close networks are brought whose widths allow it: sizes within this share count as equal. */
export const equalSizesWithin = 0.02;

/**
 * Brings a network to a number of parameters or multiply-accumulates by multiplying the widths of its
 * hidden layers (the filters of convolutions, the units of dense layers, whatever a kind says is its
 * width) all by the same factor, the width multiplier of MobileNets (Howard et al. 2017). The last
 * layer, which gives the logits, and embeddings keep their widths. Because widths are whole numbers, one or
 * two of them are then moved a little to come closer.
 *
 * Where that would leave a layer narrower than {@link minimumWidth}, the network takes the nearest sound
 * shape instead, depth before width:
 *
 * 1. Layers that would be narrower keep the minimum, and the others are scaled further.
 * 2. Where all are at their minimum and the network is still too large, hidden layers are left out: of
 *    those that repeat an earlier one the deepest first, then the deepest without filters. The first layer,
 *    the last one and all pooling stay, and so does a layer that makes up less than 2 % of the network.
 * 3. Where it is still too large, it stays that smallest sound shape.
 *
 * A network without hidden layers stays as it is. `ratio` says what was reached: small networks
 * cannot meet every size. `shape` says what was done besides multiplying.
 *
 * @example
 * const layers = [flatten(), dense(64), dense(10, { activation: 'softmax' })];
 * const input = inputOf(pixels, [28, 28, 1]);
 * const half = fitToSize(input, layers, { of: 'parameters', size: 25_450 });
 * half.network.layers[1].output.channels; // 32
 * half.ratio; // 1
 * const least = fitToSize(input, layers, { of: 'parameters', size: 1000 });
 * least.network.layers[1].output.channels; // 8
 * least.ratio; // 6.37
 */
export function fitToSize(
  input: InputGeometry,
  specs: readonly LayerSpec[],
  { of, size }: { readonly of: SizeMeasure; readonly size: number },
): SizedNetwork {
  const networkOf = (row: readonly LayerSpec[], widths: readonly number[]): NetworkGeometry =>
    deriveNetwork(input, withWidths(row, widths));
  const fit = (row: readonly LayerSpec[], least: readonly number[]): SizedWidths =>
    fitWidths(hiddenWidths(row), least, {
      size,
      sizeAt: (widths) => networkOf(row, widths).totals[of],
    });
  const sized = (row: readonly LayerSpec[], { widths, multiplier }: SizedWidths) => {
    const network = networkOf(row, widths);
    return { network, multiplier, ratio: network.totals[of] / size };
  };

  // Widths that must be equal are set together below; where they are declared unequal, it is said here.
  deriveNetwork(input, specs);
  const declared = hiddenWidths(specs);
  const least = leastWidths(specs, minimumWidth);
  const alike = fit(
    specs,
    declared.map(() => 1),
  );
  if (alike.widths.every((width, i) => width >= least[i])) return sized(specs, alike);

  const row = shallower(input, specs, { of, size });
  const { widths, multiplier } = fit(row, leastWidths(row, minimumWidth));
  return {
    ...sized(row, { widths, multiplier }),
    shape: {
      narrowest: narrowestWidth(withWidths(row, widths)),
      minimumWidth,
      layersLeftOut: declared.length - widths.length,
    },
  };
}

/**
 * A multiple of a network's size. What lies before its first filters or units, the tables of an embedding,
 * is counted and not multiplied: no width changes it (Kaplan et al. 2020 compare sizes without embeddings
 * too).
 *
 * @example
 * const network = deriveNetwork(inputOf(pixels, [28, 28, 1]), [flatten(), dense(10)]);
 * sizeTimes(network, { of: 'parameters', scale: 2 }); // 15700
 */
export function sizeTimes(
  { layers, totals }: NetworkGeometry,
  { of, scale }: { readonly of: SizeMeasure; readonly scale: number },
): number {
  const first = layers.findIndex(({ kind }) => typeof kind.width === 'object');
  const fixed = layers.slice(0, Math.max(0, first)).reduce((sum, layer) => sum + layer[of], 0);
  return Math.round(fixed + (totals[of] - fixed) * scale);
}

/** Leaves out hidden layers while the network is too large with every width at its minimum. */
function shallower(
  input: InputGeometry,
  specs: readonly LayerSpec[],
  { of, size }: { readonly of: SizeMeasure; readonly size: number },
): readonly LayerSpec[] {
  const smallest = (row: readonly LayerSpec[]): NetworkGeometry =>
    deriveNetwork(input, withWidths(row, leastWidths(row, minimumWidth)));
  const network = smallest(specs);
  if (network.totals[of] <= size * (1 + equalSizesWithin)) return specs;
  const outputOf = ({ layers }: NetworkGeometry): string => layers.at(-1)!.outputShape.join();
  const shorter = withFewerLayers(specs).find((row) => {
    const without = whereValid(() => smallest(row));
    return (
      without &&
      outputOf(without) === outputOf(network) &&
      // To leave out less would change the network without bringing it closer.
      without.totals[of] <= network.totals[of] * (1 - equalSizesWithin)
    );
  });
  return shorter ? shallower(input, shorter, { of, size }) : specs;
}

/** A network, or undefined where a layer cannot follow the one before it. */
function whereValid(derive: () => NetworkGeometry): NetworkGeometry | undefined {
  try {
    return derive();
  } catch (error) {
    if (isInputError(error)) return undefined;
    throw error;
  }
}

/** Widths that give a size. */
interface SizedWidths {
  readonly widths: readonly number[];
  readonly multiplier: number;
}

/**
 * Multiplies widths by one factor, none below its least, and moves some a little.
 *
 * @param sizeAt the size that widths give; it grows with each of them.
 */
function fitWidths(
  declared: readonly number[],
  least: readonly number[],
  { size, sizeAt }: { readonly size: number; sizeAt(widths: readonly number[]): number },
): SizedWidths {
  if (declared.length === 0 || sizeAt(declared) === size) {
    return { widths: declared, multiplier: 1 };
  }
  if (sizeAt(least) >= size) {
    return { widths: least, multiplier: Math.max(...least.map((width, i) => width / declared[i])) };
  }
  const scaled = (multiplier: number): number[] =>
    declared.map((width, i) => Math.max(least[i], Math.round(width * multiplier)));
  let below = 0;
  let above = 1;
  while (sizeAt(scaled(above)) < size) above *= 2;
  // Widths change at multiples of 1 / width: finer than that there is nothing to find.
  const finest = 0.1 / Math.max(...declared);
  while (above - below > finest) {
    const middle = (below + above) / 2;
    if (sizeAt(scaled(middle)) < size) below = middle;
    else above = middle;
  }
  const error = (widths: readonly number[]): number => Math.abs(Math.log(sizeAt(widths) / size));
  const nearer = error(scaled(below)) < error(scaled(above)) ? below : above;
  const widths = refine(scaled(nearer), {
    least,
    error,
    tooSmall: (at, set) => sizeAt(set(at)) < size,
  });
  return { widths, multiplier: nearer };
}

/** Moves one width, then two, then three, as little as brings the size close. */
function refine(
  start: readonly number[],
  {
    least,
    error,
    tooSmall,
  }: {
    readonly least: readonly number[];
    error(widths: readonly number[]): number;
    tooSmall(width: number, set: (width: number) => number[]): boolean;
  },
): readonly number[] {
  let best: { widths: readonly number[]; error: number; moved: number } = {
    widths: start,
    error: error(start),
    moved: 0,
  };
  const consider = (from: readonly number[], layer: number, reach: number): void => {
    const set = (width: number): number[] => from.with(layer, width);
    let low = Math.max(least[layer], Math.floor(start[layer] / reach));
    let high = Math.max(least[layer] + 1, start[layer] * reach);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (tooSmall(middle, set)) low = middle;
      else high = middle;
    }
    for (const width of [low, high]) {
      const widths = set(width);
      const moved = widths.reduce((sum, w, i) => sum + Math.abs(Math.log(w / start[i])), 0);
      const candidate = { widths, error: error(widths), moved };
      const bothClose = candidate.error < closeEnough && best.error < closeEnough;
      if (bothClose ? candidate.moved < best.moved : candidate.error < best.error) best = candidate;
    }
  };
  // Half to twice the width keeps the network what it was; one of few filters may need more.
  for (const reach of [2, 4, 8]) {
    const enough = reach === 2 ? closeEnough : equalSizesWithin;
    if (best.error < enough) break;
    for (const layer of start.keys()) consider(start, layer, reach);
    if (best.error < enough) break;
    for (const [first, width] of start.entries()) {
      for (const step of [-2, -1, 1, 2]) {
        if (width + step < least[first]) continue;
        for (const second of start.keys()) {
          if (second !== first) consider(start.with(first, width + step), second, reach);
        }
      }
    }
    if (best.error < equalSizesWithin) break;
    // From there on, one more.
    const nearest = best.widths;
    for (const layer of start.keys()) consider(nearest, layer, reach);
  }
  return best.widths;
}
