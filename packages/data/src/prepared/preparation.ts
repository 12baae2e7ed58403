import type { ArrayOf, NumberArray, Numbers, NumberType } from './numbers.ts';

/** Takes what is prepared. */
export interface Preparation {
  /** Keeps an array, which must not change afterwards. */
  keep(name: string, values: NumberArray): void;
  /** Makes room for an array that is filled piece by piece, in a file where it would take too much memory. */
  reserve(
    name: string,
    type: NumberType,
    length: number,
  ): { set(values: NumberArray, at: number): void };
  /** Tells people about the data, also whenever it is read again. */
  notice(line: string): void;
}

/** Data that was prepared, now or before. */
export interface Prepared<Facts> {
  readonly facts: Facts;
  /** A kept array, in memory or in a file. */
  numbers(name: string): Numbers;
  /** A kept array in memory. */
  array<Type extends NumberType>(name: string, type: Type): ArrayOf[Type];
}

/** What is prepared, and how. */
export interface PrepareOptions<Facts> {
  /** Of the data set, for lists. */
  readonly name: string;
  /**
   * The `import.meta.url` of the module that prepares; without it nothing is kept, and what takes too much memory is in
   * a file that nobody else sees.
   */
  readonly code: string | undefined;
  /**
   * All that decides the data besides code, as JSON: options, a seed, the `fileStates` of the files that are read. It is
   * asked again after preparing: what changed meanwhile is used and not kept.
   */
  readonly decidedBy: () => unknown;
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Returns facts, as JSON, and hands arrays over. */
  readonly prepare: (into: Preparation) => Facts | Promise<Facts>;
}

/** What was prepared, by the names of its arrays. */
export function preparedOf<Facts>({
  facts,
  arrays,
}: {
  readonly facts: unknown;
  readonly arrays: ReadonlyMap<string, Numbers>;
}): Prepared<Facts> {
  const numbers = (name: string): Numbers => {
    const found = arrays.get(name);
    if (!found) throw new Error(`no array "${name}" was prepared`);
    return found;
  };
  return {
    facts: facts as Facts,
    numbers,
    array: <Type extends NumberType>(name: string, type: Type) => {
      const found = numbers(name);
      if (found.type !== type) throw new Error(`the array "${name}" has ${found.type} numbers`);
      return found.read(0, found.length) as ArrayOf[Type];
    },
  };
}
