/** A story of steps, each timed; one that fails is told, and the rest goes on. */
interface StepResult {
  name: string;
  seconds: number;
  figure: string;
}

export class Story {
  readonly results: StepResult[] = [];
  #failed = 0;

  /** @param work returns a figure worth telling, or nothing */
  async step(name: string, work: () => unknown): Promise<void> {
    const startedMs = performance.now();
    try {
      const told = await work();
      const figure = typeof told === 'string' ? told : '';
      const seconds = (performance.now() - startedMs) / 1000;
      this.results.push({ name, seconds, figure });
      console.log(`✓ ${name} (${seconds.toFixed(1)} s)${figure ? `: ${figure}` : ''}`);
    } catch (error) {
      this.#failed++;
      console.log(`✗ ${name}: ${(error as Error).message}`);
    }
  }

  /** The closing line, and the exit code. */
  end(): number {
    console.log(`story: ${this.results.length} passed, ${this.#failed} failed`);
    return this.#failed > 0 ? 1 : 0;
  }
}

/** @throws Error */
export function expectThat(isRight: boolean, text: string): void {
  if (!isRight) throw new Error(text);
}
