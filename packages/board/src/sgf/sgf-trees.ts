import { valueEnd } from './main-line.ts';
import { GameError } from './sgf-error.ts';

/**
 * Splits a text into its game trees, `(;…)` each, and checks that brackets balance: a file that was cut off would be
 * read as a shorter game, and games would silently lose moves.
 *
 * Text before the first tree is skipped, as the standard requires.
 *
 * @param file the file's name, for errors.
 * @throws GameError if there is no tree, or brackets do not balance.
 */
export function gameTrees(text: string, file: string): string[] {
  const start = text.search(/\(\s*;/);
  if (start === -1) {
    throw new GameError('no SGF', `${file} is not SGF: it contains no game "(;…)"`);
  }
  const broken = (position: number, what: string): GameError => {
    const line = text.slice(0, position).split('\n').length;
    return new GameError('unbalanced brackets', `${file}, line ${line}: ${what}`);
  };
  const trees: string[] = [];
  /** The positions of the brackets that are open now. */
  const open: number[] = [];
  /** After a `)` only another bracket may follow. */
  let closed = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === '[') {
      const end = valueEnd(text, i);
      if (end === -1) throw broken(i, 'the value that "[" opens is never closed by "]"');
      if (open.length === 0 || closed) throw broken(i, 'a value stands outside of any game');
      i = end;
    } else if (character === '(') {
      open.push(i);
      closed = false;
    } else if (character === ')') {
      const from = open.pop();
      if (from === undefined) throw broken(i, '")" closes a game that was never opened');
      if (open.length === 0) trees.push(text.slice(from, i + 1));
      closed = true;
    } else if (character === ']') {
      throw broken(i, '"]" closes a value that was never opened');
    } else if (closed && character === ';') {
      throw broken(
        i,
        'a move follows the end of a variation; there may be a ")" too many before it',
      );
    }
  }
  if (open.length > 0) {
    throw broken(
      open[open.length - 1],
      `the file ends before the "(" here is closed; it may be cut off`,
    );
  }
  return trees;
}
