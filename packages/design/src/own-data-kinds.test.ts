import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { axesOf, cyclicOf, ownDataKindOf } from './own-data-kinds.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'kinds-'));
function made(...names: readonly string[]): string {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), '');
  }
  return path.join(folder, names[0].split('/')[0]);
}

/** A file of this text. */
function holding(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

it.each([
  ['pictures', made('photos/cat/1.jpg')],
  ['recordings', made('sounds/train/yes/1.wav')],
  ['sentences', made('mine.tsv')],
  ['sgf', made('games/2020/1.sgf')],
  ['json-lines', holding('mine.jsonl', '{"input": [1, 2], "label": "a"}')],
  ['sentences', holding('said.jsonl', '{"text": "my \\"input\\": none", "label": "a"}')],
  ['words', made('words.conll')],
  ['pictures', holding('photos.csv', 'slant (°),file\r\n3,"a.png"\r\n')],
  ['recordings', holding('sounds.tsv', 'file\tlabel\na.wav\tyes\n')],
  ['sentences', holding('said.csv', 'label,text\nyes,see a.png\n')],
  ['arrays', made('mine.npz')],
  ['arrays', made('split/x_train.npy')],
])('tells %s by their names', (key, place) => {
  expect(ownDataKindOf(place).key).toBe(key);
});

it('asks for the format where a path does not tell it', () => {
  expect(() => ownDataKindOf(made('mine.dat'))).toThrow(
    /mine\.dat is none of the data that is read, or several: pictures: .+; name the format$/,
  );
  expect(() => ownDataKindOf(made('both/x.npy', 'both/y.csv'))).toThrow(
    /or several: sentences: .+; arrays: .+$/,
  );
  expect(ownDataKindOf(made('both/x.npy'), 'arrays').key).toBe('arrays');
  expect(() => ownDataKindOf(made('mine.npz'), 'array')).toThrow(/did you mean "arrays"/);
  expect(() => ownDataKindOf(path.join(folder, 'none'))).toThrow(/there is no file or folder/);
});

it('takes the axes of the data, or asks for them', () => {
  const [arrays, pictures] = ['mine.npz', 'photos'].map((each) =>
    ownDataKindOf(path.join(folder, each)),
  );
  expect(axesOf(arrays, ['sensor', 'time'])).toEqual(['sensor', 'time']);
  expect(axesOf(pictures, undefined)).toEqual(['height', 'width']);
  expect(() => axesOf(arrays, undefined)).toThrow(/arrays .+ do not say what their axes are; name/);
  expect(() => axesOf(pictures, ['a', 'b'])).toThrow(
    'pictures have the axes height and width, got a and b; leave the axes out',
  );
});

it('takes as cyclic only axes that examples have', () => {
  expect(cyclicOf(['angle', 'time'], ['angle'])).toEqual(['angle']);
  expect(cyclicOf(['angle', 'time'], undefined)).toEqual([]);
  expect(() => cyclicOf(['angle', 'time'], ['angel'])).toThrow(
    'there is no axis "angel" that could be cyclic; the axes are angle and time',
  );
});
