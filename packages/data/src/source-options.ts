import { InputError } from '@axiswise/messages';

/**
 * Refuses options that a source does not know.
 *
 * @param options as in {@link LoadContext.options}.
 * @param known every option of the source with the form of its value: `{ size: 'HEIGHTxWIDTH' }`.
 * @throws InputError that names the unknown option and lists the known ones.
 */
export function checkOptionNames(
  source: string,
  options: Readonly<Record<string, string>> | undefined,
  known: Readonly<Record<string, string>> = {},
): void {
  const unknown = Object.keys(options ?? {}).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const choices = Object.entries(known).map(([name, takes]) => `${name}=${takes}`);
  throw new InputError(
    'data',
    `${source} has no option '${unknown}'; ` +
      (choices.length === 0 ? 'it takes none' : `it takes ${choices.join(' and ')}`),
  );
}
