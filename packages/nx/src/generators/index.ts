export { domainGenerator as domain } from './domain/generator.ts';
