/** Where what a run recorded and what a call asks for differ. */
export interface Difference {
  /** `training.epochs`, `architecture[2].outputShape`. */
  readonly at: string;
  readonly recorded: unknown;
  readonly asked: unknown;
}

/**
 * Every place where two configurations differ.
 *
 * Lists of objects of the same length are compared one by one; other lists are compared as a whole.
 */
export function differences(recorded: unknown, asked: unknown, at = ''): Difference[] {
  if (isObject(recorded) && isObject(asked)) {
    const keys = new Set([...Object.keys(recorded), ...Object.keys(asked)]);
    return [...keys].flatMap((key) =>
      differences(recorded[key], asked[key], at ? `${at}.${key}` : key),
    );
  }
  if (areObjects(recorded) && areObjects(asked)) {
    if (recorded.length !== asked.length) {
      return [{ at: `${at}.length`, recorded: recorded.length, asked: asked.length }];
    }
    return recorded.flatMap((each, i) => differences(each, asked[i], `${at}[${i}]`));
  }
  return JSON.stringify(recorded) === JSON.stringify(asked) ? [] : [{ at, recorded, asked }];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areObjects = (value: unknown): value is readonly Record<string, unknown>[] =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);
