import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';

/** Writes files of the given contents into a folder of the test; returns their paths. */
export function csvFiles(contents: Readonly<Record<string, string>>): string[] {
  const folder = temporaryFolder();
  return Object.entries(contents).map(([name, content]) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  });
}
