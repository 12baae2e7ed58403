export { removeTemporaries, writeFileAtomically } from './atomic-file.ts';
export { cacheFolder } from './cache-folder.ts';
export { type FileState, verifyFiles } from './checksums.ts';
export { dataDirectory } from './data-directory.ts';
export { fetchFiles, type FetchOptions } from './download.ts';
export { lockHolder, withFileLock } from './file-lock.ts';
export {
  answers,
  type Behaviour,
  cutsAfter,
  inTurn,
  serve,
  wellBehaved,
} from './file-server.fixture.ts';
export { fillFolder, removePartialFolders } from './fill-folder.ts';
export { forEachBounded } from './for-each-bounded.ts';
export { parseJson, readJsonFile } from './json-file.ts';
export type { RemoteFile, RemoteFolder } from './remote-folder.ts';
export { writeError } from './write-error.ts';
