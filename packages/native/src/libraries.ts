import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Lists the TensorFlow libraries in a folder, without links to them. */
export async function tensorflowLibraries(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /^(lib)?tensorflow.*\.(so|dylib|dll)/.test(entry.name))
    .map((entry) => path.join(folder, entry.name))
    .sort();
}

/** The bytes of all TensorFlow libraries in a folder, 0 if there are none. */
export async function libraryBytes(folder: string): Promise<number> {
  const libraries = await tensorflowLibraries(folder);
  const sizes = await Promise.all(libraries.map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
