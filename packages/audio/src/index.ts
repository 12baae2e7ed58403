export { audioFolder } from './audio-folder.ts';
export { type Augmentation, augmentSpectrogram, type MaskSettings } from './augment.ts';
export { limitDynamicRange } from './dynamic-range.ts';
export { fitFrames, type RealFrames } from './fit-frames.ts';
export { frameCentreSeconds, type FrameContext, frameWindows } from './frame-windows.ts';
export { fsdd } from './fsdd.ts';
export { hzToMel, melToHz } from './mel-scale.ts';
export {
  frameCount,
  logFloor,
  melAnalyser,
  type MelSettings,
  type MelSpectrogram,
  melSpectrogram,
} from './mel-spectrogram.ts';
export { type NormalizedOver, normalizeUtterance } from './normalize.ts';
export { recordings } from './recordings.ts';
export { resample } from './resample.ts';
export { spectrogramDrawing } from './spectrogram-drawing.ts';
export { type DecodedFrame, decodeFrames } from './synth/decode-frames.ts';
export { synthesize } from './synth/formant-synth.ts';
export type { FrameEncoding } from './synth/frame-encoding.ts';
export { type Articulation, type Phoneme, phonemeTable } from './synth/phoneme-table.ts';
export { phonemes } from './synth/phonemes.ts';
export {
  type PhonemeInterval,
  speak,
  type Syllable,
  SyllableDeck,
  type Utterance,
} from './synth/speak.ts';
export { drawSpeaker, formantScale, type Speaker } from './synth/speaker.ts';
export { writeSyllableFolder } from './synth/syllable-folder.ts';
export type { Segment } from './synth/targets.ts';
export { decodeUtterance, type UtteranceEncoding } from './utterances.ts';
export { readWav, readWavFile, type Wav, type WavBitDepth, writeWav } from './wav.ts';
