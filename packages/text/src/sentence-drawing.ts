import {
  type Attributes,
  type Drawing,
  element,
  escapeMarkup,
  ink,
  label,
  muted,
  type Overlay,
} from '@axiswise/drawing';
import { checkWordsEncoding, PADDING } from './vocabulary.ts';

const size = 10;
const lineHeight = 14;
const width = 210;
/** Arimo's letters are about half as wide as high; lines are broken by the number of letters. */
const letterWidth = 0.54 * size;

/**
 * Draws a sentence as its words, without the padding.
 *
 * A synthetic sentence consists of vectors, not words: its nearest words are drawn one position per
 * line, followed by the next nearest in a paler colour.
 *
 * @param tokens `[length, 1]`.
 * @param as.encoding the encoding of the run, with its vocabulary.
 * @param as.alternatives the next nearest tokens, each `[length, 1]`.
 * @param as.highlight `[length]`, from 0 to 1: the importance of each word.
 * @param as.overlay `[length]`: colours of words.
 * @throws InputError if the run was not trained on sentences.
 */
export function sentenceDrawing(
  tokens: Float32Array,
  as: {
    readonly encoding: unknown;
    readonly highlight?: ArrayLike<number> | undefined;
    readonly overlay?: Overlay | undefined;
    readonly alternatives?: readonly Float32Array[] | undefined;
  },
): Drawing {
  const { words } = checkWordsEncoding(as.encoding);
  return as.alternatives
    ? nearestWords(words, [tokens, ...as.alternatives])
    : runningText(words, tokens, as);
}

function nearestWords(
  words: readonly string[],
  [nearest, ...others]: readonly Float32Array[],
): Drawing {
  const lines = Array.from(nearest, (token, position) => {
    const y = (position + 0.8) * lineHeight;
    const word = words[token];
    const rest = others.map((each) => words[each[position]]).join(', ');
    const room = Math.floor((width - 22) / letterWidth) - word.length;
    return (
      label(16, y, String(position + 1), { anchor: 'end', size: 8 }) +
      textOf(22, y, [
        span(word, { 'font-weight': 'bold', fill: ink }),
        span(` ${shortened(rest, room)}`, { 'font-size': 8, fill: muted }),
      ])
    );
  });
  return { width, height: lines.length * lineHeight + 2, svg: lines.join('') };
}

/**
 * Draws important words in red, more important ones in a deeper red; the spacing stays that of the
 * font.
 */
function runningText(
  words: readonly string[],
  tokens: Float32Array,
  {
    highlight,
    overlay,
  }: {
    readonly highlight?: ArrayLike<number> | undefined;
    readonly overlay?: Overlay | undefined;
  },
): Drawing {
  const end = tokens.indexOf(PADDING);
  const lines: string[][] = [[]];
  let letters = 0;
  for (const [position, token] of tokens.subarray(0, end < 0 ? tokens.length : end).entries()) {
    const word = words[token];
    if (letters > 0 && (letters + 1 + word.length) * letterWidth > width) {
      lines.push([]);
      letters = 0;
    }
    const count = highlight ? Math.min(1, Math.max(0, highlight[position])) : 0;
    const colour =
      overlay?.[position] ??
      (count > 0
        ? `rgb(${Math.round(36 + 189 * count)},${Math.round(41 * (1 - count))},${Math.round(47 * (1 - count))})`
        : word === '<unk>'
          ? muted
          : ink);
    const weight = count > 0.5 || overlay?.[position] !== undefined ? 'bold' : undefined;
    lines[lines.length - 1].push(
      span(`${letters > 0 ? ' ' : ''}${word}`, { fill: colour, 'font-weight': weight }),
    );
    letters += word.length + (letters > 0 ? 1 : 0);
  }
  return {
    width,
    height: lines.length * lineHeight + 2,
    svg: lines.map((line, i) => textOf(0, (i + 0.8) * lineHeight, line)).join(''),
  };
}

const span = (text: string, style: Attributes): string =>
  element('tspan', style, escapeMarkup(text));

const textOf = (x: number, y: number, spans: readonly string[]): string =>
  element('text', { x, y, 'font-size': size, 'xml:space': 'preserve' }, ...spans);

const shortened = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, Math.max(0, letters - 1))}…`;
