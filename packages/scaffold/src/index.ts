export { checkAxisNames, checkExperimentName } from './check-names.ts';
export { domainFiles, titleOf } from './domain/domain-files.ts';
export type { WrittenFile } from './written-file.ts';
