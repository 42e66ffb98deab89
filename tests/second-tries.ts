import type { Reporter, TestCase } from 'vitest/node';

/** Names every test that needed a second try, so that one which depends on the machine's speed does not hide. */
export default class SecondTries implements Reporter {
  readonly #names: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#names.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    for (const name of this.#names) console.log(`passed only on the second try: ${name}`);
  }
}
