/**
 * Picks a value by name; fails with the nearest existing name and a list of all.
 *
 * @param what the kind of the value: `strategy`.
 */
export function pickByName<T>(
  what: string,
  name: string,
  choices: ReadonlyMap<string, T>,
  fail: (message: string) => Error,
): T {
  const choice = choices.get(name);
  if (choice !== undefined) return choice;
  const names = [...choices.keys()];
  const near = nearest(name, names);
  throw fail(
    `there is no ${what} "${name}"${near ? `; did you mean "${near}"?` : ''}` +
      ` (${what}: ${names.join(', ')})`,
  );
}

/** The name with the fewest edits to `name`, unless they would change most of it. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((candidate) => [editDistance(name, candidate), candidate] as const)
    .sort(([a], [b]) => a - b);
  const [distance, candidate] = ranked[0] ?? [Infinity, undefined];
  return distance <= Math.max(2, name.length / 2) ? candidate : undefined;
}

/** Computes the Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        previous[j] + 1,
        current[j - 1] + 1,
        previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length];
}
