import { isBranching, type LayerKind, type LayerSpec } from './layer-kind.ts';

/** A layer that has a width of its own. */
export interface WideLayer {
  readonly width: number;
  /** The group of layers of one width that it belongs to; undefined where its width must stay. */
  readonly group: WidthGroup | undefined;
}

/**
 * Layers that are as wide as each other in every network of this shape: one alone, or all whose outputs are
 * added.
 */
export interface WidthGroup {
  readonly width: number;
  /** The number that must divide the width, since layers take the channels in groups. */
  readonly multiple: number;
  /** How many channels become one in the layer behind, where that joins some: the pieces of maxout. */
  readonly joined: number;
  /** How many branches are concatenated where it stands, itself included. */
  readonly sideBySide: number;
}

/** What decides how many channels there are at a place of a network. */
class Source {
  /** Merged with another one: this is no source any more. */
  #same: Source | undefined;
  /** Sources that must stay as they are where this one does. */
  readonly #from: Source[] = [];
  #stays: boolean;
  multiple = 1;
  joined = 1;
  sideBySide = 1;
  width = Infinity;

  constructor({ stays = false, from = [] }: { stays?: boolean; from?: readonly Source[] } = {}) {
    this.#stays = stays;
    this.#from.push(...from);
  }

  /** The source that stands for all that are the same as this one. */
  get root(): Source {
    return this.#same?.root ?? this;
  }

  get stays(): boolean {
    return this.root.#stays;
  }

  /** Channels that follow from others in a way of their own are not changed together with more. */
  stay(): void {
    const { root } = this;
    if (root.#stays) return;
    root.#stays = true;
    for (const source of root.#from) source.stay();
  }

  mustBeMultipleOf(divisor: number): void {
    this.root.multiple = leastCommonMultiple(this.root.multiple, divisor);
  }

  /** Makes two sources one: as many channels here as there. */
  tieTo(given: Source): void {
    const [one, other] = [this.root, given.root];
    if (one === other) return;
    // What only follows from other channels cannot be set to a width.
    if (one.#from.length > 0 || other.#from.length > 0) {
      one.stay();
      other.stay();
    }
    const stays = one.#stays || other.#stays;
    other.#same = one;
    one.#from.push(...other.#from);
    one.mustBeMultipleOf(other.multiple);
    one.joined = Math.max(one.joined, other.joined);
    one.sideBySide = Math.max(one.sideBySide, other.sideBySide);
    one.width = Math.min(one.width, other.width);
    if (stays) {
      one.#stays = false;
      one.stay();
    }
  }
}

/** Every layer that has a width of its own, in order, with the layers that are tied to it. */
export function wideLayers(specs: readonly LayerSpec[]): WideLayer[] {
  const found: { readonly width: number; readonly source: Source }[] = [];

  /** Goes along a row of layers from what decides its input's channels; returns what decides its output's. */
  const along = (row: readonly LayerSpec[], from: Source, sideBySide: number): Source =>
    row.reduce((input, spec) => {
      const { kind } = spec;
      if (!isBranching(kind)) return behind(kind, spec, [input], sideBySide);
      const branches = kind.branches.of(spec);
      const join = kind.branches.join(spec);
      const together = isAsWideAsInput(join) ? sideBySide : sideBySide * branches.length;
      const ends = branches.map((branch) => along(branch, input, together));
      // A join that has a width of its own is no layer of a row, whose width could be changed.
      if (isBranching(join.kind) || typeof join.kind.width === 'object') {
        return new Source({ stays: true });
      }
      return behind(join.kind, join, ends, sideBySide);
    }, from);

  const behind = (
    kind: LayerKind,
    spec: LayerSpec,
    inputs: readonly Source[],
    sideBySide: number,
  ): Source => {
    const divisor = kind.inputMultiple?.(spec) ?? 1;
    for (const input of inputs) input.mustBeMultipleOf(divisor);
    if (typeof kind.width === 'object') {
      const source = new Source();
      const width = kind.width.of(spec);
      source.width = width;
      source.sideBySide = sideBySide;
      source.mustBeMultipleOf(kind.width.multiple?.(spec) ?? 1);
      found.push({ width, source });
      return source;
    }
    if (kind.width === 'as-input') {
      for (const input of inputs) inputs[0].tieTo(input);
      return inputs[0];
    }
    for (const { root } of inputs) root.joined = Math.max(root.joined, divisor);
    return new Source({ from: inputs });
  };

  along(specs, new Source({ stays: true }), 1);
  // The last layer gives the logits.
  found.at(-1)?.source.stay();

  const groups = new Map<Source, WidthGroup>();
  return found.map(({ width, source: { root } }) => {
    if (root.stays) return { width, group: undefined };
    const { multiple, joined, sideBySide } = root;
    const group = groups.get(root) ?? { width: root.width, multiple, joined, sideBySide };
    groups.set(root, group);
    return { width, group };
  });
}

/** Whether a layer has as many channels as each of its inputs. */
export const isAsWideAsInput = ({ kind }: LayerSpec): boolean =>
  !isBranching(kind) && kind.width === 'as-input';

/** The same network with other widths of the layers that have one, in order; undefined: as it is. */
export function withEachWidth(
  specs: readonly LayerSpec[],
  widthOf: (order: number) => number | undefined,
): LayerSpec[] {
  let next = 0;
  const widen = (spec: LayerSpec): LayerSpec => {
    const { kind } = spec;
    if (isBranching(kind)) {
      return kind.branches.with(
        spec,
        kind.branches.of(spec).map((branch) => branch.map(widen)),
      );
    }
    if (typeof kind.width !== 'object') return spec;
    const width = widthOf(next++);
    return width === undefined ? spec : kind.width.with(spec, width);
  };
  return specs.map(widen);
}

function leastCommonMultiple(a: number, b: number): number {
  const divisor = (m: number, n: number): number => (n === 0 ? m : divisor(n, m % n));
  return (a / divisor(a, b)) * b;
}
