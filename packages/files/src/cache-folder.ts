import os from 'node:os';
import path from 'node:path';

/**
 * The folder for large files that can be downloaded again, outside any repository:
 * `$AXISWISE_CACHE_DIR`, else `$XDG_CACHE_HOME/axiswise`, else the platform's own cache folder.
 */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = os.homedir(),
): string {
  const own = environment['AXISWISE_CACHE_DIR'];
  if (own) return path.resolve(own);
  const xdg = environment['XDG_CACHE_HOME'];
  // The XDG specification requires that relative paths are ignored.
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, 'axiswise');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'axiswise');
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local');
    return path.join(local, 'axiswise', 'Cache');
  }
  return path.join(home, '.cache', 'axiswise');
}

/**
 * The folder of named data: the requested one, else `$AXISWISE_DATA_DIR`, else `data` in {@link
 * cacheFolder}.
 */
export function dataDirectory(
  asked?: string,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  return path.resolve(
    asked || environment['AXISWISE_DATA_DIR'] || path.join(cacheFolder(environment), 'data'),
  );
}
