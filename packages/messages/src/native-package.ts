import { InputError } from './input-error.ts';

/**
 * Loads a package that brings a program for each kind of machine, as an optional dependency of its own: npm leaves
 * that out with `--omit=optional`.
 *
 * @param load `() => import('sharp')`.
 * @throws InputError where it does not load, with the command that installs it.
 */
export async function loadNativePackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new InputError(
      'package-absent',
      `the package ${name} does not load on ${process.platform} ${process.arch}, perhaps because its program for ` +
        'this machine was left out',
      { cause, remedy: `install it with: npm install --include=optional ${name}` },
    );
  }
}
