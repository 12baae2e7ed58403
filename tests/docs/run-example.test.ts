import { expect, it } from 'vitest';
import { type Claim, runExample, type Scope } from './run-example.ts';

async function claimsOf(code: string[], surroundings: Scope = {}): Promise<Claim[]> {
  const claims: Claim[] = [];
  await runExample(
    { file: 'a.ts', line: 10, code: code.join('\n') },
    async () => surroundings,
    (claim) => claims.push(claim),
  );
  return claims;
}

it('hands over what an expression is and what its comment says, where they stand', async () => {
  const code = ['const a: number = 1;', 'a + b; // 3', 'await Promise.resolve([a]) // [2]'];
  expect(await claimsOf(code, { b: 2 })).toEqual([
    { place: 'a.ts:11', actual: 3, expected: 3 },
    { place: 'a.ts:12', actual: [1], expected: [2] },
  ]);
});

it('takes a value at the moment it stands there, not at the end', async () => {
  const code = ['let a = 1;', 'a; // 1', 'a = 2;', 'a; // 2'];
  expect((await claimsOf(code)).map(({ actual }) => actual)).toEqual([1, 2]);
});

it('takes lines below an expression for its value if that is a string', async () => {
  const code = ['names.join(separator);', '// a', '//   b', '', '// prose'];
  expect(await claimsOf(code, { names: ['a', '  b'], separator: '\n' })).toEqual([
    { place: 'a.ts:10', actual: 'a\n  b', expected: 'a\n  b' },
  ]);
});

it('leaves prose alone', async () => {
  const code = ['names.length; // how many', 'names.sort();', '// in place', 'const a = 1; // one'];
  expect(await claimsOf(code, { names: ['b', 'a'] })).toEqual([]);
});

it('lets an example declare anew what surrounds it', async () => {
  const code = ['const b = 5;', 'b; // 5'];
  expect((await claimsOf(code, { b: 2 })).map(({ actual }) => actual)).toEqual([5]);
});

it('shows an example that imports nothing else than its imports', async () => {
  const code = ["import { posix as p, type Path } from 'node:path';", "import os from 'node:os';"];
  expect(
    await claimsOf([...code, "p.join('a', 'b'); // 'a/b'", "typeof os.EOL; // 'string'"]),
  ).toEqual([
    { place: 'a.ts:12', actual: 'a/b', expected: 'a/b' },
    { place: 'a.ts:13', actual: 'string', expected: 'string' },
  ]);
  await expect(claimsOf([...code, 'b;'], { b: 2 })).rejects.toThrow('b is not defined');
});

it('fails on an import that its module does not export', async () => {
  await expect(claimsOf(["import { joint } from 'node:path';"])).rejects.toThrow(
    "'node:path' exports no joint",
  );
});

it('fails on values that nothing would check', async () => {
  await expect(claimsOf(['const a = 1; // 1'])).rejects.toThrow('a.ts:10: a value stands behind');
  await expect(claimsOf(['const f = () => {', '  1 + 1; // 2', '};'])).rejects.toThrow(
    'a.ts:11: this value is never computed',
  );
});

it('fails where an example fails, or is no code', async () => {
  await expect(claimsOf(['null.a;'])).rejects.toThrow(TypeError);
  await expect(claimsOf(['const = 1;'])).rejects.toThrow(/^a\.ts:10: /);
});
