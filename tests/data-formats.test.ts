import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DataFormat, jsonLines } from '@axiswise/data';
import { dataFormatOf, loadExperiment } from '@axiswise/experiment';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './commands/axiswise.ts';

const scratch = temporaryFolder();
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Writes empty files, and returns the path of the first folder or file on the way. */
function place(...files: readonly string[]): string {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(scratch, file)), { recursive: true });
    writeFileSync(path.join(scratch, file), '');
  }
  return path.join(scratch, files[0].split('/')[0]);
}

const domains = ['images', 'spectrograms', 'sentences', 'board', 'motion'];
const experiments = await Promise.all(domains.map(loadExperiment));
const formats: Record<string, DataFormat> = Object.assign(
  { 'json-lines': jsonLines },
  ...experiments.map(({ dataFormats }) => dataFormats),
);

describe('the data formats of our domains', () => {
  it.each([
    ['pictures', place('photos/cat/1.png', 'photos/dog/1.jpeg')],
    ['pictures', place('divided/train/cat/1.PNG', 'divided/test/cat/2.png')],
    ['pictures', place('one.jpg')],
    ['recordings', place('words/yes/1.wav', 'words/no/1.wave')],
    ['sentences', place('table.tsv')],
    ['sentences', place('tables/train.csv', 'tables/test.csv')],
    ['sgf', place('games/2016/march/1.sgf', 'games/notes.md')],
  ])('%s is what reads %s', (name, at) => {
    const fitting = Object.entries(formats).filter(([, format]) => format.reads(at));
    expect(fitting.map(([each]) => each)).toEqual([name]);
    expect(dataFormatOf({ ...experiments[0], dataFormats: formats }, at)).toBe(name);
  });

  it('read JSON lines as numbers or as sentences, never both in one experiment', () => {
    const at = place('examples.jsonl');
    const fitting = Object.entries(formats).filter(([, format]) => format.reads(at));
    expect(fitting.map(([each]) => each)).toEqual(['json-lines', 'sentences']);
    const readers = experiments.map(({ dataFormats = {} }) =>
      Object.values(dataFormats).filter((format) => format.reads(at)),
    );
    expect(readers.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1]);
  });

  it('are told apart by name where a path fits several, and by nothing where there is one', () => {
    const both = place('both/cat/1.png', 'both/cat/1.wav', 'both/dog/1.png');
    const [images] = experiments;
    expect(() => dataFormatOf({ ...images, dataFormats: formats }, both)).toThrow(
      'fits several of the data formats of images: pictures (pictures (PNG or JPEG): ' +
        'a folder per class, or a table (CSV) of files and what is right for each), ' +
        'recordings (recordings (WAV): a folder per class, a table',
    );
    expect(dataFormatOf({ ...images, dataFormats: formats }, both, 'recordings')).toBe(
      'recordings',
    );
    // Its reader says what is wrong with the path.
    const { pictures } = formats;
    expect(dataFormatOf({ ...images, dataFormats: { pictures } }, place('notes.md'))).toBe(
      'pictures',
    );
    // What an experiment reads first says best what a folder lacks.
    expect(dataFormatOf(images, place('empty/notes.md'))).toBe('pictures');
    expect(dataFormatOf(images, 'mnist')).toBeUndefined();
    expect(() => dataFormatOf({ ...images, dataFormats: {} }, both)).toThrow(
      'images declares no data format',
    );
  });
});
