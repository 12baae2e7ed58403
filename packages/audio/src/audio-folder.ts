import path from 'node:path';
import {
  checkDivision,
  countProgress,
  describeSkipped,
  divideParts,
  fileStates,
  findClassFiles,
  groupsOfFiles,
  groupsOption,
  ownFolds,
  type PartName,
  prepareOnce,
  type Source,
  type Split,
} from '@axiswise/data';
import { recordingFiles } from './recording-files.ts';
import { utteranceAugmentation } from './utterance-augmentation.ts';
import { chooseEncoding, parseOptions } from './utterance-options.ts';
import { digestOf, readUtterances, utteranceSplit } from './utterances.ts';
import { checkedEncoding, spectrogramAxes, utteranceShape } from './utterance-encoding.ts';

/**
 * Reads the user's own recordings: a folder of WAV files per class, or `train/`, `test/` and
 * perhaps `validation/` with a folder per class each.
 *
 * Options of {@link LoadContext.options}: `sampleRate` (default the most frequent; others are
 * resampled), `seconds` (default the duration that 95 % of the recordings do not exceed; longer
 * ones are cropped at both ends, shorter ones padded), `bands` (40), `lowHz` (50) and `highHz`
 * (half the rate), `windowMs` (32), `hopMs` (16), `augment=no` (turns augmentation off),
 * `groups=PATTERN` (see {@link groupsOfFiles}), `fold=1` of `folds=10`. Settings that follow from the recordings are reported through {@link LoadContext.onProgress}. With {@link
 * LoadContext.encoding} the recordings are read like those of the run, whatever the options.
 *
 * Several channels are averaged. Without a test folder a fifth of each class is for test, whatever
 * the run's seed, so that runs can be compared. Files without the ending .wav are skipped and
 * reported.
 *
 * @throws InputError if a class is empty, there is only one, an option is unknown, or a recording
 *   cannot be read: broken ones are not skipped, because data that shrinks silently misleads.
 */
export function audioFolder(folder: string): Source {
  const name = path.basename(path.resolve(folder));
  return {
    name,
    description: `recordings in ${folder}, a folder per class`,
    ...ownFolds,
    async load(context) {
      const { onProgress } = context;
      const asked = parseOptions('a folder of recordings', context.options, groupsOption);
      const { classes, parts, skipped } = await findClassFiles(
        folder,
        recordingFiles,
        context.scoredBy,
      );
      if (skipped.length > 0) onProgress?.(describeSkipped(skipped, recordingFiles));
      const files = [...parts.values()].flat();
      const grouped = groupsOfFiles(files, context.options?.groups);
      checkDivision(folder, { parts, classes }, grouped, context, recordingFiles);
      const trained =
        context.encoding === undefined ? undefined : checkedEncoding(context.encoding);
      const prepared = await prepareOnce({
        name,
        code: import.meta.url,
        decidedBy: async () => ({
          classes,
          parts: [...parts].map(([part, some]) => [part, some.map(({ label }) => label)]),
          files: await fileStates(files.map(({ file }) => file)),
          as: trained ?? asked,
        }),
        onProgress,
        prepare: async (into) => {
          const notice = (line: string): void => into.notice(line);
          const encoding = trained ?? (await chooseEncoding(files, asked, { onProgress, notice }));
          const onRead = countProgress(
            { verb: 'read', total: files.length, many: recordingFiles.many },
            onProgress,
          );
          const digests = await readUtterances(files, encoding, into, onRead);
          return { encoding, sha256: digestOf(folder, [classes, encoding], files, digests) };
        },
      });
      const { encoding, sha256 } = prepared.facts;
      const augmentation = utteranceAugmentation(encoding, context.options);
      const splits = new Map<PartName, Split>();
      let first = 0;
      for (const [part, some] of parts) {
        const isTrained = part === 'train' || part === 'whole';
        const split = utteranceSplit(prepared, some, {
          encoding,
          classes: classes.length,
          first,
          augmentation: isTrained ? augmentation : undefined,
          folder,
          groups: grouped?.groups.subarray(first, first + some.length),
        });
        splits.set(part, split);
        first += some.length;
      }
      return {
        name,
        axes: spectrogramAxes,
        shape: utteranceShape(encoding),
        classes,
        splits: divideParts(folder, splits, context, { classes, kind: recordingFiles }),
        ...(grouped && { groupsOf: 'group', groupName: (group) => grouped.names[group] }),
        sha256,
        encoding,
      };
    },
  };
}
