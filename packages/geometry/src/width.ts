import type { InputGeometry } from './axes.ts';
import { isBranching, type LayerSpec } from './layer-kind.ts';
import { deriveNetwork, type NetworkGeometry } from './network.ts';

/** What a network may be as large as another one in. */
export type SizeMeasure = 'parameters' | 'macs';

/** A network brought to a size. */
export interface SizedNetwork {
  readonly network: NetworkGeometry;
  /** By how much its widths were multiplied; 1 where there was nothing to change. */
  readonly multiplier: number;
  /** Its size divided by the size asked for. */
  readonly ratio: number;
}

/** A fit within this needs no further search; what is promised is {@link SizedNetwork.ratio}. */
const closeEnough = 0.005;
/** How close networks are brought whose widths allow it. */
const promised = 0.02;

/**
 * Brings a network to a number of parameters or multiply-accumulates by multiplying the widths of its
 * hidden layers (the filters of convolutions, the units of dense layers, whatever a kind says is its
 * width) all by the same factor, the width multiplier of MobileNets (Howard et al. 2017). The last
 * layer, which gives the logits, and embeddings keep their widths. Because widths are whole numbers, one or two of them are then
 * moved a little to come closer.
 *
 * A network without hidden layers stays as it is. `ratio` says what was reached: small networks
 * cannot meet every size.
 *
 * @example
 * const layers = [flatten(), dense(64), dense(10, { activation: 'softmax' })];
 * const input = inputOf(pixels, [28, 28, 1]);
 * const half = fitToSize(input, layers, { of: 'parameters', size: 25_450 });
 * half.network.layers[1].output.channels; // 32
 * half.ratio; // 1
 */
export function fitToSize(
  input: InputGeometry,
  specs: readonly LayerSpec[],
  { of, size }: { readonly of: SizeMeasure; readonly size: number },
): SizedNetwork {
  const declared = hiddenWidths(specs);
  const derive = (widths: readonly number[]): NetworkGeometry =>
    deriveNetwork(input, withWidths(specs, widths));
  const sizeAt = (widths: readonly number[]): number => derive(widths).totals[of];
  if (declared.length === 0 || sizeAt(declared) === size) {
    return { network: derive(declared), multiplier: 1, ratio: sizeAt(declared) / size };
  }

  const scaled = (multiplier: number): number[] =>
    declared.map((width) => Math.max(1, Math.round(width * multiplier)));
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
  const widths = refine(scaled(nearer), error, (at, set) => sizeAt(set(at)) < size);
  return { network: derive(widths), multiplier: nearer, ratio: sizeAt(widths) / size };
}

/** Moves one width, then two, then three, as little as brings the size close. */
function refine(
  start: readonly number[],
  error: (widths: readonly number[]) => number,
  tooSmall: (width: number, set: (width: number) => number[]) => boolean,
): readonly number[] {
  let best: { widths: readonly number[]; error: number; moved: number } = {
    widths: start,
    error: error(start),
    moved: 0,
  };
  const consider = (from: readonly number[], layer: number, reach: number): void => {
    const set = (width: number): number[] => from.with(layer, width);
    let low = Math.max(1, Math.floor(start[layer] / reach));
    let high = Math.max(2, start[layer] * reach);
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
    const enough = reach === 2 ? closeEnough : promised;
    if (best.error < enough) break;
    for (const layer of start.keys()) consider(start, layer, reach);
    if (best.error < enough) break;
    for (const [first, width] of start.entries()) {
      for (const step of [-2, -1, 1, 2]) {
        if (width + step < 1) continue;
        for (const second of start.keys()) {
          if (second !== first) consider(start.with(first, width + step), second, reach);
        }
      }
    }
    if (best.error < promised) break;
    // From there on, one more.
    const nearest = best.widths;
    for (const layer of start.keys()) consider(nearest, layer, reach);
  }
  return best.widths;
}

/** The widths of a network's layers in order, without the last one. */
function hiddenWidths(specs: readonly LayerSpec[]): number[] {
  const widths = (row: readonly LayerSpec[]): number[] =>
    row.flatMap((spec) => {
      const { kind } = spec;
      if (isBranching(kind)) return kind.branches.of(spec).flatMap(widths);
      return typeof kind.width === 'object' ? [kind.width.of(spec)] : [];
    });
  return widths(specs).slice(0, -1);
}

function withWidths(specs: readonly LayerSpec[], widths: readonly number[]): LayerSpec[] {
  let next = 0;
  const widen = (spec: LayerSpec, i: number, row: readonly LayerSpec[]): LayerSpec => {
    const { kind } = spec;
    if (isBranching(kind)) {
      return kind.branches.with(
        spec,
        kind.branches.of(spec).map((branch) => branch.map(widen)),
      );
    }
    if (typeof kind.width !== 'object') return spec;
    // The last layer's is not in the list: it stays.
    const width = widths[next++] ?? kind.width.of(spec);
    return kind.width.with(spec, toWholeGroups(width, row.slice(i + 1)));
  };
  return specs.map(widen);
}

/** A width that the layer behind it can divide as it must. */
function toWholeGroups(width: number, behind: readonly LayerSpec[]): number {
  const reader = behind.find(({ kind }) => isBranching(kind) || kind.width !== 'as-input');
  if (!reader || isBranching(reader.kind)) return width;
  const multiple = reader.kind.inputMultiple?.(reader) ?? 1;
  return Math.max(1, Math.round(width / multiple)) * multiple;
}
