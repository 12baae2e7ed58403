import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT, NxWorkspace } from '../nx/workspace.ts';

/** What a reader of a tutorial writes and runs. */
export interface Tutorial {
  /** By path: the blocks that name it (```` ```ts path ````), one after another. */
  readonly files: ReadonlyMap<string, string>;
  /** The lines of ```` ```sh ```` blocks, in order. */
  readonly commands: readonly string[];
  /** ```` ```ts fragment ```` blocks: parts of files that the page does not show. */
  readonly fragments: readonly string[];
  readonly text: string;
}

/** Reads the files and commands of a tutorial from its text, which is their only source. */
export function readTutorial(file: string): Tutorial {
  const text = readFileSync(file, 'utf8');
  const files = new Map<string, string>();
  const commands: string[] = [];
  const fragments: string[] = [];
  for (const [, info, code] of text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [language, path] = info.split(' ');
    if (language === 'sh') commands.push(...code.trimEnd().split('\n'));
    else if (path === 'fragment') fragments.push(code);
    else if (path !== undefined) files.set(path, (files.get(path) ?? '') + code);
    else throw new Error(`${file}: a block of ${language} names no file: every file is written`);
  }
  return { files, commands, fragments, text };
}

/** The tutorial, and the workspace of a reader who has come to the end of section 5. */
export interface OpenTutorial extends Tutorial {
  readonly workspace: NxWorkspace;
  /** The words of the command that begins so, without `npx axiswise`. */
  wordsOf(beginning: string, nth?: number): string[];
  /** The accuracy that a row of the tables shows, as a share of 1. */
  accuracyShown(row: RegExp): number;
}

/** Reads the tutorial on a new domain and writes its files into a workspace, which is to be removed. */
export function openTutorial(): OpenTutorial {
  const tutorial = readTutorial(join(CHECKOUT, 'docs/tutorial-new-domain.md'));
  const workspace = new NxWorkspace();
  workspace.copy('package.json', 'package-lock.json', 'tsconfig.base.json');
  workspace.copy('vitest.config.ts', 'tests/setup', '.prettierrc.json', '.prettierignore');
  workspace.linkInstalled({ ownPackages: false });
  workspace.write(Object.fromEntries(tutorial.files));
  return {
    ...tutorial,
    workspace,
    wordsOf(beginning, nth = 0) {
      const found = tutorial.commands.filter((command) => command.startsWith(beginning));
      if (nth >= found.length)
        throw new Error(`the tutorial has no command ${nth} like ${beginning}`);
      return found[nth].replace('npx axiswise ', '').split(' ');
    },
    accuracyShown(row) {
      const percent = row.exec(tutorial.text)?.[1];
      if (percent === undefined) throw new Error(`the tutorial has no row like ${row}`);
      return Number(percent) / 100;
    },
  };
}

/** Runs a program as a user does, with no network and nothing of npm's own environment. */
export async function runProgram(words: readonly string[], cwd: string): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
  );
  const { stdout } = await promisify(execFile)(words[0], words.slice(1), {
    cwd,
    env: {
      ...env,
      AXISWISE_BACKEND: 'wasm',
      npm_config_offline: 'true',
      npm_config_audit: 'false',
    },
  });
  return stdout;
}
