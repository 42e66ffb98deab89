/** Small faults, as a tired person makes them: one at a time in a condition, a constant, a return or a call. */
import ts from 'typescript';

export interface Mutation {
  line: number;
  /** `was → is`, on one line. */
  what: string;
  /** The whole source with this one fault. */
  code: string;
}

const SWAPS: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
  [ts.SyntaxKind.AsteriskToken]: '/',
};

/** What is said to people and logs is not mutated: its words have tests of their own. */
const SPOKEN = /\b(logger|log|warn|info|console)\b/;

export function mutationsOf(file: string, source: string): Mutation[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true);
  const found: Mutation[] = [];
  const add = (node: ts.Node, text: string) => {
    const start = node.getStart(tree);
    const was = source.slice(start, node.end);
    const line = tree.getLineAndCharacterOfPosition(start).line + 1;
    const short = (words: string) => words.replaceAll(/\s+/g, ' ').slice(0, 70);
    const what = `${short(was)} → ${short(text) || 'nothing'}`;
    found.push({ line, what, code: source.slice(0, start) + text + source.slice(node.end) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const swap = SWAPS[node.operatorToken.kind];
      const joinsText = node.operatorToken.kind === ts.SyntaxKind.PlusToken && /['"`]/.test(node.getText(tree));
      if (swap && !joinsText) add(node.operatorToken, swap);
    } else if (ts.isNumericLiteral(node)) add(node, node.text === '0' ? '1' : `(${node.getText(tree)} + 1)`);
    else if (node.kind === ts.SyntaxKind.TrueKeyword) add(node, 'false');
    else if (node.kind === ts.SyntaxKind.FalseKeyword) add(node, 'true');
    else if (ts.isIfStatement(node)) {
      add(node.expression, 'true');
      add(node.expression, 'false');
    } else if (ts.isConditionalExpression(node)) add(node.condition, `!(${node.condition.getText(tree)})`);
    else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      add(node, node.operand.getText(tree));
    else if (ts.isReturnStatement(node) && node.expression) add(node, 'return undefined as never;');
    else if (ts.isExpressionStatement(node)) {
      if (SPOKEN.test(node.getText(tree))) return;
      add(node, ';');
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
