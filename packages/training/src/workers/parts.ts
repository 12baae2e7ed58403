import type { Batch } from '@axiswise/data';

/** Some of the members of a sequence: `length` from `first` on. */
export interface Part {
  readonly first: number;
  readonly length: number;
}

/** Divides a sequence into parts of consecutive members, as equal as can be; some may be empty. */
export function partsOf(length: number, parts: number): readonly Part[] {
  const starts = Array.from({ length: parts + 1 }, (_, i) => Math.floor((i * length) / parts));
  return starts.slice(1).map((end, i) => ({ first: starts[i], length: end - starts[i] }));
}

/** Some examples of a batch; nothing is copied. */
export function partOfBatch(
  { examples, inputs, targets, mixed }: Batch,
  { first, length }: Part,
): Batch {
  const of = (values: Float32Array): Float32Array => {
    const size = values.length / examples;
    return values.subarray(first * size, (first + length) * size);
  };
  return {
    examples: length,
    inputs: of(inputs),
    targets: of(targets),
    ...(mixed && { mixed: { targets: of(mixed.targets), share: mixed.share } }),
  };
}
