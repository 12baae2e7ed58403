/**
 * Splits a sentence into words and punctuation marks, in lower case.
 *
 * Letters, digits, `( ) , ! ? '` and the backquote stay; everything else separates. A word is split
 * before `'s 've n't 're 'd 'll`; each of `, ! ( ) ?` is a word of its own. A language written
 * without spaces (Chinese, Thai) needs spaces between its words.
 *
 * Source: Kim 2014, arXiv 1408.5882, and the code published with it. Deviations: letters, accents
 * and digits of every script stay (there only A to Z: "café" becomes "caf"), composed as in
 * Unicode's NFC; a typographic apostrophe counts as an apostrophe; lower case comes first, so that
 * "IT'S" is split like "it's"; parentheses are `(` and `)` (there a backslash precedes them).
 *
 * @example
 * tokenize("It's a film you can't forget!"); // ['it', "'s", 'a', 'film', 'you', 'ca', "n't", 'forget', '!']
 * tokenize('* * *'); // []
 */
export function tokenize(sentence: string): string[] {
  const spaced = sentence
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{M}\p{N}(),!?'`]/gu, ' ')
    // One after another, as published: "n't" is looked for in what the rules before it left.
    .replaceAll("'s", " 's")
    .replaceAll("'ve", " 've")
    .replaceAll("n't", " n't")
    .replaceAll("'re", " 're")
    .replaceAll("'d", " 'd")
    .replaceAll("'ll", " 'll")
    .replace(/[,!()?]/g, ' $& ')
    .trim();
  return spaced === '' ? [] : spaced.split(/ +/);
}
