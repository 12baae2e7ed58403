export * from './portable.ts';
export { audioFolder } from './audio-folder.ts';
export { fsdd } from './fsdd.ts';
export { recordings } from './recordings.ts';
export { writeSyllableFolder } from './synth/syllable-folder.ts';
export { decodeUtterance } from './utterances.ts';
