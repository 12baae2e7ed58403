import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A piece of code in the documentation that a reader may copy. */
export interface Example {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  /** Of the first line of code, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** The folder in `packages/` that it stands in; none in the README of the root or an experiment. */
  readonly packageName?: string;
  /** ```` ```ts fragment ````: leans on what it does not declare, and is not executed. */
  readonly fragment: boolean;
}

/**
 * Every example of the workspace: `@example` in the sources of packages, `ts` blocks in READMEs and in the pages of
 * docs/library.
 */
export function collectExamples(root: string): Example[] {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const folders = (parent: string) =>
    readdirSync(path.join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const readmeOf = (folder: string, packageName?: string): Example[] => {
    const file = path.posix.join(folder, 'README.md');
    if (!existsSync(path.join(root, file))) return [];
    return readmeExamples(read(file), { file, packageName });
  };

  const ofPackages = folders('packages').flatMap((packageName) => {
    const sources = path.posix.join('packages', packageName, 'src');
    return [
      ...readmeOf(`packages/${packageName}`, packageName),
      ...readdirSync(path.join(root, sources), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .sort()
        .map((name) => path.posix.join(sources, name.replaceAll(path.sep, '/')))
        .flatMap((file) => docstringExamples(read(file), { file, packageName })),
    ];
  });
  const ofExperiments = folders('experiments').flatMap((name) => readmeOf(`experiments/${name}`));
  const library = 'docs/library';
  const ofLibrary = readdirSync(path.join(root, library))
    .map((name) => path.posix.join(library, name))
    .flatMap((file) => readmeExamples(read(file), { file }));
  return [...readmeOf('.'), ...ofPackages, ...ofExperiments, ...ofLibrary];
}

type Place = Pick<Example, 'file' | 'packageName'>;

/** The fenced blocks whose language is `ts`; other languages are not ours to execute. */
export function readmeExamples(text: string, place: Place): Example[] {
  const examples: Example[] = [];
  let open: { info: string; line: number; code: string[] } | undefined;
  text.split('\n').forEach((content, i) => {
    const fence = /^\s*```(.*)$/.exec(content);
    if (!fence) {
      open?.code.push(content);
    } else if (!open) {
      open = { info: fence[1].trim(), line: i + 2, code: [] };
    } else {
      const { info, line, code } = open;
      open = undefined;
      const [language, ...marks] = info.split(/\s+/);
      if (language !== 'ts') return;
      const unknown = marks.find((mark) => mark !== 'fragment');
      if (unknown !== undefined) {
        throw new Error(
          `${place.file}:${line - 1}: a ts block may be marked "fragment", but "${unknown}" came`,
        );
      }
      const fragment = marks.includes('fragment');
      examples.push({ ...place, line, code: code.join('\n'), fragment });
    }
  });
  if (open) throw new Error(`${place.file}:${open.line - 1}: this block is never closed`);
  return examples;
}

/** What follows `@example` in a docstring, up to the next tag or its end. */
export function docstringExamples(text: string, place: Place): Example[] {
  const examples: Example[] = [];
  // At the start of a line, because a glob such as 'src/**/*.ts' opens no comment.
  for (const docstring of text.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)) {
    const firstLine = text.slice(0, docstring.index).split('\n').length;
    let open: { line: number; code: string[] } | undefined;
    const close = () => {
      if (!open) return;
      examples.push({ ...place, line: open.line, code: open.code.join('\n'), fragment: false });
      open = undefined;
    };
    docstring[0].split('\n').forEach((content, i) => {
      const inner = content.replace(/^\s*(\/\*\*|\*(?!\/)) ?/, '').replace(/\s*\*\/$/, '');
      if (/^@\w/.test(inner)) close();
      if (inner.startsWith('```') && open) {
        throw new Error(`${place.file}:${firstLine + i}: an @example stands without a fence`);
      }
      const tag = /^@example\b\s*(.*)$/.exec(inner);
      if (!tag) {
        open?.code.push(inner);
      } else if (tag[1] !== '') {
        throw new Error(
          `${place.file}:${firstLine + i}: the code of @example starts on a new line`,
        );
      } else {
        open = { line: firstLine + i + 1, code: [] };
      }
    });
    close();
  }
  return examples;
}
