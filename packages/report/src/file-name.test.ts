import { expect, it } from 'vitest';
import { fileNames } from './file-name.ts';

it('gives every name a file of its own that every file system takes', () => {
  const fileName = fileNames();
  expect(['slide-both', 'Slide both', '../<b>', '§', 'ß'].map(fileName)).toEqual([
    'slide-both',
    'slide-both-2',
    'b',
    'unnamed',
    'unnamed-2',
  ]);
});
