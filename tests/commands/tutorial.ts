import { readFileSync } from 'node:fs';

/** What a reader of a tutorial would write and run. */
export interface Tutorial {
  /** By path: the blocks that name it (```` ```ts path ````), one after another. */
  readonly files: ReadonlyMap<string, string>;
  /** The lines of ```` ```sh ```` blocks, in order. */
  readonly commands: readonly string[];
  readonly text: string;
}

/** Reads the files and commands of a tutorial from its text, which is their only source. */
export function readTutorial(file: string): Tutorial {
  const text = readFileSync(file, 'utf8');
  const files = new Map<string, string>();
  const commands: string[] = [];
  for (const [, info, code] of text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [language, path] = info.split(' ');
    if (language === 'sh') commands.push(...code.trimEnd().split('\n'));
    else if (path !== undefined) files.set(path, (files.get(path) ?? '') + code);
    else throw new Error(`${file}: a block of ${language} names no file: every file is written`);
  }
  return { files, commands, text };
}
