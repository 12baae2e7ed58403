/**
 * Whether a process of this machine runs.
 *
 * @param pid its id; other values than positive integers belong to no process.
 */
export function isRunning(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it runs and belongs to another user.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
