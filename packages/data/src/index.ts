export * from './portable.ts';
export { arrays } from './arrays.ts';
export {
  checkDivision,
  type ClassFile,
  type ClassFiles,
  describeSkipped,
  divideParts,
  type FileKind,
  findClassFiles,
  groupsOfFiles,
  groupsOption,
  isClassFolder,
  listFolder,
  nameWithin,
} from './class-files.ts';
export { exampleFile } from './example-file.ts';
export {
  type FileTable,
  firstFileOf,
  isFileTable,
  isTable,
  nameAndUnit,
  readFileTable,
  targetsOption,
} from './file-table.ts';
export { jsonLines } from './json-lines.ts';
export { readGivenFile } from './read-given-file.ts';
export { fileStates } from './prepared/file-states.ts';
export {
  clearPrepared,
  listPrepared,
  preparedName,
  preparedStore,
} from './prepared/prepare-once.ts';
export { sourceAt } from './source-at.ts';
