import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '@axiswise/messages';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { describe, expect, it } from 'vitest';
import { looksLikeTrack, parseLabelTrack, parseTextGrid, readLabelTrack } from './label-tracks.ts';

/** As Praat writes it, with a tier of intervals and one of points. */
const long = `File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0 
xmax = 2.5 
tiers? <exists> 
size = 2 
item []: 
    item [1]:
        class = "IntervalTier" 
        name = "words" 
        xmin = 0 
        xmax = 2.5 
        intervals: size = 3 
        intervals [1]:
            xmin = 0 
            xmax = 0.5 
            text = "" 
        intervals [2]:
            xmin = 0.5 
            xmax = 1.25 
            text = "say ""yes"" 7" 
        intervals [3]:
            xmin = 1.25 
            xmax = 2.5 
            text = "no" 
    item [2]:
        class = "TextTier" 
        name = "clicks" 
        xmin = 0 
        xmax = 2.5 
        points: size = 1 
        points [1]:
            number = 1.5 
            mark = "click" 
`;
const intervals = [
  { startSeconds: 0.5, endSeconds: 1.25, label: 'say "yes" 7' },
  { startSeconds: 1.25, endSeconds: 2.5, label: 'no' },
];
const short = [
  'File type = "ooTextFile"',
  'Object class = "TextGrid"',
  '',
  ...['0', '2.5', '<exists>', '1', '"IntervalTier"', '"words"', '0', '2.5', '3'],
  ...['0', '0.5', '""', '0.5', '1.25', '"say ""yes"" 7"', '1.25', '2.5', '"no" ! the end'],
].join('\n');

describe('a TextGrid', () => {
  it('is read in the long and in the short format, without intervals that say nothing', () => {
    expect(parseTextGrid(long, 'a.TextGrid', undefined)).toEqual(intervals);
    expect(parseTextGrid(short, 'a.TextGrid', undefined)).toEqual(intervals);
  });

  it('is read in UTF-16, as Praat writes letters other than ASCII', async () => {
    const file = path.join(temporaryFolder(), 'a.TextGrid');
    const words = short.replace('"no"', '"schön"');
    writeFileSync(file, Buffer.from(`\uFEFF${words}`, 'utf16le').swap16());
    expect((await readLabelTrack(file))[1].label).toBe('schön');
    writeFileSync(file, Buffer.from(`\uFEFF${words}`, 'utf16le'));
    expect((await readLabelTrack(file))[1].label).toBe('schön');
  });

  it('says which tier is meant where there are several', () => {
    const two = long.replace('"TextTier"', '"IntervalTier"').replace('number = 1.5', '0 2.5');
    expect(() => parseTextGrid(two, 'a.TextGrid', undefined)).toThrow(
      'a.TextGrid has the tiers "words", "clicks"; name the one to predict with the data option tier=NAME',
    );
    expect(parseTextGrid(two, 'a.TextGrid', 'clicks')).toEqual([
      { startSeconds: 0, endSeconds: 2.5, label: 'click' },
    ]);
    expect(() => parseTextGrid(long, 'a.TextGrid', 'phones')).toThrow(
      'a.TextGrid has no tier of intervals "phones"; there are "words"',
    );
  });

  it.each([
    ['nothing', ''],
    ['another object', short.replace('TextGrid', 'Sound')],
    ['a part of one', short.slice(0, -30)],
    ['no numbers', short.replace('1.25', 'soon')],
  ])('is refused where it is %s', (_what, text) => {
    expect(() => parseTextGrid(text, 'a.TextGrid', undefined)).toThrow(
      'a.TextGrid is cut off or no TextGrid; save it again with Praat',
    );
    expect(() => parseTextGrid(text, 'a.TextGrid', undefined)).toThrow(InputError);
  });
});

describe('a label track of Audacity', () => {
  it('is a line for each label; frequencies are skipped', () => {
    const text = '0.5\t1.250000\tyes\r\n\\\t100\t200\r\n1,5\t2\tno way\r\n\r\n2\t3\t\r\n';
    expect(parseLabelTrack(text, 'a.txt')).toEqual([
      { startSeconds: 0.5, endSeconds: 1.25, label: 'yes' },
      { startSeconds: 1.5, endSeconds: 2, label: 'no way' },
    ]);
  });

  it.each([
    ['0 1 yes', 'a.txt, line 1: a label is its start and its end in seconds and its text'],
    ['0\t1\tyes\nfrom\tto\tno', 'a.txt, line 2: a label is its start and its end'],
    ['-1\t1\tyes', 'a.txt, line 1: a label is its start'],
    ['1\t1\tclick', 'a.txt, line 1: the label "click" is a point; give it an end behind its start'],
  ])('is refused where a line is %j', (text, message) => {
    expect(() => parseLabelTrack(text, 'a.txt')).toThrow(message);
    expect(() => parseLabelTrack(text, 'a.txt')).toThrow(InputError);
  });

  it('has one label at most at each moment, and is told from other texts', async () => {
    const file = path.join(temporaryFolder(), 'a.txt');
    writeFileSync(file, '1\t2\tno\n0\t1.5\tyes\n');
    await expect(readLabelTrack(file)).rejects.toThrow(
      '"yes" lasts until 1.5 s, but "no" begins at 1 s; each moment has one label at most',
    );
    expect(looksLikeTrack(file)).toBe(true);
    writeFileSync(file, 'what is said');
    expect(looksLikeTrack(file)).toBe(false);
    await expect(readLabelTrack(`${file}.txt`)).rejects.toThrow('a.txt.txt is missing');
  });
});
