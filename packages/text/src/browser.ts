// What runs in browsers, where the condition `browser` takes this file in place of index.ts.
import { decodeSentenceText } from './decode-sentence-text.ts';
import { nodeOnlyFormat, nodeOnlySource } from '@axiswise/data';

export * from './portable.ts';

// What reads files: experiments name it, in a browser too.
export const rtPolarity = nodeOnlySource('rt-polarity');
export const labelledWords = nodeOnlyFormat('labelled words');
/** Sentences that are typed can be predicted. */
export const sentences = { ...nodeOnlyFormat('sentences'), decodeText: decodeSentenceText };
