import { fileURLToPath } from 'node:url';

/** The arguments with which Node runs a TypeScript file in a child process. */
export const typescriptArguments = (entry: URL): string[] => [
  '--import',
  new URL('./read-typescript.js', import.meta.url).href,
  fileURLToPath(entry),
];
