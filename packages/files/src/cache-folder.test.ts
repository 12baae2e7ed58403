import path from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

const home = path.resolve('/home/ada');

test.each([
  [{ AXISWISE_CACHE_DIR: '/big/cache', XDG_CACHE_HOME: '/xdg' }, 'linux', '/big/cache'],
  [{ XDG_CACHE_HOME: '/xdg' }, 'linux', '/xdg/axiswise'],
  [{ XDG_CACHE_HOME: 'relative' }, 'linux', '/home/ada/.cache/axiswise'],
  [{ XDG_CACHE_HOME: '' }, 'linux', '/home/ada/.cache/axiswise'],
  [{}, 'linux', '/home/ada/.cache/axiswise'],
  [{}, 'darwin', '/home/ada/Library/Caches/axiswise'],
  [{ LOCALAPPDATA: '/local' }, 'win32', '/local/axiswise/Cache'],
  [{}, 'win32', '/home/ada/AppData/Local/axiswise/Cache'],
] as const)('%j on %s is cached in %s', (environment, platform, expected) => {
  const folder = cacheFolder(environment, platform, home);
  expect(path.resolve(folder)).toBe(path.resolve(expected));
});
