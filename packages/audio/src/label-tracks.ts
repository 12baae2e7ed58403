import { readFileSync } from 'node:fs';
import { readGivenFile } from '@axiswise/data';
import { InputError } from '@axiswise/messages';

/** A stretch of a recording that has a label. */
export interface LabelledInterval {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly label: string;
}

/**
 * Reads what is heard when in a recording: a TextGrid of Praat, or a label track of Audacity.
 *
 * @param options.tier the tier of a TextGrid; needed where there are several with intervals.
 * @returns intervals in order, which do not overlap; those of a TextGrid without a text are left out.
 * @throws InputError with file and line or tier where it is neither, or intervals overlap.
 */
export async function readLabelTrack(
  file: string,
  options: { readonly tier?: string | undefined } = {},
): Promise<readonly LabelledInterval[]> {
  const text = textOf(await readGivenFile(file));
  const found = /\.textgrid$/i.test(file)
    ? parseTextGrid(text, file, options.tier)
    : parseLabelTrack(text, file);
  const intervals = [...found].sort((a, b) => a.startSeconds - b.startSeconds);
  for (const [i, { startSeconds, label }] of intervals.entries()) {
    const before = intervals[i - 1];
    if (!before || before.endSeconds <= startSeconds) continue;
    throw new InputError(
      'data',
      `${file}: "${before.label}" lasts until ${before.endSeconds} s, but "${label}" begins at ${startSeconds} s; ` +
        'each moment has one label at most',
    );
  }
  return intervals;
}

/** Whether a file is a TextGrid by its name, or begins as a label track does. */
export function looksLikeTrack(file: string): boolean {
  if (/\.textgrid$/i.test(file)) return true;
  try {
    return /^\uFEFF?\s*\d+([.,]\d+)?\t\d/.test(textOf(readFileSync(file)));
  } catch {
    return false;
  }
}

/** Praat writes UTF-16 where a text has other letters than ASCII. */
function textOf(bytes: Uint8Array): string {
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isBig ? 'utf-16be' : isLittle ? 'utf-16le' : 'utf-8').decode(bytes);
}

/** A tier with intervals. */
interface Tier {
  readonly name: string;
  readonly intervals: readonly LabelledInterval[];
}

/**
 * Reads the intervals of a tier of a TextGrid, in its long or its short format. Of both only what stands free
 * counts: texts in quotation marks, numbers and flags; all else (`xmin =`, `intervals [1]:`) is for people.
 *
 * Source: the manual of Praat, "TextGrid file formats".
 *
 * @throws InputError where it is none, is cut off, or the tier is not said.
 */
export function parseTextGrid(
  text: string,
  file: string,
  tier: string | undefined,
): readonly LabelledInterval[] {
  const tiers = tiersOf(text, file);
  const names = tiers.map(({ name }) => `"${name}"`).join(', ');
  if (tiers.length === 0) {
    throw new InputError('data', `${file} has no tier of intervals; add one`);
  }
  if (tier !== undefined) {
    const asked = tiers.find(({ name }) => name === tier);
    if (asked) return asked.intervals;
    throw new InputError('data', `${file} has no tier of intervals "${tier}"; there are ${names}`);
  }
  if (tiers.length === 1) return tiers[0].intervals;
  throw new InputError(
    'data',
    `${file} has the tiers ${names}; name the one to predict with the data option tier=NAME`,
  );
}

function tiersOf(text: string, file: string): Tier[] {
  const tokens = freeStanding(text);
  let at = 0;
  const cutOff = (): never => {
    throw new InputError('data', `${file} is cut off or no TextGrid; save it again with Praat`);
  };
  const word = (): string => {
    const token = tokens[at++];
    return typeof token === 'string' ? token : cutOff();
  };
  const number = (): number => {
    const token = tokens[at++];
    return typeof token === 'number' ? token : cutOff();
  };
  if (word() !== 'ooTextFile' || word() !== 'TextGrid') cutOff();
  number();
  number();
  if (at >= tokens.length) return [];
  const count = number();
  const tiers: Tier[] = [];
  for (let i = 0; i < count; i++) {
    const kind = word();
    const name = word();
    number();
    number();
    const size = number();
    const intervals: LabelledInterval[] = [];
    for (let k = 0; k < size; k++) {
      const startSeconds = number();
      const endSeconds = kind === 'IntervalTier' ? number() : startSeconds;
      const label = word().trim();
      if (label !== '') intervals.push({ startSeconds, endSeconds, label });
    }
    // Points have no length.
    if (kind === 'IntervalTier') tiers.push({ name, intervals });
  }
  return tiers;
}

/** Texts and numbers that stand free, in order; comments from ! on and flags are left out. */
function freeStanding(text: string): (string | number)[] {
  const pattern = /"((?:[^"]|"")*)"|(?<!\S)([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?!\S)|!.*$/gim;
  return [...text.matchAll(pattern)].flatMap(([, quoted, number]): (string | number)[] => {
    if (quoted !== undefined) return [quoted.replaceAll('""', '"')];
    return number === undefined ? [] : [Number(number)];
  });
}

/**
 * Reads a label track as Audacity exports it: a line for each label, its start and end in seconds and its text, with
 * tabs between. Lines that begin with a backslash give frequencies, and are skipped.
 *
 * @throws InputError with the line where it is wrong.
 */
export function parseLabelTrack(text: string, file: string): readonly LabelledInterval[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '' || line.startsWith('\\')) return [];
    const fail = (message: string): never => {
      throw new InputError('data', `${file}, line ${i + 1}: ${message}`);
    };
    const [start, end, ...label] = line.split('\t');
    const [startSeconds, endSeconds] = [start, end].map((each) =>
      each === undefined || each.trim() === '' ? NaN : Number(each.replace(',', '.')),
    );
    if (!(startSeconds >= 0 && endSeconds >= 0) || label.length === 0) {
      fail('a label is its start and its end in seconds and its text, with tabs between');
    }
    if (endSeconds <= startSeconds) {
      fail(`the label "${label.join(' ')}" is a point; give it an end behind its start`);
    }
    const name = label.join(' ').trim();
    return name === '' ? [] : [{ startSeconds, endSeconds, label: name }];
  });
}
