import { createHash } from 'node:crypto';
import {
  arraySplit,
  nameWithin,
  type Numbers,
  type Preparation,
  type Prepared,
  type Split,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import { forEachBounded } from '@axiswise/files';
import { Random } from '@axiswise/random';
import { type Augmentation, augmentSpectrogram } from './augment.ts';
import { checkSampleRate } from './sample-rate.ts';
import {
  encodeUtterance,
  type UtteranceEncoding,
  utteranceEncoder,
  utteranceShape,
} from './utterance-encoding.ts';
import { readWav } from './wav.ts';
import { readBytes } from './wav-file.ts';

/** A recording on disk with the index of its class. */
export interface UtteranceFile {
  readonly file: string;
  readonly label: number;
}

/** The memory limit: all recordings are held in memory as floats. */
const mostBytes = 4e9;
/** Files that are read at the same time. */
export const filesAtOnce = 16;

/**
 * Makes examples of recordings: resampled, as a mel spectrogram, with limited dynamic range,
 * normalised, padded or cropped. {@link utteranceSplit} makes splits of them.
 *
 * @param into takes the examples, in the order of `files`.
 * @param onRead is called once for each recording.
 * @returns the SHA-256 of each file.
 * @throws InputError that names the first unreadable file, or if memory does not suffice.
 */
export async function readUtterances(
  files: readonly UtteranceFile[],
  encoding: UtteranceEncoding,
  into: Preparation,
  onRead?: () => void,
): Promise<readonly Uint8Array[]> {
  const shape = utteranceShape(encoding);
  const size = shape.reduce((product, length) => product * length);
  if (4 * size * files.length > mostBytes) {
    throw new InputError(
      'data',
      `${files.length} recordings of ${shape[0]} bands and ${shape[1]} frames take ` +
        `${Math.ceil((4 * size * files.length) / 1e9)} GB of memory; ask for fewer seconds`,
    );
  }
  const inputs = into.reserve('inputs', 'float32', files.length * size);
  const real = new Int32Array(2 * files.length);
  const cropped = new Int32Array(files.length);
  const digests: Uint8Array[] = [];
  const encode = utteranceEncoder(encoding);
  await forEachBounded(files, filesAtOnce, async ({ file }, i) => {
    const bytes = await readBytes(file);
    digests[i] = createHash('sha256').update(bytes).digest();
    const wav = readWav(bytes, file);
    checkSampleRate(wav.sampleRateHz, file);
    const example = encode(wav);
    inputs.set(example.values, i * size);
    real.set([example.real.start, example.real.end], 2 * i);
    cropped[i] = example.cropped;
    onRead?.();
  });
  into.keep('real frames', real);
  into.keep('cropped frames', cropped);
  return digests;
}

/**
 * Makes a split of examples that {@link readUtterances} prepared.
 *
 * @param files the recordings of the split, which were read one after another.
 * @param options.first the place of the first of them among all that were read; default 0.
 * @param options.augmentation for {@link Split.augment}; without it the split has none.
 */
export function utteranceSplit(
  { numbers, array }: Pick<Prepared<unknown>, 'numbers' | 'array'>,
  files: readonly UtteranceFile[],
  options: {
    readonly encoding: UtteranceEncoding;
    readonly classes: number;
    readonly first?: number;
    readonly augmentation?: Augmentation | undefined;
    /** Names of files are relative to it. */
    readonly folder: string;
    /** Of the files; see {@link Split.groups}. */
    readonly groups?: Int32Array | undefined;
  },
): Split {
  const { encoding, classes, first = 0, augmentation, folder, groups } = options;
  const shape = utteranceShape(encoding);
  const size = shape.reduce((product, length) => product * length);
  const all = numbers('inputs');
  const inputs: Numbers = {
    type: all.type,
    length: files.length * size,
    read: (from, to) => all.read(first * size + from, first * size + to),
  };
  const real = array('real frames', 'int32').subarray(2 * first);
  const labels = Int32Array.from(files, ({ label }) => label);
  const split = arraySplit({
    inputs,
    labels,
    shape,
    classes,
    groups,
    exampleName: (index) => nameWithin(folder, files[index].file),
  });
  return withAugmentation(split, { inputs, real, encoding, augmentation });
}

/**
 * A split of prepared examples whose training examples are augmented; without an augmentation as it is.
 *
 * @param of.inputs those of the split, one after another.
 * @param of.real the first frame of each example and the one behind its last.
 */
export function withAugmentation(
  split: Split,
  of: {
    readonly inputs: Numbers;
    readonly real: Pick<Int32Array, number>;
    readonly encoding: UtteranceEncoding;
    readonly augmentation: Augmentation | undefined;
  },
): Split {
  const { inputs, real, encoding, augmentation } = of;
  if (!augmentation) return split;
  const size = utteranceShape(encoding).reduce((product, length) => product * length);
  const augment: Split['augment'] = (indices, out, _labels, { seed, epoch }) => {
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i];
      augmentSpectrogram(
        inputs.read(index * size, (index + 1) * size) as Float32Array,
        out.subarray(i * size, (i + 1) * size),
        {
          bands: encoding.mel.bands,
          real: { start: real[2 * index], end: real[2 * index + 1] },
          augmentation,
          random: new Random(seed, 'augment', epoch, index),
        },
      );
    }
  };
  return { ...split, augment };
}

/**
 * Reads one WAV file for `predict`, encoded as in a trained run.
 *
 * @param as.shape the shape of an example, `[bands, frames, 1]`.
 * @param as.encoding the {@link UtteranceEncoding} of the run.
 * @returns `[bands, frames, 1]`.
 * @throws InputError if the file cannot be read, or the run was not trained on whole recordings.
 */
export async function decodeUtterance(
  file: string,
  as: { readonly shape: readonly number[]; readonly encoding: unknown },
): Promise<Float32Array> {
  return encodeUtterance(await readBytes(file), as, file);
}

/** A SHA-256 over settings and files: equal data with equal settings has equal checksums. */
export function digestOf(
  folder: string,
  settings: unknown,
  files: readonly UtteranceFile[],
  digests: readonly Uint8Array[],
): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  files.forEach(({ file }, i) => {
    hash.update(`${nameWithin(folder, file)}\0`).update(digests[i]);
  });
  return hash.digest('hex');
}
