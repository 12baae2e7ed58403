import { rmSync, symlinkSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';

/**
 * Links a binding to the path where tfjs-node looks for it. It is a link, because Node loads its
 * target, which finds the libraries beside it; a dangling link is not an installation.
 */
export async function linkBinding(binding: string, place: string): Promise<void> {
  const folder = path.dirname(place);
  await mkdir(folder, { recursive: true });
  if (process.platform === 'win32') {
    // Links need a privilege there, and libraries are looked for beside the binding.
    const source = path.dirname(binding);
    const names = (await readdir(source)).sort((a) => (a.endsWith('.node') ? 1 : -1));
    for (const name of names) {
      await replaceWithCopy(path.join(source, name), path.join(folder, name));
    }
    return;
  }
  const temporary = `${place}.${process.pid}`;
  rmSync(temporary, { force: true });
  symlinkSync(binding, temporary);
  await rename(temporary, place);
}

async function replaceWithCopy(source: string, target: string): Promise<void> {
  const temporary = `${target}.${process.pid}`;
  await copyFile(source, temporary);
  await rename(temporary, target);
}
