export * from './style/index.ts';
