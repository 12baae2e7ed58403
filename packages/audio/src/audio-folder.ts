import path from 'node:path';
import {
  checkOptionNames,
  countProgress,
  describeSkipped,
  divideParts,
  foldOptions,
  ownFolds,
  fileStates,
  type FileKind,
  findClassFiles,
  groupsOfFiles,
  groupsOption,
  type LoadContext,
  type PartName,
  prepareOnce,
  type Source,
  type Split,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { forEachBounded } from '@axiswise/files';
import { frameCount, type MelSettings } from './mel-spectrogram.ts';
import { augmentOption, utteranceAugmentation } from './utterance-augmentation.ts';
import {
  checkedEncoding,
  digestOf,
  filesAtOnce,
  readUtterances,
  spectrogramAxes,
  type UtteranceEncoding,
  type UtteranceFile,
  utteranceShape,
  utteranceSplit,
} from './utterances.ts';
import { checkSampleRate, leastSampleRateHz } from './sample-rate.ts';
import { readBytes } from './wav.ts';
import { readWavHeader } from './wav-header.ts';

/** Which files are read. */
export const recordingFiles: FileKind = {
  pattern: /\.wave?$/i,
  formats: 'WAV',
  one: 'recording',
  many: 'recordings',
};

/** The options with their limits, and whether they are integers. */
const numbers = {
  bands: { min: 1, max: 512, whole: true, takes: 'COUNT' },
  seconds: { min: 0.001, max: 600, whole: false, takes: 'SECONDS' },
  sampleRate: { min: leastSampleRateHz, max: 384_000, whole: true, takes: 'HZ' },
  lowHz: { min: 0, max: 192_000, whole: false, takes: 'HZ' },
  highHz: { min: 1, max: 192_000, whole: false, takes: 'HZ' },
  windowMs: { min: 1, max: 1000, whole: false, takes: 'MILLISECONDS' },
  hopMs: { min: 1, max: 1000, whole: false, takes: 'MILLISECONDS' },
} as const;

type NumberOption = keyof typeof numbers;

const defaults = { bands: 40, lowHz: 50, windowMs: 32, hopMs: 16 } as const;
/** The range between speech and the noise of a quiet room. */
const dynamicRangeDecibels = 40;
/** The fraction of recordings that are not cropped by default. */
const wholeShare = 0.95;

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
      const asked = parseOptions(context.options);
      const { classes, parts, skipped } = await findClassFiles(
        folder,
        recordingFiles,
        context.scoredBy,
      );
      if (skipped.length > 0) onProgress?.(describeSkipped(skipped, recordingFiles));
      const files = [...parts.values()].flat();
      const grouped = groupsOfFiles(files, context.options?.groups);
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

function parseOptions(options: LoadContext['options'] = {}): Partial<Record<NumberOption, number>> {
  const names = Object.keys(numbers) as NumberOption[];
  const takes = Object.fromEntries(names.map((name) => [name, numbers[name].takes]));
  checkOptionNames('a folder of recordings', options, {
    ...takes,
    ...augmentOption,
    ...groupsOption,
    ...foldOptions,
  });
  return Object.fromEntries(
    names.flatMap((name) => {
      if (options[name] === undefined) return [];
      const { min, max, whole } = numbers[name];
      const value = /^\d+(\.\d+)?$/.test(options[name]) ? Number(options[name]) : NaN;
      if (!(value >= min && value <= max && (!whole || Number.isInteger(value)))) {
        throw new InputError(
          'data',
          `${name} must be ${whole ? 'an integer' : 'a number'} from ${min} to ${max}, ` +
            `got '${options[name]}'`,
        );
      }
      return [[name, value]];
    }),
  );
}

/** Chooses how the recordings are read: by the options, else as most of them are. */
async function chooseEncoding(
  files: readonly UtteranceFile[],
  asked: Partial<Record<NumberOption, number>>,
  tell: Pick<LoadContext, 'onProgress'> & { readonly notice: (line: string) => void },
): Promise<UtteranceEncoding> {
  const { notice } = tell;
  const facts = await inspect(files, tell.onProgress);
  const severalChannels = facts.filter(({ channels }) => channels > 1).length;
  if (severalChannels > 0) {
    notice(
      `${severalChannels} of ${files.length} recordings have several channels, which are averaged`,
    );
  }
  const rates = facts.map(({ sampleRateHz }) => sampleRateHz);
  const sampleRateHz = asked.sampleRate ?? mostFrequent(rates);
  if (asked.sampleRate === undefined && new Set(rates).size > 1) {
    notice(
      `recordings are resampled to ${sampleRateHz} Hz (they have ${new Set(rates).size} different ` +
        `rates); choose with --data-options sampleRate=HZ`,
    );
  }
  const durations = facts.map(({ durationSeconds }) => durationSeconds).sort((a, b) => a - b);
  const [shortest, longest] = [durations[0], durations[durations.length - 1]];
  const seconds = asked.seconds ?? durationOfMost(durations);
  if (asked.seconds === undefined && shortest !== longest) {
    const cut = durations.filter((each) => each > seconds).length;
    notice(
      `recordings are padded or cut to ${rounded(seconds)} s, the 95th percentile of their durations (` +
        `${rounded(shortest)} to ${rounded(longest)} s; ${cut} of ${durations.length} are longer and cut); choose ` +
        'with --data-options seconds=SECONDS',
    );
  }
  const samples = (wanted: number): number => Math.max(Math.round(wanted * sampleRateHz), 1);
  const mel: MelSettings = {
    sampleRateHz,
    windowLengthSamples: samples((asked.windowMs ?? defaults.windowMs) / 1000),
    hopLengthSamples: samples((asked.hopMs ?? defaults.hopMs) / 1000),
    bands: asked.bands ?? defaults.bands,
    lowHz: asked.lowHz ?? defaults.lowHz,
    highHz: asked.highHz ?? sampleRateHz / 2,
  };
  const frames = frameCount(samples(seconds), mel);
  return { kind: 'utterance', mel, dynamicRangeDecibels, normalizedOver: 'utterance', frames };
}

interface Facts {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly durationSeconds: number;
}

async function inspect(
  files: readonly UtteranceFile[],
  onProgress: LoadContext['onProgress'],
): Promise<readonly Facts[]> {
  const facts: Facts[] = [];
  const looked = countProgress(
    { verb: 'looked at', total: files.length, many: recordingFiles.many },
    onProgress,
  );
  await forEachBounded(files, filesAtOnce, async ({ file }, i) => {
    const { data, channels, bitsPerSample, sampleRateHz } = readWavHeader(
      await readBytes(file),
      file,
    );
    checkSampleRate(sampleRateHz, file);
    const samples = data.length / ((channels * bitsPerSample) / 8);
    facts[i] = { sampleRateHz, channels, durationSeconds: samples / sampleRateHz };
    looked();
  });
  return facts;
}

/**
 * The duration that most recordings do not exceed, the 95 % percentile: of ascending durations the lower of the two
 * that it lies between, so that a single long one of few pads no other to its length.
 */
const durationOfMost = (durations: readonly number[]): number =>
  durations[Math.floor(wholeShare * (durations.length - 1))];

/** The most frequent value; the largest of several. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0][0];
}

const rounded = (seconds: number): string => String(Number(seconds.toPrecision(3)));
