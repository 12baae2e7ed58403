import { expect, it } from 'vitest';
import { docstringExamples, readmeExamples } from './collect-examples.ts';

const lines = (...content: string[]) => content.join('\n');
const file = 'a file';

it('finds ts blocks of a README, and knows fragments', () => {
  const readme = lines(
    '# a',
    '```sh',
    'npm ci',
    '```',
    '```ts',
    'f();',
    '',
    'g();',
    '```',
    '',
    '```ts fragment',
    'h({',
    '```',
  );
  expect(readmeExamples(readme, { file })).toEqual([
    { file, line: 6, code: 'f();\n\ng();', fragment: false },
    { file, line: 12, code: 'h({', fragment: true },
  ]);
});

it('refuses a block with an unknown mark, and one that is never closed', () => {
  expect(() => readmeExamples(lines('```ts skip', 'f();', '```'), { file })).toThrow(
    'a file:1: a ts block may be marked "fragment", but "skip" came',
  );
  expect(() => readmeExamples(lines('a', '```ts', 'f();'), { file })).toThrow(
    'a file:2: this block is never closed',
  );
});

it('finds the examples of docstrings, each up to the next tag', () => {
  const source = lines(
    "const glob = 'src/**/*.ts';",
    '/**',
    ' * Adds.',
    ' *',
    ' * @example',
    ' * add(1, {',
    ' *   to: 2,',
    ' * }); // 3',
    ' * @example',
    ' * add(); // 0',
    ' * @throws never',
    ' */',
    'class A {',
    '  /** Nothing. */',
    '  /**',
    '   * @example',
    '   * new A();',
    '   */',
    '}',
  );
  expect(docstringExamples(source, { file })).toEqual([
    { file, line: 6, code: 'add(1, {\n  to: 2,\n}); // 3', fragment: false },
    { file, line: 10, code: 'add(); // 0', fragment: false },
    { file, line: 17, code: 'new A();\n', fragment: false },
  ]);
});

it('refuses examples of docstrings that it would misread', () => {
  const fenced = lines('/**', ' * @example', ' * ```ts', ' * f();', ' * ```', ' */');
  expect(() => docstringExamples(fenced, { file })).toThrow(
    'a file:3: an @example stands without a fence',
  );
  expect(() => docstringExamples('/** @example f() */', { file })).toThrow(
    'a file:1: the code of @example starts on a new line',
  );
});
