import ts from 'typescript';

/**
 * The value of a literal as JavaScript writes it (`423860`, `[null, 6]`, `{ height: 28 }`, `'max'`),
 * or undefined for anything else: prose, names, calls, sums.
 */
export function readLiteral(text: string): { readonly value: unknown } | undefined {
  const { statements, parseDiagnostics } = ts.createSourceFile(
    'literal.ts',
    `(${text});`,
    ts.ScriptTarget.ES2023,
  ) as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] };
  const [statement, ...others] = statements;
  if (parseDiagnostics.length > 0 || others.length > 0) return undefined;
  if (!statement || !ts.isExpressionStatement(statement)) return undefined;
  if (!ts.isParenthesizedExpression(statement.expression)) return undefined;
  try {
    return { value: valueOf(statement.expression.expression) };
  } catch (error) {
    if (error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class NoLiteral extends Error {}

function valueOf(node: ts.Expression): unknown {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isIdentifier(node)) {
    if (node.text === 'undefined') return undefined;
    if (node.text === 'NaN') return NaN;
    if (node.text === 'Infinity') return Infinity;
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = valueOf(node.operand);
    if (typeof value === 'number') return -value;
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(valueOf);
  if (ts.isObjectLiteralExpression(node)) {
    return Object.fromEntries(
      node.properties.map((property) => {
        if (!ts.isPropertyAssignment(property)) throw new NoLiteral();
        const { name, initializer } = property;
        if (!ts.isIdentifier(name) && !ts.isStringLiteral(name) && !ts.isNumericLiteral(name)) {
          throw new NoLiteral();
        }
        return [name.text, valueOf(initializer)];
      }),
    );
  }
  throw new NoLiteral();
}
