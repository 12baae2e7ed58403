import { fileURLToPath } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

const loader = ['--import', new URL('./read-typescript.js', import.meta.url).href];

/** What is published is compiled to JavaScript, which needs no loader. */
const loaderOf = ({ pathname }: URL): string[] => (pathname.endsWith('.ts') ? loader : []);

/** The arguments with which Node runs a TypeScript file in a child process. */
export const typescriptArguments = (entry: URL): string[] => [
  ...loaderOf(entry),
  fileURLToPath(entry),
];

/** Starts a thread that runs a TypeScript file, without the flags of this process. */
export const typescriptThread = (entry: URL, options: Omit<WorkerOptions, 'execArgv'>): Worker =>
  // Flags such as `--input-type` would change how the thread reads its code.
  new Worker(entry, { ...options, execArgv: loaderOf(entry) });
