import type { WhoAmI } from '../../../src/contracts/access.ts';

const STORED = 'lockout-shell';

/** What stands around the pages of this browser's user: a new page leaves room for it before the station has said who that is. */
interface Shell {
  readonly hasMenu: boolean;
  readonly isDemo: boolean;
}

export function lastShell(): Shell {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Shell> | null;
    return { hasMenu: kept?.hasMenu === true, isDemo: kept?.isDemo === true };
  } catch {
    return { hasMenu: false, isDemo: false };
  }
}

export function keepShell({ memberId, isDemo }: WhoAmI): void {
  const shell: Shell = { hasMenu: memberId !== null, isDemo: isDemo === true };
  try {
    localStorage.setItem(STORED, JSON.stringify(shell));
  } catch {
    // A browser that keeps nothing draws its page twice.
  }
}
