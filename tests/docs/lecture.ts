import { readFileSync } from 'node:fs';
import { type Example, readmeExamples } from './collect-examples.ts';

/** What a reader of a page would run. */
export interface RunnablePage {
  /** The words of each command behind `npx axiswise`, of blocks marked ```` ```sh runnable ````. */
  readonly commands: readonly (readonly string[])[];
  /** The `ts` blocks. */
  readonly examples: readonly Example[];
  /** Pictures that it shows, relative to it. */
  readonly pictures: readonly string[];
}

/**
 * Reads what can be run on a page.
 *
 * @throws Error where a line of a runnable block is no command of Axiswise.
 */
export function readRunnablePage(path: string, file: string): RunnablePage {
  const text = readFileSync(path, 'utf8');
  const commands: string[][] = [];
  for (const [, code] of text.matchAll(/^```sh runnable\n([\s\S]*?)^```$/gm)) {
    for (const line of code.trimEnd().split('\n')) {
      const [npx, axiswise, ...words] = line.split(' ');
      if (npx !== 'npx' || axiswise !== 'axiswise') {
        throw new Error(`${file}: "${line}" is no command of Axiswise; unmark its block`);
      }
      commands.push(words);
    }
  }
  return {
    commands,
    examples: readmeExamples(text, { file }).filter(({ fragment }) => !fragment),
    pictures: [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, picture]) => picture),
  };
}
