import type { CalibrationStatus } from '../../../src/contracts/calibration.ts';
import { getJson } from '../api.ts';
import type { BayStore } from '../live/bay-store.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

/** What of the set-up is done, and what is left. */
export function LeftToDo({ bay }: { bay: BayStore }) {
  const words = t().wizard;
  const path = `/api/v1/bays/${bay.id}/calibration`;
  const calibration = useLoaded<CalibrationStatus>((signal) => getJson(path, signal), [path]).value;
  const isCalibrated = calibration?.kind === 'ok' && calibration.value.active !== null;
  const done = {
    board: bay.state.value.board.state === 'ok',
    calibrate: isCalibrated,
    try: bay.countedReps.value > 0 || bay.lastSet.value !== null,
  };
  return (
    <ul class="rows" aria-label={words.left} data-testid="left-to-do">
      {(Object.keys(done) as (keyof typeof done)[]).map((one) => (
        <li key={one} class="row">
          <span class="row__main">{words.leftItems[one]}</span>
          <span class="pill" data-status={done[one] ? 'done' : 'open'}>
            {words.status[done[one] ? 'done' : 'open']}
          </span>
        </li>
      ))}
    </ul>
  );
}
