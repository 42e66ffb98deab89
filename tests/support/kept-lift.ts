import { gzipSync } from 'node:zlib';
import type { Store } from '../../src/store/index.ts';
import { type Lift, makeLift } from './lift.ts';

/** A set with its recording, as a station has stored it. */
export async function keepLift(
  store: Store,
  memberId: string | null,
  { bay = 'bay-1', ...options }: Parameters<typeof makeLift>[1] & { bay?: string } = {},
): Promise<Lift> {
  const lift = makeLift(bay, options);
  const { set, reps } = lift.detail;
  lift.detail.set = { ...set, memberId, hasRecording: true };
  lift.detail.reps = reps.map((rep) => ({ ...rep, memberId }));
  // As the station names a recording.
  const named = lift.csv.replace(
    '# started_s',
    `# set_id: ${set.id}\n# bay: ${bay}\n# started_at: ${set.startedAt}\n# started_s`,
  );
  const csvGzip = gzipSync(named);
  lift.csv = named;
  await store.write({ sets: [lift.detail.set], reps: lift.detail.reps, recordings: [{ setId: set.id, csvGzip }] });
  return lift;
}
