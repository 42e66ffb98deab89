import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { BOARD_REASONS } from '../../src/contracts/board-reasons.ts';
import { CHANNEL_REASONS } from '../../src/contracts/channel-reasons.ts';
import { CONFIG_FAULTS } from '../../src/contracts/config-faults.ts';
import { FIGURES } from '../../src/contracts/findings/figures.ts';
import { FAULTS } from '../../src/contracts/findings.ts';
import { INPUT_FAULTS, INPUT_FORMS, INPUT_TYPES } from '../../src/contracts/input-faults.ts';
import { PROBLEMS } from '../../src/contracts/problems.ts';
import { READER_REASONS } from '../../src/contracts/reader-reasons.ts';

const SOURCES = fileURLToPath(new URL('../../dashboard/src/', import.meta.url));
const LANGUAGES = ['de', 'es'];

/** The page has its own types and its own build, so its modules are loaded here by their paths. */
async function load(path: string): Promise<Record<string, unknown>> {
  return (await import(/* @vite-ignore */ join(SOURCES, path))) as Record<string, unknown>;
}

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** A text is a text, or what makes one of numbers and words. */
function wordsOf(value: unknown): string {
  if (typeof value !== 'function') return String(value);
  const arguments_ = Array.from({ length: value.length }, (_, index) => (index === 0 ? ['2', '3'] : '3'));
  try {
    return String(value(...arguments_));
  } catch {
    return String(value(...arguments_.map(() => '2')));
  }
}

describe('texts of the page', async () => {
  const { en } = await load('locales/en.ts');

  it.each(LANGUAGES)('%s has every text of English, none empty, and only those', async (name) => {
    const other = (await load(`locales/${name}.ts`))[name];
    const ofEnglish = new Map(leaves((en as Record<string, unknown>) ?? {}).filter(([path]) => !isNoText(path)));
    const ofOther = new Map(leaves(other).filter(([path]) => !isNoText(path)));
    expect(ofEnglish.size).toBeGreaterThan(200);
    expect([...ofOther.keys()].sort()).toEqual([...ofEnglish.keys()].sort());
    for (const [path, value] of ofOther) {
      expect(typeof value, path).toBe(typeof ofEnglish.get(path));
      expect(wordsOf(value).trim(), path).not.toBe('');
    }
  });

  it.each(LANGUAGES)('%s is a translation: few texts are the same as in English', async (name) => {
    const other = new Map(leaves((await load(`locales/${name}.ts`))[name]));
    const same = leaves(en).filter(
      ([path, value]) => typeof value === 'string' && /\p{L}{4}/u.test(value) && other.get(path) === value,
    );
    // "Normal", "Stop" and names of exercises are the same in several languages: up to one in a hundred.
    const most = leaves(en).length / 100;
    expect(same.length, same.map(([path, value]) => `${path}: ${value}`).join('\n')).toBeLessThan(most);
  });
});

describe.each(['cases', 'analysis'])('texts that come with their page: %s', async (name) => {
  const textsOf = async (language: string) => new Map(leaves((await load(`locales/${language}/${name}.ts`))[name]));
  const english = await textsOf('en');

  it.each(LANGUAGES)('%s has every one, none empty, and few the same as in English', async (language) => {
    const other = await textsOf(language);
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, value] of other) {
      expect(typeof value, path).toBe(typeof english.get(path));
      if (typeof value === 'string') expect(value.trim(), path).not.toBe('');
    }
    const same = [...other].filter(([path, value]) => typeof value === 'string' && english.get(path) === value);
    expect(same.map(([path]) => path).length, String(same)).toBeLessThan(3);
  });
});

describe.each(LANGUAGES)('what the station says in English, in %s', (name) => {
  it('has words for each finding of the doctor, and leaves empty only what is empty there', async () => {
    const findings = (await load(`locales/${name}/findings.ts`)).findings as Record<string, readonly string[]>;
    expect(Object.keys(findings).sort()).toEqual(Object.keys(FAULTS).sort());
    for (const [id, { title, meaning, remedy }] of Object.entries(FAULTS))
      expect(
        findings[id]?.map((text) => text.trim() !== ''),
        id,
      ).toEqual([title, meaning, remedy].map((text) => text !== ''));
  });

  it('has words for each figure of the doctor that is no reason of a board, a channel or a reader', async () => {
    const { figures } = await load(`locales/${name}/figures.ts`);
    const elsewhere = { ...BOARD_REASONS, ...CHANNEL_REASONS, ...READER_REASONS };
    expect(Object.keys(figures as object).sort()).toEqual(
      Object.keys(FIGURES)
        .filter((kind) => !(kind in elsewhere))
        .sort(),
    );
  });

  it.each([
    ['problem', 'problems', PROBLEMS],
    ['reason of a board', 'boardReasons', BOARD_REASONS],
    ['reason of a card reader', 'readerReasons', READER_REASONS],
    ['fault of a configuration', 'configFaults', CONFIG_FAULTS],
    ['fault of a request', 'inputFaults', INPUT_FAULTS],
  ] as const)('has a text for each %s, whatever its values', async (_, own, table) => {
    const { station } = await load(`locales/${name}.ts`);
    const texts = (station as unknown as Record<string, Record<string, (shown: object, given: object) => string>>)[
      own
    ]!;
    expect(Object.keys(texts).sort()).toEqual(Object.keys(table).sort());
    for (const [kind, { params }] of Object.entries(table)) {
      const names = Object.keys(params.properties);
      const shown = Object.fromEntries(names.map((param) => [param, `<${param}>`]));
      const text = texts[kind]!(shown, Object.fromEntries(names.map((param) => [param, 2])));
      expect(text, kind).toMatch(/\p{L}{3}/u);
      expect(text, kind).not.toMatch(/undefined|NaN|object/);
    }
  });

  it('has words for each form and type of a value', async () => {
    const { station } = await load(`locales/${name}.ts`);
    const { forms, types } = (station as { inputWords: Record<'forms' | 'types', Record<string, string>> }).inputWords;
    expect(Object.keys(forms).sort()).toEqual(Object.keys(INPUT_FORMS).sort());
    expect(Object.keys(types).sort()).toEqual(Object.keys(INPUT_TYPES).sort());
    for (const words of [...Object.values(forms), ...Object.values(types)]) expect(words).not.toBe('');
  });
});

/** English takes its exercises from the contracts, which hold numbers too. */
const isNoText = (path: string) => /^\.exercises\.[^.]+\.(?!label|cues|setUpSteps)/.test(path);

/** Attributes whose value somebody reads or hears. */
const SPOKEN = new Set(['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'label']);
/** Signs and units of the SI, which are the same in every language. */
const UNIVERSAL = /^[\s·–−:;,.()/%+×]*$|^(s|cm|m|mm|m\/s|kg|lb|W|N)$/;

function literalTexts(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const tell = (node: ts.Node, words: string) => {
    if (UNIVERSAL.test(words.trim())) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${relative(SOURCES, path)}:${line + 1}: ${words.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) tell(node, node.text);
    if (ts.isJsxAttribute(node) && node.initializer && SPOKEN.has(node.name.getText())) {
      const { initializer } = node;
      if (ts.isStringLiteral(initializer)) tell(node, initializer.text);
      else if (ts.isJsxExpression(initializer)) literalsIn(initializer);
    }
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) literalsIn(node);
    ts.forEachChild(node, visit);
  };
  /** Literals that are shown as they are; those in calls and comparisons are names. */
  const literalsIn = (node: ts.Node): void => {
    const shown = (inner: ts.Node): void => {
      if (ts.isStringLiteral(inner) || ts.isNoSubstitutionTemplateLiteral(inner)) tell(inner, inner.text);
      else if (ts.isTemplateExpression(inner))
        for (const words of [inner.head.text, ...inner.templateSpans.map((span) => span.literal.text)])
          tell(inner, words);
      else if (ts.isConditionalExpression(inner)) [inner.whenTrue, inner.whenFalse].forEach(shown);
      else if (ts.isParenthesizedExpression(inner)) shown(inner.expression);
      else if (ts.isBinaryExpression(inner) && inner.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken)
        shown(inner.right);
    };
    ts.forEachChild(node, shown);
  };
  visit(source);
  return found;
}

/** The gallery is for who builds the page; it speaks English. */
const FOR_BUILDERS = /^gallery\//;

describe('literal texts', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.tsx') && !FOR_BUILDERS.test(path),
  );

  it('no component says anything that is not in the dictionaries', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((path) => literalTexts(join(SOURCES, path)))).toEqual([]);
  });

  it('the check sees a literal text', () => {
    const found = literalTexts(fileURLToPath(new URL('../fixtures/dashboard/literal.tsx.txt', import.meta.url)));
    expect(found).toHaveLength(4);
  });
});
