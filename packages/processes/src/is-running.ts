/**
 * Whether a process of this machine runs.
 *
 * @param pid its number; anything but a positive integer belongs to no process.
 */
export function isRunning(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it runs and is another user's.
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}
