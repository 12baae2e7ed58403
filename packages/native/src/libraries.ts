import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** The TensorFlow libraries in a folder; links to them are left out. */
export async function tensorflowLibraries(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /^(lib)?tensorflow.*\.(so|dylib|dll)/.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
    .sort();
}

/** The bytes of all TensorFlow libraries in a folder, 0 where there is none. */
export async function libraryBytes(folder: string): Promise<number> {
  const libraries = await tensorflowLibraries(folder);
  const sizes = await Promise.all(libraries.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
