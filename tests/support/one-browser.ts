/** One Chromium for all files with pages: each has contexts of its own in it, which share nothing. */
import type { TestProject } from 'vitest/node';
import { findForTests, serveChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where it answers; empty when none is installed. */
    chromium: string;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const installed = findForTests();
  const server = installed ? await serveChromium(installed) : null;
  project.provide('chromium', server?.wsEndpoint() ?? '');
  return async () => void (await server?.close());
}
