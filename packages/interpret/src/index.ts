export * from './equivalence/index.ts';
export * from './style/index.ts';
