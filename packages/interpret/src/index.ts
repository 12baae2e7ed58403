export * from './equivalence/index.ts';
export * from './style/index.ts';
export * from './visualize/index.ts';
