import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { keptCare } from '../live/kept-care.ts';
import { bays, nowMs } from '../live/live-store.ts';
import { isAsleep, shiftAt } from '../live/screen-care.ts';

const TOUCHES = ['pointerdown', 'keydown'] as const;

/** On a kiosk alone: dark while the gym is idle, awake at the first touch, tap or movement. */
export function ScreenCare() {
  const care = keptCare();
  const awakeMs = useSignal(nowMs.peek());
  useEffect(() => {
    if (!care) return;
    const wake = () => {
      awakeMs.value = Date.now();
    };
    for (const type of TOUCHES) addEventListener(type, wake, { capture: true });
    return () => {
      for (const type of TOUCHES) removeEventListener(type, wake, { capture: true });
    };
  }, []);
  if (!care) return null;
  const stores = [...(bays.value?.values() ?? [])];
  const isBusy = stores.some(
    (bay) => bay.isInSet.value || bay.phase.value !== 'rest' || bay.session.value.sessionId !== null,
  );
  if (isBusy) awakeMs.value = nowMs.value;
  const now = new Date(nowMs.value);
  const [x, y] = shiftAt(nowMs.value);
  document.documentElement.style.setProperty('--care-x', `${x}px`);
  document.documentElement.style.setProperty('--care-y', `${y}px`);
  const sleeps = !isBusy && isAsleep(care, nowMs.value - awakeMs.value, now.getHours() * 60 + now.getMinutes());
  // It takes the touch that wakes it: a touch on a dark screen presses no button.
  return sleeps ? <div class="asleep" data-testid="asleep" /> : null;
}
