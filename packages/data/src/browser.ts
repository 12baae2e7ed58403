// What runs in browsers, where the condition `browser` takes this file in place of index.ts.
import { nodeOnlyFormat } from './node-only.ts';

export * from './portable.ts';

// What reads files: experiments name it, in a browser too.
export const arrays = nodeOnlyFormat('arrays');
export const jsonLines = nodeOnlyFormat('JSON lines');
