export { confusionTable } from './confusion-table.ts';
export { count, duration, mebibytes, percent } from './numbers.ts';
export { type Column, textTable } from './text-table.ts';
