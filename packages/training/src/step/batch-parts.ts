/** Some examples of a batch: `length` from `first` on. */
export interface Examples {
  readonly first: number;
  readonly length: number;
}

/** Divides the examples of a batch into parts of consecutive ones, as equal as can be; some may be empty. */
export function batchParts(examples: number, parts: number): readonly Examples[] {
  const starts = Array.from({ length: parts + 1 }, (_, i) => Math.floor((i * examples) / parts));
  return starts.slice(1).map((end, i) => ({ first: starts[i], length: end - starts[i] }));
}
