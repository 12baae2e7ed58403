export { reviews } from './source.ts';
