import path from 'node:path';

/** A path as a person would write it: from the working directory. */
export const shownPath = (file: string): string => path.relative('', file) || file;
