import { InputError } from '@axiswise/messages';

/**
 * Checks the name of a new experiment.
 *
 * @param taken names that are in use, and by what: `images` → `the experiment experiments/images`.
 * @throws InputError where the name is not allowed or in use.
 */
export function checkExperimentName(name: string, taken: ReadonlyMap<string, string>): string {
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
  return name;
}

/** Networks are built over as many axes at most. */
const mostAxes = 4;

/**
 * Reads the names of axes: `sensor,time`.
 *
 * @throws InputError where one cannot name an axis, a name comes twice, or there are more than four.
 */
export function checkAxisNames(words: string): string[] {
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
  if (axes.length > mostAxes) {
    throw new InputError(
      'generator',
      `--axes names ${axes.length} axes (${axes.join(', ')}), but networks are built over four at most; ` +
        'make an axis along which no filter slides the channels',
    );
  }
  return axes;
}
