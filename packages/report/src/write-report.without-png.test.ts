import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { writeReport } from './write-report.ts';

vi.mock('./draw-png.ts', () => ({
  drawPng: () => Promise.reject(new Error('Cannot find module @resvg/resvg-js-plan9\nand more')),
}));

it('writes everything else on a machine that cannot draw PNG, and says why', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'axiswise-report-'));
  try {
    const written = await writeReport(folder, {
      page: '<!doctype html>',
      charts: [{ name: 'accuracy', caption: '', svg: '<svg/>' }],
      tables: [{ name: 'pairs', columns: ['a', 'b'], rows: [] }],
    });
    expect(written.withoutPng).toBe(
      'no PNG can be drawn on this machine (Error: Cannot find module @resvg/resvg-js-plan9)',
    );
    expect(await readdir(path.join(folder, 'charts'))).toEqual(['accuracy.svg']);
    expect(await readdir(path.join(folder, 'tables'))).toEqual(['pairs.csv', 'pairs.parquet']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
