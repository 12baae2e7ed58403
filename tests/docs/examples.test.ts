import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@axiswise/backend';
import { testBackend } from '@axiswise/testing';
import * as tf from '@axiswise/tensorflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectExamples } from './collect-examples.ts';
import { preludes } from './preludes.ts';
import { runExample, type Scope } from './run-example.ts';

// Needs a process of its own: native TensorFlow keeps its first number of threads for the life of the
// process, and the README of backend asks for two.
const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = collectExamples(root);
const complete = examples.filter(({ fragment }) => !fragment);

describe('examples in the documentation', () => {
  const home = process.cwd();
  let folder: string;

  beforeAll(() => {
    // Files that examples write by a relative name land here.
    folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-examples-'));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  });
  // An example may choose another engine.
  beforeEach(async () => void (await useBackend(testBackend(), { threads: 2 })));

  it.each(complete.map((example) => [`${example.file}:${example.line}`, example] as const))(
    '%s',
    async (_place, example) => {
      await runExample(
        example,
        () => surroundingsOf(example.packageName),
        ({ place, actual, expected }) => expect(actual, place).toEqual(expected),
      );
    },
  );
});

/** Counted by other means than those that collect: one that goes blind would pass by itself. */
describe('the collection', () => {
  const counted = readdirSync(path.join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const text = documentationOf(path.join(root, 'packages', name));
      return {
        name,
        runnable: countOf(/^(```ts|\s*\* @example)$/gm, text),
        all: countOf(/^```ts|@example/gm, text),
      };
    })
    .filter(({ all }) => all > 0);

  it.each(counted)(
    'has all $all of $name, $runnable of them executed',
    ({ name, runnable, all }) => {
      expect(examples.filter(({ packageName }) => packageName === name)).toHaveLength(all);
      expect(complete.filter(({ packageName }) => packageName === name)).toHaveLength(runnable);
    },
  );

  const pages = readdirSync(path.join(root, 'docs/library'));
  it.each(pages)('executes every block of docs/library/%s', (name) => {
    const text = readFileSync(path.join(root, 'docs/library', name), 'utf8');
    const executed = complete.filter(({ file }) => file === `docs/library/${name}`);
    expect(executed.length).toBeGreaterThan(0);
    expect(executed).toHaveLength(countOf(/^```ts/gm, text));
  });

  it.each(['backend', 'data', 'geometry', 'image', 'layers', 'report'])(
    'executes at least one example of %s',
    (name) => expect(complete.some(({ packageName }) => packageName === name)).toBe(true),
  );
});

/** Examples name it as code does: `tf.mean`. */
const tensorflow = '@axiswise/tensorflow';

const countOf = (pattern: RegExp, text: string) => text.match(pattern)?.length ?? 0;

/** The README and the sources of a package in one text. */
function documentationOf(folder: string): string {
  return [
    'README.md',
    ...readdirSync(path.join(folder, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => path.join('src', name)),
  ]
    .map((name) => path.join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** What an example without imports sees: its package, what that depends on, and its prelude. */
async function surroundingsOf(packageName: string | undefined): Promise<Scope> {
  if (packageName === undefined) return {};
  const { dependencies = {} } = JSON.parse(
    readFileSync(path.join(root, 'packages', packageName, 'package.json'), 'utf8'),
  ) as { dependencies?: Record<string, string> };
  const names = Object.keys(dependencies);
  const ours = [
    ...names.filter((name) => name.startsWith('@axiswise/') && name !== tensorflow),
    `@axiswise/${packageName}`,
  ];
  const modules = await Promise.all(ours.map((name) => import(name) as Promise<Scope>));
  return Object.assign(
    names.includes(tensorflow) ? { tf } : {},
    ...modules,
    preludes[packageName]?.(),
  ) as Scope;
}
