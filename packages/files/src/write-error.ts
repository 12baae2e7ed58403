import { InputError } from '@axiswise/messages';

/** Descriptions, with remedies, of a file system's errors. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'your disk quota is used up; free some space',
  EFBIG: 'the file is larger than the limit set for this process (see ulimit -f)',
  EACCES: 'you may not write there; choose another folder',
  EPERM: 'you may not write there; choose another folder',
  EROFS: 'that file system is read-only; choose another folder',
  ENOENT: 'the folder does not exist and cannot be made; choose another folder',
  ENOTDIR: 'a part of that path is a file, not a folder; choose another folder',
  EEXIST: 'a file stands where a folder is needed; choose another folder',
  EISDIR: 'a folder stands where the file is needed; move it away',
};

/** Whether the file system refused, not a server. */
export function isFileSystemError(cause: unknown): boolean {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  return code !== undefined && Object.hasOwn(reasons, code) && syscall !== 'connect';
}

/** Turns a file system's error into one sentence that names the path. */
export function writeError(target: string, cause: unknown): unknown {
  if (!isFileSystemError(cause)) return cause;
  const reason = reasons[(cause as NodeJS.ErrnoException).code!];
  return new InputError('data', `cannot write ${target}: ${reason}`, { cause });
}
