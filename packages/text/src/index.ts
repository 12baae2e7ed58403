export { decodeSentences } from './decode-sentences.ts';
export { decodeText, type DecodedText, lines } from './decode-text.ts';
export {
  type LabelledSentence,
  labelledSentences,
  sentenceOptions,
  type SentenceParts,
} from './labelled-sentences.ts';
export { rtPolarity } from './rt-polarity.ts';
export { sentenceDrawing } from './sentence-drawing.ts';
export { sentenceFile } from './sentence-file.ts';
export { tokenize } from './tokenize.ts';
export { buildVocabulary, type WordsEncoding } from './vocabulary.ts';
export { readWordVectors, vectorsFor, type WordVectors } from './word-vectors.ts';
export { reviews } from './reviews/index.ts';
