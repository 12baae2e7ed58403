import { describe, expect, it } from 'vitest';
import { csvText } from './csv.ts';
import { parseCsv } from './fixtures/parse-csv.ts';

describe('csvText', () => {
  it('quotes what RFC 4180 says, and leaves empty what is not known', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['x,y', 'say "no"'],
          ['two\nlines', 0.5],
          [null, NaN],
          [true, undefined],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""no"""\r\n"two\nlines",0.5\r\n,\r\ntrue,\r\n');
  });

  it('is read back as it was', () => {
    const rows = [
      ['a,"b"\r\nc', ' d '],
      ['', '−1'],
    ];
    expect(parseCsv(csvText(['x', 'y'], rows))).toEqual([['x', 'y'], ...rows]);
  });
});
