import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dataDirectory } from './data-directory.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('dataDirectory', () => {
  it('is what was asked for, before all else', () => {
    vi.stubEnv('AXISWISE_DATA_DIR', '/from/environment');
    expect(dataDirectory('/asked')).toBe(path.resolve('/asked'));
  });

  it('is an absolute path', () => {
    expect(dataDirectory('here')).toBe(path.join(process.cwd(), 'here'));
  });

  it('is $AXISWISE_DATA_DIR otherwise', () => {
    vi.stubEnv('AXISWISE_DATA_DIR', '/from/environment');
    expect(dataDirectory()).toBe(path.resolve('/from/environment'));
  });

  it("lies in the user's cache folder without either", () => {
    vi.stubEnv('AXISWISE_DATA_DIR', '');
    vi.stubEnv('XDG_CACHE_HOME', '/cache');
    expect(dataDirectory()).toBe(path.resolve('/cache/axiswise/data'));
  });

  it.runIf(process.platform === 'linux')(
    'is ~/.cache/axiswise/data where nothing says more',
    () => {
      vi.stubEnv('AXISWISE_DATA_DIR', undefined);
      vi.stubEnv('XDG_CACHE_HOME', undefined);
      expect(dataDirectory()).toBe(path.join(os.homedir(), '.cache/axiswise/data'));
    },
  );
});
