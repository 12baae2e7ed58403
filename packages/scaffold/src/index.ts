export { checkAxisNames, checkExperimentName } from './check-names.ts';
export type { DesignPlan, ImportedValue } from './designed/design-plan.ts';
export { designedFiles } from './designed/designed-files.ts';
export type { Measured } from './designed/readme.ts';
export { checkDomain, type DomainSchema } from './domain/check-domain.ts';
export { domainFiles, titleOf } from './domain/domain-files.ts';
export { formatFiles } from './format-files.ts';
export type { WrittenFile } from './written-file.ts';
