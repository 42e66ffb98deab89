/** What a controller shows of its bays while someone at the hub looks: `POST /api/v1/live`, at most four times a second. */
import Type from 'typebox';
import { strict } from './common.ts';
import { BaySnapshot, LiveFrame } from './live.ts';

export const MAX_LIVE_BYTES = 512 * 1024;
export const LivePost = strict({
  bays: Type.Array(BaySnapshot, { maxItems: 16, description: 'those in which something happened since the last one' }),
  frames: Type.Array(LiveFrame, { maxItems: 16, description: 'the latest of every other bay' }),
});
export type LivePost = Type.Static<typeof LivePost>;

export interface LiveAnswer {
  /** How long someone watches from now on; 0: no one does. */
  watchedForMs: number;
}

/** Someone at the hub looks at this gym. */
export interface Watch {
  /** Another one each time it is extended. */
  token: number;
  forMs: number;
}
