import { discoverExperiments, type Experiment, loadExperiment } from '@axiswise/experiment';
import type { Options } from 'yargs';

/**
 * The options that an experiment declares, for the command line: `train board` takes `--filters`, and
 * `train board --help` shows it. None where there is no experiment of the name: the command says so.
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
        describe: `${declared.describe} [default: ${declared.default}]`,
        ...('choices' in declared && { choices: [...declared.choices] }),
      },
    ]),
  );
}

/** What a call gave of them. */
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
