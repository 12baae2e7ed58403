export * from './portable.ts';
export { labelledWords } from './labelled-words.ts';
export { rtPolarity } from './rt-polarity.ts';
export { sentences } from './sentences.ts';
