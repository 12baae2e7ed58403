// Advance widths of Arimo (those of Helvetica and Arial too), characters 32 to 126, thousandths of an em.
const widths = (
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 ' +
  '556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 ' +
  '667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 ' +
  '556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
)
  .split(' ')
  .map(Number);

// Where Arimo, Helvetica and Arial are missing, browsers take fonts that are wider by about this much.
const slack = 1.1;

/**
 * How wide a line of text will be at most, in pixels.
 *
 * Without a browser nothing measures text, and labels placed by a guess overlap or are cut. Characters
 * outside ASCII count as wide as a digit, ideographs as wide as they are high; bold is 6 % wider.
 */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    thousandths += code < 0x2e80 ? (widths[code - 32] ?? 584) : 1000;
  }
  return (thousandths / 1000) * fontSize * (bold ? 1.06 : 1) * slack;
}

/**
 * Breaks text into lines, at spaces (not at those that do not break) and behind hyphens; a word that is too long for a line stands in
 * a line of its own, cut with an ellipsis.
 */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const words = text.split(/(?<=-)| +/).filter((word) => word !== '');
  const spaced = (line: string, word: string): string =>
    line === '' || line.endsWith('-') ? line + word : `${line} ${word}`;
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && textWidth(spaced(line, word), fontSize) > width) {
      lines.push(line);
      line = '';
    }
    line = spaced(line, word);
  }
  return [...lines, line].map((each) => cutText(each, width, fontSize));
}

/** Text cut to a width, with an ellipsis where something is missing. */
export function cutText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, fontSize) > width) {
    characters.pop();
  }
  return `${characters.join('')}…`;
}
