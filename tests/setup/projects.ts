import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { reaches } from './import-graph.ts';

const root = path.resolve(import.meta.dirname, '../..');
const folders = ['packages', 'experiments', 'tests', 'benchmarks'];

const testFiles = (): string[] =>
  folders
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts') && !/(^|[\\/])node_modules[\\/]/.test(name))
        .map((name) => path.join(folder, name).replaceAll(path.sep, '/')),
    );

/** `x.long.test.ts` takes minutes, and shows with more what a shorter test beside it shows with less. */
const isLong = (file: string): boolean => file.endsWith('.long.test.ts');

/** Whether a test computes with an engine: it imports TensorFlow.js, itself or through what it tests. */
const usesEngine = (file: string): boolean =>
  reaches(path.join(root, file), (specifier) => specifier.startsWith('@tensorflow/'));

/** What one file changes would reach the next one in its process. */
const needsIsolation = (file: string): boolean =>
  /\bvi\.(mock|doMock|resetModules)\(|process\.chdir\(/.test(readFileSync(path.join(root, file), 'utf8')); // prettier-ignore

/**
 * The projects of vitest, to which each test file belongs by what it imports.
 *
 * - `engine`: computes with TensorFlow.js. One process a file, since an engine keeps its state in the
 *   module graph. Only these can differ between engines.
 * - `pure`: everything else. Files share processes, which saves starting one for each.
 * - `long`: of both, what takes minutes. Not among `npm test`.
 */
export function testProjects({ long = false } = {}): TestProjectInlineConfiguration[] {
  const files = testFiles().filter((file) => isLong(file) === long);
  const engine = files.filter(usesEngine);
  const pure = files.filter((file) => !engine.includes(file));
  const testTimeout = long ? 600_000 : 60_000;
  const project = (name: string, include: string[], isolate: boolean) => ({
    extends: true as const,
    test: { name, include, isolate, pool: 'forks' as const, testTimeout, hookTimeout: testTimeout },
  });
  return [
    project('pure', pure.filter((file) => !needsIsolation(file)), false),
    project('pure, isolated', pure.filter(needsIsolation), true),
    project('engine', engine, true),
  ].filter(({ test }) => test.include.length > 0); // prettier-ignore
}
