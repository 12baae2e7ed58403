import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverExperiments } from './discover.ts';

function workspace(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'discover-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
  }
  return root;
}

describe('discoverExperiments', () => {
  it('finds folders that hold experiment.ts, without executing it, and no others', () => {
    const root = workspace({
      'experiments/gestures/experiment.ts': 'throw new Error("executed");',
      'experiments/notes/README.md': '',
      'experiments/loose.ts': '',
    });
    expect([...discoverExperiments([root])]).toEqual([
      [
        'gestures',
        { name: 'gestures', file: path.join(root, 'experiments/gestures/experiment.ts') },
      ],
    ]);
  });

  it('finds installed packages that say where their experiment lies', () => {
    const root = workspace({
      'package.json': JSON.stringify({ dependencies: { vibration: '1.0.0', other: '1.0.0' } }),
      'node_modules/vibration/package.json': JSON.stringify({
        axiswise: { experiment: './dist/experiment.js' },
      }),
      'node_modules/other/package.json': '{}',
      // Installed, but not asked for by the workspace.
      'node_modules/deep/package.json': JSON.stringify({ axiswise: { experiment: './x.js' } }),
    });
    expect([...discoverExperiments([root]).keys()]).toEqual(['vibration']);
  });

  it('lists the experiments of this workspace', () => {
    expect([...discoverExperiments().keys()]).toContain('images');
  });
});
