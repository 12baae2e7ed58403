import {
  discoverExperiments,
  type Experiment,
  loadExperiment,
  rangeOf,
} from '@axiswise/experiment';
import type { Options } from 'yargs';

/**
 * Returns the options that an experiment declares for its network: `train board` takes `--filters`, and
 * `train board --help` shows it. There are none where no experiment has the name: the command says so.
 */
export async function optionsOf(name: string): Promise<Record<string, Options>> {
  if (!discoverExperiments().has(name)) return {};
  const { options = {} } = await loadExperiment(name);
  return Object.fromEntries(
    Object.entries(options).map(([option, declared]) => [
      option,
      {
        type: 'string',
        requiresArg: true,
        group: `Options of ${name}:`,
        describe:
          `${declared.describe} [` +
          `${'choices' in declared ? '' : `${rangeOf(declared)}; `}default: ${declared.default}]`,
        ...('choices' in declared && { choices: [...declared.choices] }),
      },
    ]),
  );
}

/** Picks the values that a call gives to these options. */
export function chosenOptions(
  { options = {} }: Experiment,
  args: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(options).flatMap((name) =>
      args[name] === undefined ? [] : [[name, String(args[name])]],
    ),
  );
}
