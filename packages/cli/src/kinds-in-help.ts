import { discoverExperiments, loadExperiment } from '@axiswise/experiment';
import { kindsOf, settingsInWords, type TrainingKinds } from '@axiswise/training/kinds';

/** The kinds that a call names with one option, and gives settings with another. */
const shown = [
  ['optimizers', '--optimizer'],
  ['schedules', '--schedule'],
  ['augmentations', '--augmentation'],
  ['losses', '--loss'],
] as const satisfies readonly (readonly [keyof TrainingKinds, string])[];

/**
 * Lists what the options of training may name, with its settings, their defaults and ranges: ours, and what the
 * experiment of the call declares; and which data of the user's own that experiment reads.
 *
 * @param name of the experiment; those of ours alone where there is none.
 */
export async function kindsInHelp(name: string | undefined): Promise<string> {
  const own =
    name !== undefined && discoverExperiments().has(name) ? await loadExperiment(name) : {};
  const parts = shown.map(([family, option]) => {
    const lines = [...kindsOf(family, own)].map(([kind, { describe, settings = {} }]) =>
      [`  ${kind}: ${describe}`, ...settingsInWords(settings).map((each) => `      ${each}`)].join(
        '\n',
      ),
    );
    return `${option} takes, with these settings for ${option}-options:\n${lines.join('\n')}`;
  });
  const formats = Object.values('dataFormats' in own ? (own.dataFormats ?? {}) : {});
  if (formats.length > 0) {
    parts.push(
      `--data takes a name, or a path to your own data:\n` +
        formats.map(({ describe }) => `  ${describe}\n`).join('') +
        '  Folders or files train, validation and test (or a column "split") name the splits; without them a part of ' +
        'each class is the test, or a fold: --data-options fold=1 folds=5. docs/own-data.md has all forms.',
    );
  }
  return parts.join('\n\n');
}
