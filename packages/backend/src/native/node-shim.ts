import { createRequire } from 'node:module';

/**
 * Gives Node's `util` what tfjs-node 4.22.0 calls and Node ≥ 23 no longer has (tensorflow/tfjs#8609,
 * #8746: mended upstream, never released); on Node 22 the same calls would print a warning. Must run
 * before tfjs-node does.
 */
export function shimNodeForTfjsNode(): void {
  const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}
