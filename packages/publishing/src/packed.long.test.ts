import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPackages } from './build-packages.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-packed-'));

beforeAll(async () => {
  const built = buildPackages(root, path.join(scratch, 'build'));
  const folders = built.map(({ folder }) => folder);
  await run('npm', ['pack', '--silent', ...folders], { cwd: scratch });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Whether a problem is one for those that import modules; packages are no CommonJS, and say so. */
const isOfModules = (problem: Problem): boolean =>
  !('resolutionKind' in problem) || ['node16-esm', 'bundler'].includes(problem.resolutionKind);

it('have types that everybody finds who imports them as modules', async () => {
  const tarballs = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
  expect(tarballs.length).toBeGreaterThan(30);
  for (const tarball of tarballs) {
    const packed = createPackageFromTarballData(readFileSync(path.join(scratch, tarball)));
    const result = await checkPackage(packed);
    expect(result.types, tarball).not.toBe(false);
    const { problems } = result as { problems: readonly Problem[] };
    expect(problems.filter(isOfModules), tarball).toEqual([]);
  }
});
