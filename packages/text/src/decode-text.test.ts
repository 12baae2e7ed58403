import { InputError } from '@axiswise/messages';
import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { decodeText, lines } from './decode-text.ts';

const name = 'menu.txt';
const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe('decodeText', () => {
  it('reads UTF-8, and removes its byte order mark', () => {
    expect(decodeText(bytes('café 漢'), { name })).toEqual({ text: 'café 漢', encoding: 'utf-8' });
    expect(decodeText(bytes([0xef, 0xbb, 0xbf], 'café'), { name }).text).toBe('café');
  });

  it('reads other bytes as Windows-1252, also on a Node that reads it as Latin-1', () => {
    const { text, encoding } = decodeText(
      bytes('caf', [0xe9, 0x20, 0x93], 'yes', [0x94, 0x85, 0x80]),
      { name },
    );
    expect(text).toBe('café “yes”…€');
    expect(encoding).toBe('windows-1252');
  });

  it('gives each byte of Windows-1252 one character, and no two the same', () => {
    const all = Uint8Array.from({ length: 255 }, (_, i) => i + 1);
    const { text } = decodeText(all, { name, encoding: 'windows-1252' });
    expect(text).toHaveLength(255);
    expect(new Set(text).size).toBe(255);
    expect(text.slice(0x7f)).toMatch(/^€/);
    expect(text.slice(0x9f)).toBe(Buffer.from(all.slice(0x9f)).toString('latin1'));
  });

  it.each(['latin1', 'iso-8859-1', 'Windows-1252', 'ascii'])(
    'takes %s for Windows-1252',
    (label) => {
      const utf8 = bytes('é');
      expect(decodeText(utf8, { name, encoding: label })).toEqual({
        text: 'Ã©',
        encoding: 'windows-1252',
      });
    },
  );

  it('reads UTF-16 of either order by its mark, or by name', () => {
    const little = Buffer.from('\ufeffcafé', 'utf16le');
    const big = Buffer.from(little).swap16();
    expect(decodeText(little, { name })).toEqual({ text: 'café', encoding: 'utf-16le' });
    expect(decodeText(big, { name })).toEqual({ text: 'café', encoding: 'utf-16be' });
    const unmarked = Buffer.from('café', 'utf16le');
    expect(decodeText(unmarked, { name, encoding: 'utf-16le' }).text).toBe('café');
  });

  it('reads back any text that was written as UTF-8', () => {
    const random = new Random(0, 'decode-text');
    for (let i = 0; i < 50; i++) {
      const codes = Array.from({ length: 40 }, () => 1 + random.integer(0xd7ff));
      const text = String.fromCodePoint(...codes);
      expect(decodeText(bytes(text), { name }).text).toBe(text);
    }
  });

  it('refuses binary files, naming the first NUL', () => {
    expect(() => decodeText(bytes('PK', [3, 4, 0, 0]), { name })).toThrow(
      new InputError(
        'data',
        'menu.txt is not a text file: byte 4 is NUL; give a file of text (UTF-16 without a byte order ' +
          'mark needs its encoding named: utf-16le or utf-16be)',
      ),
    );
  });

  it('names the first line that is not in the encoding asked for', () => {
    const file = bytes('one\ntwo\ncaf', [0xe9], '\nfour');
    expect(() => decodeText(file, { name, encoding: 'utf-8' })).toThrow(
      /^menu.txt is not in utf-8: line 3 is not valid/,
    );
    expect(() => decodeText(Uint8Array.of(0xff, 0xfe, 0x41), { name })).toThrow(
      /^menu.txt is not in utf-16le/,
    );
  });

  it('refuses an encoding that it does not know', () => {
    expect(() => decodeText(bytes('a'), { name, encoding: 'klingon' })).toThrow(
      /^'klingon' is not a text encoding; known are utf-8/,
    );
  });
});

describe('lines', () => {
  it('splits only at line feeds', () => {
    expect(lines('a\x85b\u2028c\u2029d\ve\ff\rg\nh')).toEqual([
      'a\x85b\u2028c\u2029d\ve\ff\rg',
      'h',
    ]);
  });

  it('removes one carriage return from the end of a line', () => {
    expect(lines('a\r\nb\r\r\n\r\nc\r')).toEqual(['a', 'b\r', '', 'c']);
  });

  it('has no empty line after the last line end', () => {
    expect(lines('')).toEqual([]);
    expect(lines('\n')).toEqual(['']);
    expect(lines('a\n')).toEqual(['a']);
    expect(lines('a\n\n')).toEqual(['a', '']);
  });
});
