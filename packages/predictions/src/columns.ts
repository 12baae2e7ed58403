import { InputError, listAnd } from '@axiswise/messages';

/** What the columns of a file hold: indices into the fields of a row. */
export interface Columns {
  readonly count: number;
  readonly model: number;
  readonly seed: number | undefined;
  readonly example: number;
  /** With what a group is: `speaker` of the column `group:speaker`. */
  readonly group: { readonly at: number; readonly of: string } | undefined;
  readonly label: number;
  readonly prediction: number | undefined;
  /** One column for each class. */
  readonly classes: readonly { readonly name: string; readonly at: number }[];
  /** One column with the most probable classes of a row, as JSON. */
  readonly probabilities: number | undefined;
}

const probabilityOf = 'probability:';
const groupPrefix = 'group:';

/** The title of the column with the groups: `group:speaker`, or `group` alone. */
export const groupTitle = (of: string): string => (of === 'group' ? of : groupPrefix + of);

/** What the groups of a column are, `speaker`; undefined where its title names no groups. */
export const groupedBy = (title: string): string | undefined =>
  title === 'group' || title.startsWith(groupPrefix)
    ? title.slice(groupPrefix.length) || 'group'
    : undefined;

const known = ['model', 'seed', 'example', 'group', 'label', 'prediction', 'probabilities'];

/**
 * Finds the columns that the format names; others are ignored, as an index or an input, unless they look
 * like misspelt ones.
 *
 * @throws InputError where a column is missing or misspelt, or where columns say the same thing twice.
 */
export function columnsOf(header: readonly string[], file: string): Columns {
  const names = header.map((name) => name.trim());
  const fail = (message: string): never => {
    throw new InputError('data', `${file}, line 1: ${message}`);
  };
  const classes: { name: string; at: number }[] = [];
  let group: Columns['group'];
  for (const [at, name] of names.entries()) {
    const of = groupedBy(name);
    if (name !== '' && names.indexOf(name) !== at) fail(`there are two columns "${name}"`);
    if (name.startsWith(probabilityOf)) {
      const className = name.slice(probabilityOf.length);
      if (className === '') fail(`the column "${name}" must name a class: "${probabilityOf}cat"`);
      classes.push({ name: className, at });
    } else if (of !== undefined) {
      if (group)
        fail(`there are two columns of groups, "${names[group.at]}" and "${name}"; keep one`);
      group = { at, of };
    } else {
      const meant = misspelt(name);
      if (meant) fail(`there is no column "${name}" in this format; did you mean "${meant}"?`);
    }
  }
  const find = (name: string): number | undefined => {
    const at = names.indexOf(name);
    return at < 0 ? undefined : at;
  };
  const required = (name: string): number => {
    const separator = [';', '\t'].find((each) => names.length === 1 && names[0].includes(each));
    return (
      find(name) ??
      fail(
        separator
          ? 'columns must be separated by commas'
          : `the column "${name}" is missing; the file has ${listAnd(names.map((each) => `"${each}"`))}`,
      )
    );
  };
  const columns: Columns = {
    count: names.length,
    model: required('model'),
    seed: find('seed'),
    example: required('example'),
    group,
    label: required('label'),
    prediction: find('prediction'),
    classes,
    probabilities: find('probabilities'),
  };
  if (columns.probabilities !== undefined && classes.length > 0) {
    fail(`give either the column "probabilities" or columns "${probabilityOf}…", not both`);
  }
  if (
    columns.prediction === undefined &&
    columns.probabilities === undefined &&
    classes.length === 0
  ) {
    fail(
      `the column "prediction" is missing; give it, or the probability of each class in a column ` +
        `"${probabilityOf}<class>"`,
    );
  }
  return columns;
}

/** A column of the format that a name seems to mean, such as `Seeds`; undefined if it is one, or none. */
function misspelt(name: string): string | undefined {
  if (known.includes(name)) return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/(ie|y)?s?$/, '');
  const [start, ...rest] = name.split(':');
  if (rest.length > 0) {
    const meant = [probabilityOf, groupPrefix].find(
      (each) => plain(each.slice(0, -1)) === plain(start),
    );
    return meant && meant + rest.join(':');
  }
  return known.find((each) => plain(each) === plain(name));
}
