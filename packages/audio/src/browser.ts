// What runs in browsers, where the condition `browser` takes this file in place of index.ts.
import { nodeOnlyFormat, nodeOnlySource } from '@axiswise/data';

export * from './portable.ts';

// What reads files: experiments name it, in a browser too.
export const fsdd = nodeOnlySource('fsdd');
export const recordings = nodeOnlyFormat('recordings');
