import { expect, it } from 'vitest';
import { InputError } from './input-error.ts';
import { loadNativePackage } from './native-package.ts';

it('loads a package, or says how it is installed', async () => {
  expect(await loadNativePackage('mine', () => Promise.resolve(7))).toBe(7);
  const absent = 'no-such-package-of-anybody';
  const failed = loadNativePackage(absent, () => import(absent) as Promise<unknown>);
  await expect(failed).rejects.toThrow(InputError);
  await expect(failed).rejects.toThrow(
    /the package no-such-package-of-anybody does not load on .*; install it with: npm install --include=optional no-such/,
  );
});
