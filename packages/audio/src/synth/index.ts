export { decodeFrames, type DecodedFrame } from './decode-frames.ts';
export { synthesize } from './formant-synth.ts';
export type { FrameEncoding } from './frame-encoding.ts';
export { type Articulation, type Phoneme, phonemeTable } from './phoneme-table.ts';
export { phonemes } from './phonemes.ts';
export {
  type PhonemeInterval,
  speak,
  type Syllable,
  SyllableDeck,
  type Utterance,
} from './speak.ts';
export { drawSpeaker, formantScale, type Speaker } from './speaker.ts';
export { writeSyllableFolder } from './syllable-folder.ts';
export type { Segment } from './targets.ts';
