export { audioFolder } from './audio-folder.ts';
export { type Augmentation, augmentSpectrogram, type MaskSettings } from './augment.ts';
export { decodeSound } from './decode-sound.ts';
export { limitDynamicRange } from './dynamic-range.ts';
export { fitFrames, type RealFrames } from './fit-frames.ts';
export { type FrameContext, frameCentreSeconds, frameWindows } from './frame-windows.ts';
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
export { resample } from './resample.ts';
export { spectrogramDrawing } from './spectrogram-drawing.ts';
export {
  type Articulation,
  decodeFrames,
  type DecodedFrame,
  drawSpeaker,
  formantScale,
  type FrameEncoding,
  type Phoneme,
  type PhonemeInterval,
  phonemes,
  phonemeTable,
  type Segment,
  speak,
  type Speaker,
  type Syllable,
  SyllableDeck,
  synthesize,
  type Utterance,
  writeSyllableFolder,
} from './synth/index.ts';
export { decodeUtterance, type UtteranceEncoding } from './utterances.ts';
export { readWav, readWavFile, type Wav, type WavBitDepth, writeWav } from './wav.ts';
