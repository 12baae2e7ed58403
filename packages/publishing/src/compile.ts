import path from 'node:path';
import ts from 'typescript';

/**
 * Compiles TypeScript to JavaScript with declarations, as Node and other projects read them.
 *
 * @param files all that is to be compiled; what they import of other packages of the workspace too.
 * @param options.root the folder that both sides have below them.
 * @param options.to where the result lies, at the same places.
 * @throws Error with the first problems that the compiler has.
 */
export function compile(
  files: readonly string[],
  { root, to }: { readonly root: string; readonly to: string },
): void {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (file) =>
    ts.sys.readFile(file),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      ...config.compilerOptions,
      noEmit: false,
      incremental: false,
      tsBuildInfoFile: undefined,
      declaration: true,
      rewriteRelativeImportExtensions: true,
      rootDir: root,
      outDir: to,
    },
    root,
  );
  const program = ts.createProgram({ rootNames: files, options });
  const { diagnostics } = program.emit(undefined, undefined, undefined, undefined, {
    before: [namingJavaScript],
    afterDeclarations: [declaringJavaScript],
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length === 0) return;
  throw new Error(
    ts.formatDiagnostics(problems.slice(0, 20), {
      getCurrentDirectory: () => root,
      getCanonicalFileName: (file) => file,
      getNewLine: () => '\n',
    }),
  );
}

/**
 * Names the JavaScript file in `new URL('./worker.ts', import.meta.url)`, as the compiler does in imports: by such
 * URLs threads and processes are started. The compiler leaves some calls of `import()` as they are, too.
 */
const namingJavaScript: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const renamed = (name: ts.StringLiteral): ts.StringLiteral =>
    factory.createStringLiteral(inJavaScript(name.text));
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isNewExpression(node) && isUrlBesideThis(node)) {
      const [place, base] = node.arguments!;
      const names = [renamed(place as ts.StringLiteral), base];
      return factory.updateNewExpression(node, node.expression, node.typeArguments, names);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name, ...others] = node.arguments;
      if (isTypeScriptFile(name)) {
        const names = [renamed(name), ...others];
        return factory.updateCallExpression(node, node.expression, node.typeArguments, names);
      }
    }
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => ts.visitEachChild(file, visit, context);
};

/** Does the same in declarations, which the compiler leaves as they are. */
const declaringJavaScript: ts.TransformerFactory<ts.SourceFile | ts.Bundle> = (context) => {
  const { factory } = context;
  const renamed = (name: ts.StringLiteral): ts.StringLiteral =>
    factory.createStringLiteral(inJavaScript(name.text), true);
  // Nodes of declarations do not know what they are in, so that each kind of import is looked for by itself.
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isImportDeclaration(node) && isTypeScriptFile(node.moduleSpecifier)) {
      const { modifiers, importClause, moduleSpecifier, attributes } = node;
      return factory.updateImportDeclaration(
        ...([node, modifiers, importClause, renamed(moduleSpecifier), attributes] as const),
      );
    }
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = node;
      if (!isTypeScriptFile(moduleSpecifier)) return node;
      return factory.updateExportDeclaration(
        ...([node, modifiers, isTypeOnly, exportClause] as const),
        ...([renamed(moduleSpecifier), attributes] as const),
      );
    }
    if (ts.isLiteralTypeNode(node) && isTypeScriptFile(node.literal)) {
      return factory.updateLiteralTypeNode(node, renamed(node.literal));
    }
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => (ts.isBundle(file) ? file : ts.visitEachChild(file, visit, context));
};

const isUrlBesideThis = ({ expression, arguments: given }: ts.NewExpression): boolean =>
  ts.isIdentifier(expression) &&
  expression.text === 'URL' &&
  given?.length === 2 &&
  isTypeScriptFile(given[0]);

const isTypeScriptFile = (node: ts.Node): node is ts.StringLiteral =>
  ts.isStringLiteral(node) && /^\..*\.ts$/.test(node.text);

const inJavaScript = (file: string): string => file.replace(/\.ts$/, '.js');
