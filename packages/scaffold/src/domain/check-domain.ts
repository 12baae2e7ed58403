import { InputError } from '@axiswise/messages';
import { checkAxisNames, checkExperimentName } from '../check-names.ts';

/** What a call says of a new domain. */
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
 * @throws InputError where the name is not allowed or in use, or an axis is not allowed.
 */
export const checkDomain = (call: DomainSchema, taken: ReadonlyMap<string, string>): Domain => ({
  // Nx reads 3d as text, but 3 as a number.
  name: checkExperimentName(String(call.name), taken),
  axes: checkAxes(String(call.axes)),
});

function checkAxes(words: string): string[] {
  const axes = checkAxisNames(words);
  if (axes.length > 2) {
    throw new InputError(
      'generator',
      `--axes names ${axes.length} axes (${axes.join(', ')}), but the example that is written has one or ` +
        `two; begin with two, then add the others (four at most) as experiments/motion has them`,
    );
  }
  return axes;
}
