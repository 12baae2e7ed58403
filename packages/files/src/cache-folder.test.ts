import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheFolder, dataDirectory } from './cache-folder.ts';

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

describe('dataDirectory', () => {
  const environment = { AXISWISE_DATA_DIR: '/from/environment' };

  test('is the requested folder first of all', () => {
    expect(dataDirectory('/asked', environment)).toBe(path.resolve('/asked'));
  });

  test('is an absolute path', () => {
    expect(dataDirectory('here')).toBe(path.join(process.cwd(), 'here'));
  });

  test('is $AXISWISE_DATA_DIR otherwise', () => {
    expect(dataDirectory(undefined, environment)).toBe(path.resolve('/from/environment'));
  });

  test.each([
    { XDG_CACHE_HOME: '/xdg' },
    { XDG_CACHE_HOME: 'relative' },
    { AXISWISE_CACHE_DIR: '/big/cache', AXISWISE_DATA_DIR: '' },
    {},
  ])('lies in the cache folder with %j', (variables) => {
    expect(dataDirectory('', variables)).toBe(path.resolve(cacheFolder(variables), 'data'));
  });
});
