import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The arguments with which Node runs a TypeScript file in a child process: only the file if this
 * Node strips types itself, else the loader of tsx before it.
 */
export function typescriptArguments(entry: URL): string[] {
  const file = fileURLToPath(entry);
  const { typescript } = process.features as { typescript?: string | false };
  if (typescript) return ['--disable-warning=ExperimentalWarning', file];
  const tsx = createRequire(import.meta.url).resolve('tsx');
  return ['--import', pathToFileURL(tsx).href, file];
}
