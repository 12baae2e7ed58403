import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where tests keep what other files of the same test run use too. */
    sharedFolder: string;
  }
}

/** Makes the folder for what tests share, for as long as one test run takes. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'axiswise-shared-'));
  project.provide('sharedFolder', folder);
  // What tests prepare is neither taken from the user's cache nor left there.
  process.env['AXISWISE_PREPARED_DIR'] = path.join(folder, 'prepared');
  return () => rmSync(folder, { recursive: true, force: true });
}
