import ts from 'typescript';
import { expect, test } from 'vitest';
import { floatingPromises } from '../support/floating-promises.ts';

test('the check sees promises that nobody waits for, also those of methods, and none that are handled', () => {
  const file = new URL('../fixtures/floating/left-alone.ts', import.meta.url).pathname;
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, strict: true };
  const found = floatingPromises(ts.createProgram([file], { ...options, types: [] }), (name) => name === file);
  expect(found.map((statement) => statement.slice(file.length))).toEqual([
    ':9 this.run();',
    ':10 isReady && this.run();',
    ':11 isReady ? this.run() : name;',
    ":12 this.run().then(() => 'floats');",
    ":13 this.run().finally(() => 'floats');",
    ":14 [name].map(async () => 'floats');",
  ]);
});
