import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Reasons {
  parseReason(reason: string): { kind: string; numbers: number[] } | null;
}
const { parseReason } = (await import(/* @vite-ignore */ join(root, 'dashboard/src/reasons.ts'))) as Reasons;

/** Every sentence in a file of the core, with 20 for each number; what it throws is no reason. */
function sentencesOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node)) return;
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.push(node.text);
    if (ts.isTemplateExpression(node)) {
      const values = node.templateSpans.map(
        (span) => `${span.expression.getText() === 'moved' ? '20 mm' : '20'}${span.literal.text}`,
      );
      found.push(node.head.text + values.join(''));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((text) => /\w \w+ \w/.test(text));
}

it('the page has words in every language for each reason that the core can give', () => {
  const folder = join(root, 'src/core/sets');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const sentences = files.flatMap((name) => sentencesOf(join(folder, name)));
  expect(sentences.length).toBeGreaterThan(8);
  expect(sentences.filter((sentence) => parseReason(sentence) === null)).toEqual([]);
});

it('a reason keeps its numbers', () => {
  expect(parseReason('21 mm short of lockout')).toEqual({ kind: 'short', numbers: [21] });
  expect(parseReason("moved 210 mm, the set's other reps 305 mm")).toEqual({ kind: 'movedOnly', numbers: [210, 305] });
  expect(parseReason('something new')).toBeNull();
});
