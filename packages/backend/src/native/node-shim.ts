import { createRequire } from 'node:module';

/**
 * Adds to Node's `util` the functions that tfjs-node 4.22.0 calls and Node ≥ 23 lacks
 * (tensorflow/tfjs#8609, #8746: fixed upstream, never released); on Node 22 the same calls would
 * print a warning. It must run before tfjs-node is loaded.
 */
export function shimNodeForTfjsNode(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}
