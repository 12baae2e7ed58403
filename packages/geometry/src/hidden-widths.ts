import { isBranching, type LayerSpec } from './layer-kind.ts';

/** A hidden layer that has a width of its own, where a network is declared. */
interface HiddenLayer {
  readonly width: number;
  /** The number that must divide its width, since the layer behind it joins so many: `maxout`. */
  readonly multiple: number;
  /** How many branches stand side by side where it stands, itself included. */
  readonly sideBySide: number;
}

/** The widths of a network's layers in order, without the last one. */
export const hiddenWidths = (specs: readonly LayerSpec[]): number[] =>
  hiddenLayers(specs).map(({ width }) => width);

/**
 * The least widths of the same layers: `minimum`, or the declared width where that is less. Branches side by
 * side share it, because together they are as wide as what comes behind them receives.
 */
export const leastWidths = (specs: readonly LayerSpec[], minimum: number): number[] =>
  hiddenLayers(specs).map(({ width, multiple, sideBySide }) =>
    Math.min(width, Math.ceil(minimum / sideBySide) * multiple),
  );

/** The width of the narrowest of the same layers, branches side by side together; Infinity without any. */
export function narrowestWidth(specs: readonly LayerSpec[]): number {
  const [last] = widthLayers(specs).slice(-1);
  const narrowest = (row: readonly LayerSpec[]): number =>
    Math.min(
      ...row.map((spec, i) => {
        const { kind } = spec;
        if (isBranching(kind)) {
          return kind.branches.of(spec).reduce((sum, branch) => sum + narrowest(branch), 0);
        }
        if (typeof kind.width !== 'object' || spec === last.spec) return Infinity;
        return kind.width.of(spec) / multipleBehind(row, i);
      }),
    );
  return narrowest(specs);
}

/** The same network with other widths of these layers. */
export function withWidths(specs: readonly LayerSpec[], widths: readonly number[]): LayerSpec[] {
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
    return kind.width.with(spec, toWholeGroups(width, multipleBehind(row, i)));
  };
  return specs.map(widen);
}

const hiddenLayers = (specs: readonly LayerSpec[]): HiddenLayer[] =>
  widthLayers(specs)
    .map(({ layer }) => layer)
    .slice(0, -1);

/** Every layer that has a width of its own, in order. */
function widthLayers(
  specs: readonly LayerSpec[],
): { readonly spec: LayerSpec; readonly layer: HiddenLayer }[] {
  const layersOf = (
    row: readonly LayerSpec[],
    sideBySide: number,
  ): ReturnType<typeof widthLayers> =>
    row.flatMap((spec, i) => {
      const { kind } = spec;
      if (isBranching(kind)) {
        const branches = kind.branches.of(spec);
        return branches.flatMap((branch) => layersOf(branch, sideBySide * branches.length));
      }
      if (typeof kind.width !== 'object') return [];
      const multiple = multipleBehind(row, i);
      return [{ spec, layer: { width: kind.width.of(spec), multiple, sideBySide } }];
    });
  return layersOf(specs, 1);
}

/** By what the layer that reads a layer's output divides its channels. */
function multipleBehind(row: readonly LayerSpec[], at: number): number {
  const reader = row
    .slice(at + 1)
    .find(({ kind }) => isBranching(kind) || kind.width !== 'as-input');
  if (!reader || isBranching(reader.kind)) return 1;
  return reader.kind.inputMultiple?.(reader) ?? 1;
}

const toWholeGroups = (width: number, multiple: number): number =>
  Math.max(1, Math.round(width / multiple)) * multiple;
