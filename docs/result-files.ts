import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Where measured results lie, and the row of a table.

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const results = path.join(root, 'benchmarks/results');

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** A row of a table in Markdown. */
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
