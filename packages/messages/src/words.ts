import { count } from './numbers.ts';

/** A count with its noun: `1 thread`, `1,200 threads`, `2 classes`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** Joins items with "and": `a`, `a and b`, `a, b and c`. */
export const listAnd = (items: readonly string[]): string => joined(items, 'and');

/** Joins alternatives with "or": `a`, `a or b`, `a, b or c`. */
export const listOr = (items: readonly string[]): string => joined(items, 'or');

const joined = (items: readonly string[], word: string): string =>
  items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} ${word} ${items[items.length - 1]}`;
