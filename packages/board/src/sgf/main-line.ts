/** A node of a game: a move, or what is known before the first. */
export interface SgfNode {
  /** Property names in capitals, each with its values. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the nodes of the main line of a game tree: those from its beginning to the end of the first of several
 * variations. That is the first `)` which stands outside of a value.
 *
 * @param tree `(;…)`, with balanced brackets; see `gameTrees`.
 * @throws Error at a character that belongs to nothing.
 *
 * Source: SGF FF[4] (Hollosi 2006); small letters in names are those of FF[3] and mean nothing.
 */
export function mainLine(tree: string): SgfNode[] {
  const nodes: { readonly properties: Map<string, string[]> }[] = [];
  let at = 0;
  const fails = (): Error => {
    const line = tree.slice(0, at).split('\n').length;
    return new Error(`unexpected ${JSON.stringify(tree[at])} in line ${line} of the game`);
  };
  let values: string[] | undefined;
  for (; at < tree.length; at++) {
    const character = tree[at];
    if (character === ')') break;
    if (character === ';') {
      nodes.push({ properties: new Map() });
      values = undefined;
    } else if (character === '[') {
      if (!values) throw fails();
      const end = valueEnd(tree, at);
      values.push(unescaped(tree.slice(at + 1, end)));
      at = end;
    } else if (isLetter(character)) {
      const node = nodes.at(-1);
      if (!node) throw fails();
      let end = at + 1;
      while (isLetter(tree[end])) end++;
      const name = tree.slice(at, end).replace(/[a-z]/g, '');
      values = node.properties.get(name) ?? [];
      if (name !== '') node.properties.set(name, values);
      at = end - 1;
    } else if (character !== '(' && character.trim() !== '') {
      throw fails();
    }
  }
  return nodes;
}

const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[A-Za-z]/.test(character);

/**
 * The position of the `]` that closes the value opened at `start`; a backslash escapes the next character.
 *
 * @returns −1 where it is never closed.
 */
export function valueEnd(text: string, start: number): number {
  let end = text.indexOf(']', start + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf(']', end + 1);
  }
  return -1;
}

/** A value as it is meant: a backslash makes the next character plain, and joins lines. */
const unescaped = (value: string): string =>
  value.replace(/\r/g, '').replace(/\\([^])/g, (_, next: string) => (next === '\n' ? '' : next));

/** A text as the value of a property. */
export const escaped = (text: string): string => text.replace(/[\\\]]/g, '\\$&');
