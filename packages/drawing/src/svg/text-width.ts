// Advance widths of Arimo (those of Helvetica and Arial too), characters 32 to 126, thousandths of an em.
const widths = (
  '278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 ' +
  '556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 ' +
  '667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 ' +
  '556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584'
)
  .split(' ')
  .map(Number);

// Without Arimo, Helvetica and Arial, browsers use fonts that are wider by about this factor.
const slack = 1.1;

/**
 * Estimates an upper bound of the width of a line of text, in pixels.
 *
 * Nothing measures text without a browser, and labels placed by a guess would overlap or be cut.
 * Characters outside ASCII count as wide as a digit, ideographs as wide as high; bold is 6 % wider.
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
 * Breaks text into lines, at spaces (not at non-breaking ones) and after hyphens; a word that is
 * too long gets its own line and is cut with an ellipsis.
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

/** Cuts text to a width, with an ellipsis if something is missing. */
export function cutText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, fontSize) > width) {
    characters.pop();
  }
  return `${characters.join('')}…`;
}
