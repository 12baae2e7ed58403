/** With a capital letter at the beginning. */
export const capital = (words: string): string =>
  words.replace(/^./, (letter) => letter.toUpperCase());
