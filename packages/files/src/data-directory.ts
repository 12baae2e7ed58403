import os from 'node:os';
import path from 'node:path';

/** Where named data lives: as asked, else `$AXISWISE_DATA_DIR`, else below the user's cache folder. */
export function dataDirectory(asked?: string): string {
  return path.resolve(
    asked || process.env['AXISWISE_DATA_DIR'] || path.join(userCacheFolder(), 'axiswise', 'data'),
  );
}

function userCacheFolder(): string {
  if (process.env['XDG_CACHE_HOME']) return process.env['XDG_CACHE_HOME'];
  const home = os.homedir();
  switch (process.platform) {
    case 'darwin':
      return path.join(home, 'Library', 'Caches');
    case 'win32':
      return process.env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
    default:
      return path.join(home, '.cache');
  }
}
