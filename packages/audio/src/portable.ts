// What runs in Node and in browsers.
export type { Augmentation, MaskSettings } from './augment.ts';
export { encodeSound } from './encode-sound.ts';
export { limitDynamicRange } from './dynamic-range.ts';
export { fitFrames, type RealFrames } from './fit-frames.ts';
export { type FrameContext, frameWindows } from './frame-windows.ts';
export { hzToMel } from './mel-scale.ts';
export { type MelSettings, type MelSpectrogram, melSpectrogram } from './mel-spectrogram.ts';
export { type NormalizedOver, normalizeUtterance } from './normalize.ts';
export { resample } from './resample.ts';
export { spectrogramDrawing } from './spectrogram-drawing.ts';
export type { DecodedFrame } from './synth/decode-frames.ts';
export { synthesize } from './synth/formant-synth.ts';
export type { FrameEncoding } from './synth/frame-encoding.ts';
export type { Articulation, Phoneme } from './synth/phoneme-table.ts';
export { phonemeFrames } from './synth/phoneme-frames.ts';
export { phonemes } from './synth/phonemes.ts';
export {
  type PhonemeInterval,
  speak,
  type Syllable,
  SyllableDeck,
  type Utterance,
} from './synth/speak.ts';
export { drawSpeaker, formantScale, type Speaker } from './synth/speaker.ts';
export type { Segment } from './synth/targets.ts';
export { type UtteranceEncoding } from './utterance-encoding.ts';
export { readWav, type Wav, type WavBitDepth, writeWav } from './wav.ts';
