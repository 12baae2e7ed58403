// What runs in Node and in browsers.
export { type DecodedText, decodeText, lines } from './decode-text.ts';
export { type DecodedSentence, decodeSentenceText } from './decode-sentence-text.ts';
export {
  type LabelledSentence,
  labelledSentences,
  type SentenceParts,
} from './labelled-sentences.ts';
export { reviewOpinions } from './reviews/opinions.ts';
export { reviews } from './reviews/source.ts';
export { sentenceDrawing } from './sentence-drawing.ts';
export { tokenize } from './tokenize.ts';
export { buildVocabulary, type WordsEncoding, wordsOfEncoding } from './vocabulary.ts';
export type { WordVectors } from './word-vectors.ts';
