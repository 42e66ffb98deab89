import type { DemoRole } from '../../../../src/contracts/access.ts';

/** The demo: its role, and how it ends. */
export const demo = {
  title: 'Demo',
  hint: 'Simulated lifters and made-up history.',
  as: 'See it as',
  roles: { lifter: 'Lifter', trainer: 'Trainer', admin: 'Admin' } satisfies Record<DemoRole, string>,
  decide: 'Keep the demo, or leave it?',
  keep: 'Keep the demo',
  keepHint: (file: string) =>
    `The simulated members and their sets stay. The changes are saved in ${file} and apply from the next start.`,
  leave: 'Leave the demo',
  leaveHint: (file: string, dataDir: string, demoDir: string) =>
    `The changes are saved as ${file}. From the next start the station uses a new database in ${dataDir}, without accounts. The demo’s data stay in ${demoDir}.`,
  left: (file: string) =>
    `Saved as ${file}. This is the demo until the next start; then the terminal shows a new code for the first admin.`,
};
