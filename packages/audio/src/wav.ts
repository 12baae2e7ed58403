import { InputError } from '@axiswise/messages';
import { WaveFile } from '#wavefile';
import { readWavHeader, type WavHeader } from './wav-header.ts';

/** A recording read from a WAV file. */
export interface Wav {
  readonly sampleRateHz: number;
  /** One channel; full scale is from −1 to 1, and float files may exceed it. */
  readonly samples: Float32Array;
  /** Channels of the file; {@link Wav.samples} is their mean. */
  readonly channels: number;
  readonly durationSeconds: number;
}

/** Sample formats: most programs write 16 bits; `32f` and `64f` are floats. */
export type WavBitDepth = '8' | '16' | '24' | '32' | '32f' | '64f';

/**
 * Decodes a WAV file: 8, 16, 24 and 32-bit integers, 32 and 64-bit floats, also in the extensible
 * format, of any rate and any number of channels, which are averaged to one.
 *
 * `wavefile` decodes the samples. `readWavHeader` checks the header first, because `wavefile`
 * throws unclear errors or returns noise if a header is wrong.
 *
 * @param name the file's name, for errors.
 * @throws InputError if the bytes are not WAV, are truncated or compressed, contradict themselves,
 *   or hold no sample or a float that is not a number; the message names the file and, if it helps,
 *   the byte.
 *
 * @example
 * const bytes = writeWav({ sampleRateHz: 8000, samples: Float32Array.of(0, 0.5, -1) });
 * const { samples, durationSeconds } = readWav(bytes, 'three samples');
 * [...samples]; // [0, 0.5, -1]
 * durationSeconds; // 0.000375
 */
export function readWav(bytes: Uint8Array, name = 'the recording'): Wav {
  const header = readWavHeader(bytes, name);
  const { channels, sampleRateHz, encoding, bitsPerSample } = header;
  const wave = new WaveFile(canonicalFile(header));
  const decoded = wave.getSamples(true, Float64Array) as unknown as Float64Array;
  // wavefile takes the padding byte of an odd chunk for a sample.
  const interleaved = decoded.subarray(0, header.data.length / (bitsPerSample / 8));
  const samples = mixToMono(interleaved, channels, scaling(encoding, bitsPerSample));
  const broken = samples.findIndex((sample) => !Number.isFinite(sample));
  if (broken !== -1) {
    throw new InputError(
      'data',
      `${name}: sample ${broken} is ${samples[broken]}, not a number a sound can have; replace it`,
    );
  }
  return { sampleRateHz, samples, channels, durationSeconds: samples.length / sampleRateHz };
}

/**
 * Encodes a WAV file of one channel.
 *
 * Integers are rounded and clipped at full scale: 1 is not representable, so it becomes the largest
 * value (32767/32768 at 16 bits). Reading returns the written samples up to that rounding.
 *
 * @param options.samples full scale is from −1 to 1.
 * @param options.bitDepth by default 16.
 * @throws InputError if a sample is not a number or the rate is not a positive integer.
 */
export function writeWav(options: {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
  readonly bitDepth?: WavBitDepth;
}): Uint8Array {
  const { sampleRateHz, samples, bitDepth = '16' } = options;
  if (!(Number.isInteger(sampleRateHz) && sampleRateHz >= 1 && sampleRateHz < 2 ** 32)) {
    throw new InputError(
      'data',
      `the sample rate must be a positive integer (Hz), got ${sampleRateHz}`,
    );
  }
  const broken = samples.findIndex((sample) => !Number.isFinite(sample));
  if (broken !== -1)
    throw new InputError('data', `sample ${broken} must be a number, got ${samples[broken]}`);
  const encoding = bitDepth.endsWith('f') ? 'float' : 'integer';
  const bitsPerSample = parseInt(bitDepth);
  const { offset, fullScale } = scaling(encoding, bitsPerSample);
  const values =
    encoding === 'float'
      ? Float64Array.from(samples)
      : Float64Array.from(samples, (sample) => {
          const value = Math.round(sample * fullScale);
          return offset + Math.min(Math.max(value, -fullScale), fullScale - 1);
        });
  const wave = new WaveFile();
  wave.fromScratch(1, sampleRateHz, bitDepth === '64f' ? '64' : bitDepth, values);
  // Without the padding byte of an odd chunk, which wavefile counts as a sample.
  const { samples: encoded } = wave.data as { readonly samples: Uint8Array };
  const data = encoded.subarray(0, (samples.length * bitsPerSample) / 8);
  return canonicalFile({ encoding, bitsPerSample, channels: 1, sampleRateHz, data });
}

/**
 * The zero and the scale of integer samples: 8-bit ones are unsigned, wider ones signed (RIFF
 * 1991).
 */
function scaling(
  encoding: WavHeader['encoding'],
  bitsPerSample: number,
): { readonly offset: number; readonly fullScale: number } {
  if (encoding === 'float') return { offset: 0, fullScale: 1 };
  return { offset: bitsPerSample === 8 ? 128 : 0, fullScale: 2 ** (bitsPerSample - 1) };
}

function mixToMono(
  interleaved: Float64Array,
  channels: number,
  { offset, fullScale }: ReturnType<typeof scaling>,
): Float32Array {
  const samples = new Float32Array(interleaved.length / channels);
  for (let i = 0; i < samples.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += interleaved[i * channels + channel];
    samples[i] = (sum / channels - offset) / fullScale;
  }
  return samples;
}

/** Writes a file of only format and samples, with the simplest header. */
function canonicalFile({
  encoding,
  bitsPerSample,
  channels,
  sampleRateHz,
  data,
}: WavHeader): Uint8Array {
  const frame = (channels * bitsPerSample) / 8;
  const file = new Uint8Array(44 + data.length + (data.length % 2));
  const view = new DataView(file.buffer);
  const write = (text: string, at: number): void =>
    file.set(
      Array.from(text, (letter) => letter.charCodeAt(0)),
      at,
    );
  write('RIFF', 0);
  view.setUint32(4, file.length - 8, true);
  write('WAVEfmt ', 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, encoding === 'float' ? 3 : 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, sampleRateHz * frame, true);
  view.setUint16(32, frame, true);
  view.setUint16(34, bitsPerSample, true);
  write('data', 36);
  view.setUint32(40, data.length, true);
  file.set(data, 44);
  return file;
}
