// What runs in browsers, where the condition `browser` takes this file in place of index.ts.
import { nodeOnlyFormat, nodeOnlySource } from '@axiswise/data';

export { decodeIdx, type IdxArray } from './idx.ts';
export * from './portable.ts';

// What reads files: experiments name it, in a browser too.
export const mnist = nodeOnlySource('mnist');
export const fashionMnist = nodeOnlySource('fashion-mnist');
export const cifar10 = nodeOnlySource('cifar-10');
export const pictures = nodeOnlyFormat('pictures');
export const cifarBinaries = nodeOnlyFormat('CIFAR binaries');
