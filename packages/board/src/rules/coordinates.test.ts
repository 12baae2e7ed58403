import { describe, expect, it } from 'vitest';
import {
  gtpName,
  gtpNames,
  PASS,
  pointOfGtpName,
  pointOfSgfValue,
  sgfValue,
} from './coordinates.ts';

/**
 * The table of the README: four corners, the star in the upper right, and points near the letter I.
 */
const table = [
  { size: 19, row: 0, column: 0, sgf: 'aa', gtp: 'A19' },
  { size: 19, row: 0, column: 18, sgf: 'sa', gtp: 'T19' },
  { size: 19, row: 18, column: 0, sgf: 'as', gtp: 'A1' },
  { size: 19, row: 18, column: 18, sgf: 'ss', gtp: 'T1' },
  { size: 19, row: 3, column: 15, sgf: 'pd', gtp: 'Q16' },
  { size: 19, row: 9, column: 9, sgf: 'jj', gtp: 'K10' },
  { size: 19, row: 2, column: 7, sgf: 'hc', gtp: 'H17' },
  { size: 19, row: 2, column: 8, sgf: 'ic', gtp: 'J17' },
  { size: 9, row: 0, column: 8, sgf: 'ia', gtp: 'J9' },
  { size: 9, row: 8, column: 0, sgf: 'ai', gtp: 'A1' },
  { size: 13, row: 0, column: 12, sgf: 'ma', gtp: 'N13' },
  { size: 25, row: 0, column: 24, sgf: 'ya', gtp: 'Z25' },
  { size: 25, row: 19, column: 19, sgf: 'tt', gtp: 'U6' },
];

describe('the names of a point', () => {
  it.each(table)('$gtp of $size×$size is $sgf in SGF and [$row, $column]', (each) => {
    const { size, row, column, sgf, gtp } = each;
    const point = row * size + column;
    expect(gtpName(point, size)).toBe(gtp);
    expect(pointOfGtpName(gtp, size)).toBe(point);
    expect(pointOfGtpName(gtp.toLowerCase(), size)).toBe(point);
    expect(sgfValue(point, size)).toBe(sgf);
    expect(pointOfSgfValue(sgf, size)).toBe(point);
  });

  it('convert back to every point of every size', () => {
    for (const size of [2, 9, 13, 19, 25]) {
      for (const [point, name] of gtpNames(size).entries()) {
        expect(pointOfGtpName(name, size)).toBe(point);
        expect(pointOfSgfValue(sgfValue(point, size), size)).toBe(point);
      }
      expect(new Set(gtpNames(size)).size).toBe(size * size);
    }
  });

  it('never use the letter I in GTP', () => {
    expect(gtpNames(25).filter((name) => name.startsWith('I'))).toEqual([]);
    expect(() => pointOfGtpName('I5')).toThrow("'I5' is not a point of a 19×19 board");
  });

  it('write a pass as an empty value, tt or pass', () => {
    expect(gtpName(PASS)).toBe('pass');
    expect(pointOfGtpName('PASS')).toBe(PASS);
    expect(sgfValue(PASS)).toBe('');
    expect(pointOfSgfValue('')).toBe(PASS);
    expect(pointOfSgfValue('tt')).toBe(PASS);
    expect(pointOfSgfValue('tt', 9)).toBe(PASS);
    expect(pointOfSgfValue('tt', 25)).toBe(19 * 25 + 19);
  });

  it('refuse a name that is not on the board', () => {
    expect(() => pointOfGtpName('A10', 9)).toThrow(
      "'A10' is not a point of a 9×9 board; points are A1 to J9, without the letter I, or pass",
    );
    for (const name of ['', 'A', 'A0', 'A01', 'K1', '5A', 'AA1', 'A-1']) {
      expect(() => pointOfGtpName(name, 9), name).toThrow('is not a point');
    }
    for (const value of ['j', 'ja', 'aj', 'aaa', '11', 'a ']) {
      expect(pointOfSgfValue(value, 9), value).toBeUndefined();
    }
  });
});
