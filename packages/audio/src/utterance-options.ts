import { checkOptionNames, countProgress, foldOptions, type LoadContext } from '@axiswise/data';
import { forEachBounded } from '@axiswise/files';
import { InputError } from '@axiswise/messages';
import { frameCount, type MelSettings } from './mel-spectrogram.ts';
import { recordingFiles } from './recording-files.ts';
import { checkSampleRate, leastSampleRateHz } from './sample-rate.ts';
import { augmentOption } from './utterance-augmentation.ts';
import { filesAtOnce, type UtteranceFile } from './utterances.ts';
import { type UtteranceEncoding } from './utterance-encoding.ts';
import { readBytes } from './wav-file.ts';
import { readWavHeader } from './wav-header.ts';

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

/** What options ask for; the rest follows from the recordings. */
export type AskedUtterances = Partial<Record<NumberOption, number>>;

/**
 * Reads the options that decide how recordings become examples.
 *
 * @param source what is read, for messages: `a folder of recordings`.
 * @param others options that the source knows besides, for {@link checkOptionNames}.
 * @throws InputError where one is unknown or out of its range.
 */
export function parseOptions(
  source: string,
  options: LoadContext['options'] = {},
  others: Readonly<Record<string, string>> = {},
): AskedUtterances {
  const names = Object.keys(numbers) as NumberOption[];
  const takes = Object.fromEntries(names.map((name) => [name, numbers[name].takes]));
  checkOptionNames(source, options, { ...takes, ...augmentOption, ...foldOptions, ...others });
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
export async function chooseEncoding(
  files: readonly UtteranceFile[],
  asked: AskedUtterances,
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
