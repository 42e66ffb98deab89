/**
 * Promises that nobody waits for: their rejection ends the process. Biome's own rule (2.5) misses calls of methods, such as
 * `bay.keep(change)`, and typescript-eslint is a second linter with some 100 packages, so the compiler's types are asked.
 */
import ts from 'typescript';

/** @param ours which files to look at. @returns `file:line text` of each statement that leaves a promise alone */
export function floatingPromises(program: ts.Program, ours: (file: string) => boolean): string[] {
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || !ours(file.fileName)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isExpressionStatement(node) && isFloating(node.expression, checker)) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${file.fileName}:${line + 1} ${node.getText().split('\n')[0]}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** `void`, `await`, an assignment and a rejection handler say what becomes of it. */
function isFloating(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return !isAssignment && isFloating(node.right, checker);
  }
  if (ts.isConditionalExpression(node))
    return isFloating(node.whenTrue, checker) || isFloating(node.whenFalse, checker);
  if (!isPromise(checker.getTypeAtLocation(node), checker)) return false;
  return !isHandled(node);
}

function isHandled(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  if (name.text === 'catch') return node.arguments.length > 0;
  if (name.text === 'then') return node.arguments.length > 1;
  return name.text === 'finally' && isHandled(expression);
}

/** Thenables of libraries, such as Fastify's reply, are no promises that somebody made here. */
function isPromise(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.some((one) => isPromise(one, checker));
  if (checker.isArrayType(type))
    return checker.getTypeArguments(type as ts.TypeReference).some((one) => isPromise(one, checker));
  if (type.getSymbol()?.name === 'Promise') return true;
  return type.isClassOrInterface() && checker.getBaseTypes(type).some((base) => isPromise(base, checker));
}
