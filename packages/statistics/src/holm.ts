/**
 * Corrects p-values for multiple testing (Holm 1979): the probability of any false alarm among them
 * stays at the chosen level.
 *
 * @returns in the order given; null stays null and is not counted.
 * @example
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const known = pValues
    .map((p, index) => ({ p, index }))
    .filter((each): each is { p: number; index: number } => each.p !== null)
    .sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let largest = 0;
  for (const [rank, { p, index }] of known.entries()) {
    largest = Math.max(largest, Math.min(1, p * (known.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}
