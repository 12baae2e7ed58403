import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WrittenFile } from './written-file.ts';

/** What is used of Prettier. */
interface Prettier {
  resolveConfig(file: string): Promise<object | null>;
  format(text: string, options: object): Promise<string>;
}

/**
 * Formats files as the project does into which they are written, where it has Prettier; else leaves them as
 * they are.
 *
 * @param folder in which they will lie.
 */
export async function formatFiles(
  files: readonly WrittenFile[],
  folder: string,
): Promise<WrittenFile[]> {
  const prettier = await prettierOf(folder);
  if (!prettier) return [...files];
  return Promise.all(
    files.map(async (file): Promise<WrittenFile> => {
      // Prose is left as it is written.
      if (file.path.endsWith('.md')) return file;
      const filepath = path.join(folder, file.path);
      const config = await prettier.resolveConfig(filepath);
      return { ...file, content: await prettier.format(file.content, { ...config, filepath }) };
    }),
  );
}

async function prettierOf(folder: string): Promise<Prettier | undefined> {
  try {
    const found = createRequire(path.join(folder, 'package.json')).resolve('prettier');
    const loaded = (await import(pathToFileURL(found).href)) as Prettier & { default?: Prettier };
    return loaded.default ?? loaded;
  } catch {
    return undefined;
  }
}
