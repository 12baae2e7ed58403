import { isBranching, type LayerSpec } from './layer-kind.ts';
import { isAsWideAsInput, wideLayers, type WidthGroup, withEachWidth } from './tied-widths.ts';

/**
 * The widths of a network's hidden layers in order: one for each layer that has a width of its own, or for
 * all layers together whose outputs are added. That of the last layer is not among them, nor a width that
 * the input gives, as where an output is added to it.
 */
export const hiddenWidths = (specs: readonly LayerSpec[]): number[] =>
  groupsOf(specs).map(({ width }) => width);

/**
 * The least values of the same widths: `minimum`, or the declared width where that is less. Branches that
 * are concatenated share it, because together they are as wide as what comes behind them receives.
 */
export const leastWidths = (specs: readonly LayerSpec[], minimum: number): number[] =>
  groupsOf(specs).map(({ width, multiple, joined, sideBySide }) => {
    const least = Math.ceil(minimum / sideBySide) * joined;
    return Math.min(width, Math.ceil(least / multiple) * multiple);
  });

/**
 * The width of the narrowest hidden layer; Infinity without any. Branches that are concatenated count
 * together, of those that are added the widest.
 */
export function narrowestWidth(specs: readonly LayerSpec[]): number {
  const layers = wideLayers(specs);
  let next = 0;
  const narrowest = (row: readonly LayerSpec[]): number =>
    Math.min(
      ...row.map((spec) => {
        const { kind } = spec;
        if (isBranching(kind)) {
          const ofBranches = kind.branches.of(spec).map(narrowest);
          return isAsWideAsInput(kind.branches.join(spec))
            ? Math.max(...ofBranches)
            : ofBranches.reduce((sum, width) => sum + width, 0);
        }
        if (typeof kind.width !== 'object') return Infinity;
        const { width, group } = layers[next++];
        return next === layers.length ? Infinity : width / (group?.joined ?? 1);
      }),
    );
  return narrowest(specs);
}

/** The same network with other values of these widths. */
export function withWidths(specs: readonly LayerSpec[], widths: readonly number[]): LayerSpec[] {
  const layers = wideLayers(specs);
  const groups = groupsOf(specs, layers);
  return withEachWidth(specs, (order) => {
    const { group } = layers[order];
    if (!group) return undefined;
    return toWholeGroups(widths[groups.indexOf(group)], group.multiple);
  });
}

/** The groups of layers of one width that may change, in order. */
function groupsOf(specs: readonly LayerSpec[], layers = wideLayers(specs)): WidthGroup[] {
  return [...new Set(layers.flatMap(({ group }) => group ?? []))];
}

const toWholeGroups = (width: number, multiple: number): number =>
  Math.max(1, Math.round(width / multiple)) * multiple;
