import { isBranching, type LayerSpec } from './layer-kind.ts';
import { isAsWideAsInput } from './tied-widths.ts';

/** A network without one of its layers. */
interface Shorter {
  readonly specs: readonly LayerSpec[];
  /** Whether an earlier layer does the same as the one that is left out. */
  readonly repeats: boolean;
}

/**
 * All networks that lack one hidden layer and still do along the axes what they are declared to do, in the
 * order in which they should be tried.
 *
 * A layer may go that repeats an earlier one, which does the same but for its width; then one without
 * filters, such as a dense layer before the last one. The deepest comes first. The first layer of a network
 * or a branch stays, and so do the last one, all pooling, and a layer between two poolings.
 *
 * Whether a shorter network is valid, only deriving it tells.
 */
export function withFewerLayers(specs: readonly LayerSpec[]): (readonly LayerSpec[])[] {
  const deepestFirst = shorterRows(specs, { isWhole: true }).reverse();
  const of = (repeats: boolean): (readonly LayerSpec[])[] =>
    deepestFirst.filter((each) => each.repeats === repeats).map((each) => each.specs);
  return [...of(true), ...of(false)];
}

function shorterRows(
  row: readonly LayerSpec[],
  { isWhole }: { readonly isWhole: boolean },
): Shorter[] {
  const layers = [...row.keys()].filter((i) => hasWidth(row[i]));
  return layers.flatMap((at, order): Shorter[] => {
    const spec = row[at];
    const shorter: Shorter[] = [];
    const { kind } = spec;
    if (isBranching(kind)) {
      const branches = kind.branches.of(spec);
      for (const [i, branch] of branches.entries()) {
        for (const { specs, repeats } of shorterRows(branch, { isWhole: false })) {
          const without = kind.branches.with(spec, branches.with(i, specs));
          shorter.push({ specs: row.with(at, without), repeats });
        }
      }
    }
    const isLast = isWhole && order === layers.length - 1;
    if (order === 0 || isLast) return shorter;
    const before = row.slice(0, at);
    const after = withoutParts(row.slice(at + 1));
    const last = before.findLast((each) => !isPartOfLayerBefore(each));
    if (last && pools(last) && after.length > 0 && pools(after[0])) return shorter;
    const repeats = layers.slice(0, order).some((i) => isAlike(row[i], spec));
    if (repeats || !hasFilters(spec)) shorter.push({ specs: [...before, ...after], repeats });
    return shorter;
  });
}

const hasWidth = ({ kind }: LayerSpec): boolean =>
  isBranching(kind) || typeof kind.width === 'object';

const hasFilters = (spec: LayerSpec): boolean =>
  isBranching(spec.kind)
    ? spec.kind.branches.of(spec).some((branch) => branch.some(hasFilters))
    : spec.kind.alongAxes !== undefined;

const isPartOfLayerBefore = ({ kind }: LayerSpec): boolean =>
  !isBranching(kind) && kind.partOfLayerBefore === true;

/** What is behind a layer that is left out, without what worked on its output alone. */
function withoutParts(behind: readonly LayerSpec[]): LayerSpec[] {
  const end = behind.findIndex(
    (spec) => hasWidth(spec) || !(isPartOfLayerBefore(spec) || isAsWideAsInput(spec)),
  );
  const reach = end === -1 ? behind.length : end;
  return behind.filter((spec, i) => i >= reach || !isPartOfLayerBefore(spec));
}

const pools = (spec: LayerSpec): boolean =>
  isAsWideAsInput(spec) && !isPartOfLayerBefore(spec) && hasFilters(spec);

/** Whether two layers do the same, whatever their widths and names. */
function isAlike(a: LayerSpec, b: LayerSpec): boolean {
  const { kind } = a;
  if (kind !== b.kind) return false;
  if (isBranching(kind)) {
    const [branches, others] = [kind.branches.of(a), kind.branches.of(b)];
    return (
      isAlike(kind.branches.join(a), kind.branches.join(b)) &&
      branches.length === others.length &&
      branches.every(
        (branch, i) =>
          branch.length === others[i].length &&
          branch.every((spec, j) => isAlike(spec, others[i][j])),
      )
    );
  }
  const asWide = typeof kind.width === 'object' ? kind.width.with(b, kind.width.of(a)) : b;
  return isEqual({ ...a, name: undefined }, { ...asWide, name: undefined });
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) =>
    isEqual(a[key as keyof typeof a], b[key as keyof typeof b] as unknown),
  );
}
