const reserved = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for ' +
    'from global if import in is lambda nonlocal not or pass raise return try while with yield ' +
    // What the script itself uses.
    'self np torch nn F average_pool'
  ).split(' '),
);

/** Gives every name one that Python allows, the same one each time. */
export class PythonNames {
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(name: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const allowed = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');
    let unique = reserved.has(allowed) ? `${allowed}_` : allowed;
    for (let i = 2; this.#taken.has(unique); i++) unique = `${allowed}_${i}`;
    this.#taken.add(unique);
    this.#given.set(name, unique);
    return unique;
  }
}
