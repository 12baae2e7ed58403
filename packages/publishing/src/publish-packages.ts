import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BuiltPackage } from './build-packages.ts';
import { manifestAt } from './workspace-package.ts';

/** Calls npm, which says what is wrong, whatever the npm that runs this was told to leave out. */
const npm = (words: readonly string[], options?: { readonly cwd: string }) =>
  promisify(execFile)('npm', [...words, '--loglevel=error'], { encoding: 'utf8', ...options });

/**
 * Publishes packages in an order in which each finds those that it depends on. What the registry has in this version
 * is left out, so that a release that was interrupted goes on.
 *
 * @param words for npm: `--dry-run`, `--otp=123456`, `--registry=https://…`.
 * @param onPublished is called after each.
 * @throws Error with what npm says.
 */
export async function publishPackages(
  built: readonly BuiltPackage[],
  words: readonly string[],
  onPublished: (name: string) => void,
): Promise<void> {
  for (const { name, folder } of dependenciesFirst(built)) {
    if (await hasVersion(`${name}@${manifestAt(folder).version}`, words)) continue;
    await npm(['publish', '--access=public', ...words], { cwd: folder });
    onPublished(name);
  }
}

async function hasVersion(nameAndVersion: string, words: readonly string[]): Promise<boolean> {
  try {
    const { stdout } = await npm(['view', nameAndVersion, 'version', ...words]);
    return stdout.trim() !== '';
  } catch (error) {
    // An answer, where anything else is none: nobody knows the name.
    if (/\bE404\b/.test((error as { stderr?: string }).stderr ?? '')) return false;
    throw error;
  }
}

function dependenciesFirst(built: readonly BuiltPackage[]): BuiltPackage[] {
  const byName = new Map(built.map((each) => [each.name, each]));
  const ordered = new Set<BuiltPackage>();
  const visit = (each: BuiltPackage): void => {
    if (ordered.has(each)) return;
    for (const name of Object.keys(manifestAt(each.folder).dependencies ?? {})) {
      const needed = byName.get(name);
      if (needed) visit(needed);
    }
    ordered.add(each);
  };
  built.forEach(visit);
  return [...ordered];
}
