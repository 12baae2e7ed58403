import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { readmeExamples } from './collect-examples.ts';

const root = path.resolve(import.meta.dirname, '../..');
const library = path.join(root, 'docs/library');

/** The blocks of the pages, as modules beside them: so their imports are those of the workspace. */
const modules = new Map(
  readdirSync(library).flatMap((page) =>
    readmeExamples(readFileSync(path.join(library, page), 'utf8'), { file: page }).map(
      ({ code, line }) =>
        [path.join(library, `${page}.line-${line}.ts`), `${code}\nexport {};\n`] as const,
    ),
  ),
);

it('pages of the library can be copied into a strict TypeScript project', () => {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (file) =>
    ts.sys.readFile(file),
  );
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.config.compilerOptions, incremental: false, tsBuildInfoFile: undefined },
    root,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => modules.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => modules.get(path.normalize(file)) ?? readFile(file);
  const program = ts.createProgram([...modules.keys()], options, host);
  // Of the pages alone: what they import is checked with all sources.
  const problems = [...modules.keys()]
    .map((file) => program.getSourceFile(file)!)
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ])
    .map(
      ({ file, messageText }) =>
        `${path.basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  expect(modules.size).toBeGreaterThan(10);
  expect(problems).toEqual([]);
});
