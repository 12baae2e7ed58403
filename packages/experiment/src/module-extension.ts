import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What an ES module is called in a project: `ts` or `js` where its package.json says `"type": "module"`. */
export type ModuleExtension = 'ts' | 'mts' | 'js' | 'mjs';

/** Of the files of experiments; where a folder has two, the first is taken. */
export const moduleExtensions: readonly ModuleExtension[] = ['ts', 'mts', 'js', 'mjs'];

/** The extension with which Node takes a file of a project for an ES module. */
export function moduleExtension(project: string, language: 'ts' | 'js' = 'ts'): ModuleExtension {
  return isModule(project) ? language : `m${language}`;
}

/** Whether Node takes `.js` and `.ts` files of a project for ES modules. */
export function isModule(project: string): boolean {
  try {
    const text = readFileSync(path.join(project, 'package.json'), 'utf8');
    return (JSON.parse(text) as { type?: string }).type === 'module';
  } catch {
    return false;
  }
}
