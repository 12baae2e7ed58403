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

/** `x.long.test.ts` takes minutes or reads real data: what `npm test` leaves to `npm run test:long`. */
const isLong = (file: string): boolean => file.endsWith('.long.test.ts');

/** Whether a test computes with an engine: it imports TensorFlow.js, itself or through what it tests. */
const usesEngine = (file: string): boolean =>
  reaches(path.join(root, file), (specifier) => specifier.startsWith('@tensorflow/'));

/** Whether a test calls the command line, in its own process or in another. */
const callsCommands = (file: string): boolean =>
  reaches(path.join(root, file), (specifier) => /^@axiswise\/cli$|(^|\/)run\.js$/.test(specifier));

/** A file whose changes would reach the next one in its process, or that says so for another reason. */
const needsIsolation = (file: string): boolean =>
  /\bvi\.(mock|doMock|resetModules)\(|^\/\/ Needs a process of its own\b/m.test(
    readFileSync(path.join(root, file), 'utf8'),
  );

/**
 * The projects of vitest, to which each test file belongs by what it imports.
 *
 * - `commands`: calls the command line, and so everything below it.
 * - `engine`: computes with TensorFlow.js otherwise. These are run on every engine.
 * - `pure`: everything else.
 * - `…, isolated`: of each, those that need a process of their own. The others share processes, which
 *   saves starting one and importing TensorFlow.js for each file.
 *
 * @param options.long the long tests in place of the others.
 */
export function testProjects({ long = false } = {}): TestProjectInlineConfiguration[] {
  const files = testFiles().filter((file) => isLong(file) === long);
  // Far more than any takes, since a machine may be busy with other work.
  const testTimeout = long ? 1_200_000 : 180_000;
  const project = (name: string, include: string[], isolate: boolean) => ({
    extends: true as const,
    test: { name, include, isolate, pool: 'forks' as const, testTimeout, hookTimeout: testTimeout },
  });
  const both = (name: string, all: string[]) => [
    project(name, all.filter((file) => !needsIsolation(file)), false),
    project(`${name}, isolated`, all.filter(needsIsolation), true),
  ]; // prettier-ignore
  const commands = files.filter(callsCommands);
  const others = files.filter((file) => !commands.includes(file));
  return [
    ...both('commands', commands),
    ...both('engine', others.filter(usesEngine)),
    ...both('pure', others.filter((file) => !usesEngine(file))),
  ].filter(({ test }) => test.include.length > 0); // prettier-ignore
}
