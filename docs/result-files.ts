import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@axiswise/runner';

// Where measured results lie, and what all tables are made of.

export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const results = path.join(root, 'benchmarks/results');

export const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** A row of a table in Markdown. */
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The machines that something was measured on, each once. */
export const machinesOf = (environments: readonly Environment[]): string[] =>
  [
    ...new Set(environments.map(({ cpu, cores, node }) => `${cpu}, ${cores} cores, Node ${node}`)),
  ].map((line) => `Machine: ${line}.`);
