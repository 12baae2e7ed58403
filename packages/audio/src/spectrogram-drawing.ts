import { InputError } from '@axiswise/messages';
import {
  type Drawing,
  mapDrawing,
  type Overlay,
  positionTicks,
  type Tick,
} from '@axiswise/drawing';
import { hzToMel } from './mel-scale.ts';
import type { MelSettings } from './mel-spectrogram.ts';

/** Frequencies for ticks; only those within the spectrogram that do not crowd are drawn. */
const roundHz = [100, 200, 500, 1000, 2000, 4000, 8000, 16_000];
/** The smallest distance between two ticks, as a fraction of the height. */
const leastGap = 0.09;

/**
 * Draws a normalised log mel spectrogram: time to the right in seconds, frequency upwards in Hz, on
 * the mel scale.
 *
 * @param values `[bands, frames, 1]`, deviations from the mean.
 * @param as.encoding the encoding of the run: {@link UtteranceEncoding} or {@link FrameEncoding}.
 * @param as.highlight `[bands, frames]`, from 0 to 1: the importance of each cell.
 * @param as.overlay `[bands, frames]`: colours of cells.
 * @throws InputError if the encoding is not one of sound.
 */
export function spectrogramDrawing(
  values: Float32Array,
  as: {
    readonly shape: readonly number[];
    readonly encoding: unknown;
    readonly highlight?: ArrayLike<number> | undefined;
    readonly overlay?: Overlay | undefined;
  },
): Drawing {
  const [bands, frames] = as.shape;
  const { lowHz, highHz, sampleRateHz, hopLengthSamples } = melOf(as.encoding);
  const hopSeconds = hopLengthSamples / sampleRateHz;
  return mapDrawing(values, {
    rows: { title: 'frequency, Hz', length: bands, ticks: frequencyTicks(bands, lowHz, highHz) },
    columns: { title: 'time, s', length: frames, ticks: timeTicks(frames, hopSeconds) },
    upwards: true,
    from: -2.5,
    to: 2.5,
    highlight: as.highlight,
    overlay: as.overlay,
  });
}

/** Returns the mel settings of either kind of encoding. */
function melOf(encoding: unknown): MelSettings {
  const read = (encoding ?? {}) as Partial<MelSettings> & { readonly mel?: MelSettings };
  const mel = read.mel ?? (read as MelSettings);
  if (mel.bands > 0 && mel.sampleRateHz > 0) return mel;
  throw new InputError(
    'data',
    'the run was not trained on sound, so it does not say where its bands lie; choose a run of sound',
  );
}

/** Places ticks; peaks of the bands are equally spaced in mel, half a step from the edges. */
function frequencyTicks(bands: number, lowHz: number, highHz: number): Tick[] {
  const [low, high] = [hzToMel(lowHz), hzToMel(highHz)];
  const ticks: Tick[] = [];
  for (const hz of roundHz) {
    // Band b has its peak at low + (b + 1) · (high − low) / (bands + 1) and its middle at b + 0.5.
    const position = ((hzToMel(hz) - low) / (high - low)) * (bands + 1) - 0.5;
    const before = ticks[ticks.length - 1]?.position ?? -Infinity;
    if (position < 0 || position > bands || position - before < leastGap * bands) continue;
    ticks.push({ position, text: hz >= 1000 ? `${hz / 1000}k` : String(hz) });
  }
  return ticks;
}

function timeTicks(frames: number, hopSeconds: number): Tick[] {
  const seconds = frames * hopSeconds;
  const step = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10].find((each) => seconds / each <= 4);
  if (step === undefined) return positionTicks(frames);
  const ticks: Tick[] = [];
  for (let i = 0; i * step <= seconds; i++) {
    ticks.push({
      position: (i * step) / hopSeconds,
      text: String(Math.round(100 * i * step) / 100),
    });
  }
  return ticks;
}
