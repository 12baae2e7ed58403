import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The arguments with which Node runs a TypeScript file in a child process: none but the file where
 * this Node strips types itself, with the loader of tsx before it elsewhere.
 */
export function typescriptArguments(entry: URL): string[] {
  const file = fileURLToPath(entry);
  const { typescript } = process.features as { typescript?: string | false };
  if (typescript) return ['--disable-warning=ExperimentalWarning', file];
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(tsx).href, file];
}
