import type { DecodeContext, Preprocessing } from '@axiswise/data';
import { fftLengthOf, logFloor, type MelSettings } from './mel-spectrogram.ts';
import { beta, rolloff, zeroCrossings } from './resample.ts';
import { predictionStepSeconds } from './synth/decode-frames.ts';
import { type FrameEncoding, readFrameEncoding } from './synth/frame-encoding.ts';
import { isStretchEncoding, type StretchEncoding } from './synth/stretches.ts';
import { checkedEncoding, type UtteranceEncoding } from './utterance-encoding.ts';

/** What `decodeSound` does, for other software. */
export function soundPreprocessing({ encoding }: DecodeContext): Preprocessing {
  const { kind } = (encoding ?? {}) as { readonly kind?: unknown };
  if (isStretchEncoding(encoding)) return stretchesPreprocessing(encoding);
  return kind === 'frames'
    ? framesPreprocessing(readFrameEncoding(encoding))
    : utterancePreprocessing(checkedEncoding(encoding));
}

const reads = 'a WAV recording';

function utterancePreprocessing(encoding: UtteranceEncoding): Preprocessing {
  const { mel, dynamicRangeDecibels, normalizedOver, frames } = encoding;
  const over = normalizedOver === 'band' ? 'each band' : 'the whole spectrogram';
  return {
    reads,
    steps: [
      ...spectrogramSteps(mel),
      `Raise values that are more than ${dynamicRangeDecibels} dB below the largest one (a decibel is ln(10) / 10) to that level.`,
      `Subtract the mean and divide by the standard deviation, over ${over}.`,
      `Pad with 0 on both sides to ${frames} frames, or cut off both ends; an odd frame goes to the end.`,
    ],
    settings: { ...encoding, ...computation(mel) },
    python,
  };
}

function framesPreprocessing(encoding: FrameEncoding): Preprocessing {
  const { windowFrames, kind, ...mel } = encoding;
  return {
    reads,
    steps: [
      ...spectrogramSteps(mel),
      'Subtract the mean and divide by the standard deviation, over the whole spectrogram.',
      `Cut out ${windowFrames} frames around a frame, one example every ${predictionStepSeconds} s; beyond the ends the outermost frame is repeated.`,
    ],
    settings: {
      ...{ kind, windowFrames, mel, stepSeconds: predictionStepSeconds },
      ...computation(mel),
    },
    python,
  };
}

function stretchesPreprocessing(encoding: StretchEncoding): Preprocessing {
  const { frames, kind, ...mel } = encoding;
  return {
    reads,
    steps: [
      ...spectrogramSteps(mel),
      'Subtract the mean and divide by the standard deviation, over the whole spectrogram.',
      `Cut it into stretches of ${frames} frames, one behind the other; the last one ends where the recording does. In a shorter recording the last frame is repeated.`,
    ],
    settings: { kind, frames, mel, ...computation(mel) },
    python,
  };
}

const spectrogramSteps = (mel: MelSettings): string[] => [
  'Read the samples so that full scale is from −1 to 1, and take the mean of the channels.',
  `Resample them to ${mel.sampleRateHz} Hz.`,
  `Take windows of ${mel.windowLengthSamples} samples, one every ${mel.hopLengthSamples}, whole ones only, each times a periodic Hann window.`,
  `Take the power spectrum of ${fftLengthOf(mel)} points, zeros behind.`,
  `Sum it up in ${mel.bands} triangles of height 1, equally wide on the mel scale of HTK from ${mel.lowHz} to ${mel.highHz} Hz.`,
  `Take the natural logarithm, of at least ${logFloor}.`,
];

const computation = (mel: MelSettings) => ({
  fftLength: fftLengthOf(mel),
  logFloor,
  resampling: { zeroCrossings, rolloff, beta },
});

const python = String.raw`"""Reads a WAV recording as the network's input. It needs NumPy alone."""
import json
import math
import pathlib
import wave

import numpy as np

CARD = json.loads((pathlib.Path(__file__).parent / "model-card.json").read_text("utf-8"))
SETTINGS = CARD["preprocessing"]["settings"]
MEL = SETTINGS["mel"]


def examples(file):
    values = spectrogram(*read(file))
    if SETTINGS["kind"] == "frames":
        return windows(normalize(values, None))
    if SETTINGS["kind"] == "stretches":
        return stretches(normalize(values, None))
    least = values.max() - SETTINGS["dynamicRangeDecibels"] * math.log(10) / 10
    values = np.maximum(values, least)
    axis = 1 if SETTINGS["normalizedOver"] == "band" else None
    return fit(normalize(values, axis), SETTINGS["frames"])[None, ..., None]


def stretches(values):
    """Parts of the sound, one behind the other; the last one ends with it."""
    length, count = SETTINGS["frames"], values.shape[1]
    values = np.pad(values, ((0, 0), (0, max(length - count, 0))), mode="edge")
    starts = [max(0, min(start, count - length)) for start in range(0, count, length)]
    return np.stack([values[:, start : start + length] for start in starts])[..., None].astype(np.float32)


def read(file):
    """Samples from -1 to 1, and their rate. Integers of 8 to 32 bits; convert other files first."""
    with wave.open(str(file)) as recording:
        width, channels = recording.getsampwidth(), recording.getnchannels()
        rate = recording.getframerate()
        data = recording.readframes(recording.getnframes())
    if width == 1:
        values = np.frombuffer(data, np.uint8).astype(np.float64) - 128
    elif width == 3:
        padded = np.zeros((len(data) // 3, 4), np.uint8)
        padded[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)
        values = padded.view("<i4")[:, 0] / 256
    else:
        values = np.frombuffer(data, f"<i{width}").astype(np.float64)
    mono = values.reshape(-1, channels).mean(axis=1) / 2 ** (8 * width - 1)
    return mono.astype(np.float32), rate


def resample(samples, from_hz, to_hz):
    """A sinc under a Kaiser window around each new sample; zeros beyond the ends."""
    if from_hz == to_hz:
        return samples
    settings = SETTINGS["resampling"]
    crossings, beta = settings["zeroCrossings"], settings["beta"]
    cutoff = settings["rolloff"] * min(1, to_hz / from_hz)
    reach = math.ceil(crossings / cutoff)
    padded = np.concatenate([np.zeros(reach), samples, np.zeros(reach + 1)])
    divisor = math.gcd(from_hz, to_hz)
    up, down = to_hz // divisor, from_hz // divisor
    result = np.empty(-(-len(samples) * up // down), np.float32)
    for n in range(len(result)):
        before, phase = divmod(n * down, up)
        distance = np.arange(-reach, reach + 1) - phase / up
        share = np.maximum(1 - (distance * cutoff / crossings) ** 2, 0)
        inside = np.abs(distance) * cutoff <= crossings
        window = np.where(inside, np.i0(beta * np.sqrt(share)) / np.i0(beta), 0)
        weights = cutoff * np.sinc(cutoff * distance) * window
        result[n] = weights @ padded[before : before + 2 * reach + 1]
    return result


def spectrogram(samples, rate):
    samples = resample(samples, rate, MEL["sampleRateHz"]).astype(np.float64)
    length, hop = MEL["windowLengthSamples"], MEL["hopLengthSamples"]
    count = 1 + max(len(samples) - length, 0) // hop
    samples = np.concatenate([samples, np.zeros(max(length - len(samples), 0))])
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    frames = np.stack([hann * samples[t * hop : t * hop + length] for t in range(count)])
    power = np.abs(np.fft.rfft(frames, SETTINGS["fftLength"])) ** 2
    energies = filters() @ power.T
    return np.log(np.maximum(energies, SETTINGS["logFloor"])).astype(np.float32)


def filters():
    low, high = (2595 * math.log10(1 + MEL[edge] / 700) for edge in ("lowHz", "highHz"))
    corners = 700 * (10 ** (np.linspace(low, high, MEL["bands"] + 2) / 2595) - 1)
    points = SETTINGS["fftLength"]
    hz = np.arange(points // 2 + 1) * MEL["sampleRateHz"] / points
    left, peak, right = (corners[i : i + MEL["bands"], None] for i in range(3))
    return np.maximum(np.minimum((hz - left) / (peak - left), (right - hz) / (right - peak)), 0)


def normalize(values, axis):
    values = values.astype(np.float64)
    deviation = values.std(axis=axis, keepdims=True)
    scale = np.where(deviation < 1e-3, 0, 1 / np.maximum(deviation, 1e-3))
    return (scale * (values - values.mean(axis=axis, keepdims=True))).astype(np.float32)


def fit(values, frames):
    given = values.shape[1]
    start, cut = max((frames - given) // 2, 0), max((given - frames) // 2, 0)
    kept = min(given, frames)
    result = np.zeros((len(values), frames), np.float32)
    result[:, start : start + kept] = values[:, cut : cut + kept]
    return result


def windows(values):
    count = values.shape[1]
    step = max(1, math.floor(SETTINGS["stepSeconds"] * MEL["sampleRateHz"] / MEL["hopLengthSamples"] + 0.5))
    context = SETTINGS["windowFrames"] // 2
    centres = range(min(step // 2, (count - 1) // 2), count, step)
    around = np.arange(-context, context + 1)
    return np.stack([values[:, np.clip(centre + around, 0, count - 1)] for centre in centres])[..., None]
`;
