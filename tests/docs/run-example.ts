import { Console } from 'node:console';
import { Writable } from 'node:stream';
import vm from 'node:vm';
import ts from 'typescript';
import type { Example } from './collect-examples.ts';
import { readLiteral } from './literal.ts';

/** A value that an example says its expression has. */
export interface Claim {
  /** `file:line` of the comment. */
  readonly place: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** Values by name. */
export type Scope = Readonly<Record<string, unknown>>;

/**
 * Executes an example, and hands every value that its comments claim to `check` at the moment it
 * exists.
 *
 * A claim is `expression; // literal`, or an expression that gives a string, with that string in
 * comment lines directly below it. Other comments are prose. An example that imports anything is
 * complete and sees only what it imports, as a reader's file would; any other sees `surroundings`.
 */
export async function runExample(
  { file, line, code }: Pick<Example, 'file' | 'line' | 'code'>,
  surroundings: () => Promise<Scope>,
  check: (claim: Claim) => void,
): Promise<void> {
  const placeOf = (index: number) => `${file}:${line + index}`;
  const { body, imports, claims } = prepare(code, placeOf);
  const scope = imports.length > 0 ? await bindings(imports) : await surroundings();
  const names = Object.keys(scope).filter((name) => name !== 'default' && name !== 'console');
  const javaScript = transpile(
    // One function for what is given and one for the code, which may declare the same names.
    `({ ${[...names, 'console'].join(', ')} }) => async (${CLAIM}) => {\n${body}\n};`,
    placeOf(0),
  );
  const example = vm.runInThisContext(javaScript, { filename: placeOf(0) }) as (
    scope: Scope,
  ) => (claim: (index: number, value: unknown) => void) => Promise<void>;

  const unreached = new Set(claims.filter(({ onlyStrings }) => !onlyStrings));
  await example({ ...scope, console: silent })((index, actual) => {
    const claim = claims[index];
    unreached.delete(claim);
    const { place, expected, onlyStrings } = claim;
    if (!onlyStrings || typeof actual === 'string') check({ place, actual, expected });
  });
  for (const { place } of unreached) throw new Error(`${place}: this value is never computed`);
}

/** The name by which the prepared code hands a value over. */
const CLAIM = '$claim';

const silent = new Console(new Writable({ write: (_chunk, _encoding, done) => done() }));

interface Prepared {
  /** The code without its imports, with its claims handed over. */
  readonly body: string;
  readonly imports: readonly ts.ImportDeclaration[];
  readonly claims: readonly {
    readonly place: string;
    readonly expected: unknown;
    /** Lines below an expression are its value only if that is a string; else they are prose. */
    readonly onlyStrings: boolean;
  }[];
}

function prepare(code: string, placeOf: (index: number) => string): Prepared {
  // The export makes it a module, in which `await` may stand at the top.
  const source = ts.createSourceFile('example.ts', `${code}\nexport {};`, {
    languageVersion: ts.ScriptTarget.ES2023,
  });
  const lines = code.split('\n');
  const imports: ts.ImportDeclaration[] = [];
  const claims: Prepared['claims'][number][] = [];
  const edits: { start: number; end: number; text: string }[] = [];
  const place = (position: number) => placeOf(source.getLineAndCharacterOfPosition(position).line);

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      imports.push(node);
      edits.push({ start: node.getStart(source), end: node.end, text: '' });
      return;
    }
    if (ts.isStatement(node)) {
      const literal = readLiteral(trailingComment(code, node.end));
      if (literal && !ts.isExpressionStatement(node)) {
        throw new Error(
          `${place(node.end)}: a value stands behind an expression; ` +
            `give the name a line of its own: \`name; // value\``,
        );
      }
      if (ts.isExpressionStatement(node)) {
        const { line } = source.getLineAndCharacterOfPosition(node.end);
        const below = literal ? [] : commentLinesBelow(lines, line);
        if (literal || below.length > 0) {
          const start = node.expression.getStart(source);
          edits.push({ start, end: start, text: `${CLAIM}(${claims.length}, (` });
          edits.push({ start: node.expression.end, end: node.expression.end, text: '))' });
          claims.push({
            place: place(node.end),
            expected: literal ? literal.value : below.join('\n'),
            onlyStrings: !literal,
          });
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);

  edits.sort((a, b) => b.start - a.start);
  const body = edits.reduce(
    (text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end),
    code,
  );
  return { body, imports, claims };
}

/** The `//` comment on the line where a statement ends, without its slashes. */
function trailingComment(code: string, end: number): string {
  const comment = ts.getTrailingCommentRanges(code, end)?.at(-1);
  if (comment?.kind !== ts.SyntaxKind.SingleLineCommentTrivia) return '';
  return code.slice(comment.pos + '//'.length, comment.end).trim();
}

function commentLinesBelow(lines: readonly string[], line: number): string[] {
  const below: string[] = [];
  for (const content of lines.slice(line + 1)) {
    const comment = /^\s*\/\/ ?(.*)$/.exec(content);
    if (!comment) break;
    below.push(comment[1]);
  }
  return below;
}

/** What imports bring into scope, by the entry points that a reader has. */
async function bindings(imports: readonly ts.ImportDeclaration[]): Promise<Scope> {
  const scope: Record<string, unknown> = {};
  for (const { moduleSpecifier, importClause } of imports) {
    const specifier = (moduleSpecifier as ts.StringLiteral).text;
    const module = (await import(specifier)) as Scope;
    if (!importClause || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    if (importClause.name) scope[importClause.name.text] = exported(module, 'default', specifier);
    const named = importClause.namedBindings;
    if (named && ts.isNamespaceImport(named)) scope[named.name.text] = module;
    if (named && ts.isNamedImports(named)) {
      for (const { name, propertyName, isTypeOnly } of named.elements) {
        if (isTypeOnly) continue;
        scope[name.text] = exported(module, (propertyName ?? name).text, specifier);
      }
    }
  }
  return scope;
}

function exported(module: Scope, name: string, specifier: string): unknown {
  if (!(name in module)) throw new Error(`'${specifier}' exports no ${name}`);
  return module[name];
}

function transpile(code: string, place: string): string {
  const { outputText, diagnostics = [] } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
    reportDiagnostics: true,
  });
  if (diagnostics.length > 0) {
    const [{ messageText }] = diagnostics;
    throw new SyntaxError(`${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  }
  return outputText;
}
