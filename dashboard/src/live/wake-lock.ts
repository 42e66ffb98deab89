/**
 * Keeps the screen on while the page is visible: a lifter under a bar can't wake a tablet. Browsers grant it to `localhost` and HTTPS only,
 * and take it back whenever the page is hidden; elsewhere, turn off sleep in the device's settings.
 * @returns lets the screen sleep again
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let isOver = false;
  const take = async () => {
    if (document.hidden || (lock && !lock.released)) return;
    // Refused when the battery is low: it is asked for again when the page is next shown.
    const taken = await navigator.wakeLock?.request('screen').catch(() => null);
    if (isOver) void taken?.release();
    else lock = taken ?? null;
  };
  document.addEventListener('visibilitychange', take);
  void take();
  return () => {
    isOver = true;
    document.removeEventListener('visibilitychange', take);
    void lock?.release();
  };
}
