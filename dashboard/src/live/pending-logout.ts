const STORED = 'lockout-pending-logout';

/** Whether a log-out has not reached the station yet, because it was unavailable. */
export function isLogoutPending(): boolean {
  try {
    return localStorage.getItem(STORED) !== null;
  } catch {
    return false;
  }
}

export function setLogoutPending(isPending: boolean): void {
  try {
    if (isPending) localStorage.setItem(STORED, '');
    else localStorage.removeItem(STORED);
  } catch {
    // A browser that keeps nothing keeps no log-in either.
  }
}
