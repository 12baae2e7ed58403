import { InputError } from '@axiswise/messages';

/** The options of a call of the generator, as `schema.json` describes them. */
export interface DomainSchema {
  readonly name: string;
  /** Names, with commas between. */
  readonly axes: string;
}

/** A domain whose name and axes are checked. */
export interface Domain {
  readonly name: string;
  readonly axes: readonly string[];
}

/**
 * Checks the name and the axes of a new domain.
 *
 * @param taken names that are in use, and by what: `images` → `the experiment experiments/images`.
 * @throws {InputError} where the name is not allowed or in use, or an axis is not allowed.
 */
export function checkDomain(call: DomainSchema, taken: ReadonlyMap<string, string>): Domain {
  // Nx reads 3d as text, but 3 as a number.
  const name = String(call.name);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new InputError(
      'generator',
      `"${name}" cannot name an experiment: write lower-case words joined by hyphens, such as my-sensors`,
    );
  }
  if (name === 'all') {
    throw new InputError(
      'generator',
      '"all" stands for all experiments in `compare all`; choose another name',
    );
  }
  const other = taken.get(name);
  if (other !== undefined) {
    throw new InputError('generator', `the name "${name}" is taken by ${other}; choose another`);
  }
  return { name, axes: checkAxes(String(call.axes)) };
}

function checkAxes(words: string): string[] {
  const axes = words.split(',').map((word) => word.trim());
  for (const [i, axis] of axes.entries()) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(axis)) {
      throw new InputError(
        'generator',
        `"${axis}" cannot name an axis: give letters and digits, the first a lower-case letter, with ` +
          'commas between the names, as in --axes=sensor,time',
      );
    }
    if (['batch', 'channels', 'units'].includes(axis)) {
      throw new InputError(
        'generator',
        `"${axis}" cannot name an axis: it is no axis of an example; choose another name`,
      );
    }
    if (axis in {}) {
      throw new InputError(
        'generator',
        `"${axis}" cannot name an axis: every JavaScript object has that already; choose another name`,
      );
    }
    if (axes.indexOf(axis) !== i) {
      throw new InputError(
        'generator',
        `--axes names "${axis}" twice; give every axis a name of its own`,
      );
    }
  }
  if (axes.length > 2) {
    throw new InputError(
      'generator',
      `--axes names ${axes.length} axes (${axes.join(', ')}), but the example that is written has one or ` +
        `two; begin with two, then add the others (four at most) as experiments/motion has them`,
    );
  }
  return axes;
}
