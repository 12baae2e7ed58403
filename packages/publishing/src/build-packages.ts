import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compile } from './compile.ts';
import { compiledFolder, isCode, publishedManifest } from './published-manifest.ts';
import { type Manifest, manifestAt, publishedPackages } from './workspace-package.ts';

/** A package as it is published. */
export interface BuiltPackage {
  readonly name: string;
  readonly folder: string;
}

/**
 * Builds the packages of a workspace as they are published: JavaScript with declarations, a package.json that names
 * them, the README and the licence.
 *
 * @param to a folder that is made anew, with a folder for each package.
 * @throws Error with what the compiler finds wrong.
 */
export function buildPackages(root: string, to: string): BuiltPackage[] {
  const packages = publishedPackages(root).map((each) => ({
    ...each,
    files: filesOf(each.folder),
  }));
  const { engines } = manifestAt(root) as Manifest & { engines: Record<string, string> };
  const versions = new Map(packages.map(({ manifest: { name, version } }) => [name, version]));
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'axiswise-build-'));
  try {
    compile(
      packages.flatMap(({ files }) => files.filter(isCode)),
      { root, to: scratch },
    );
    rmSync(to, { recursive: true, force: true });
    return packages.map(({ folder, manifest, files }) => {
      const built = path.join(to, manifest.name.replace('@axiswise/', ''));
      const compiled = path.join(built, compiledFolder);
      cpSync(path.join(scratch, path.relative(root, folder)), compiled, {
        recursive: true,
        // Code that reads its own package.json has made the compiler write that, too.
        filter: (file) => path.basename(file) !== 'package.json',
      });
      for (const file of files.filter((each) => !isCode(each))) {
        const place = path.join(compiled, path.relative(folder, file));
        mkdirSync(path.dirname(place), { recursive: true });
        cpSync(file, place);
      }
      const published = publishedManifest(manifest, { engines, versions });
      writeFileSync(path.join(built, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
      cpSync(path.join(root, 'LICENSE'), path.join(built, 'LICENSE'));
      cpSync(path.join(folder, 'README.md'), path.join(built, 'README.md'));
      return { name: manifest.name, folder: built };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The files of a package that are of use to others: neither tests nor prose. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .filter((file) => {
      const inside = path.relative(folder, file);
      return !/(^|[\\/])node_modules[\\/]|^package\.json$|\.md$|\.(test|fixture)\.ts$/.test(inside);
    });
}
