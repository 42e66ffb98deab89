/**
 * What a controller shows of its bays while someone at the hub looks: by the broker of the hub, at most four times a second. Nothing of it is kept or retained;
 * what is lost is asked for again.
 */
import Type from 'typebox';
import { count, strict } from './common.ts';
import { BaySnapshot, LiveFrame } from './live.ts';

export const MAX_LIVE_BYTES = 512 * 1024;
/** Who the hub is at the broker; a controller is its id there, which has 12 hexadecimal digits. */
export const HUB_AT_BROKER = 'lockout-hub';
/** Below it, what controllers and the hub say; another version has another one. */
const LIVE_PREFIX = 'lockout/1';
/** Only this controller publishes there, and only hubs hear it. */
export const liveTopic = (controllerId: string): string => `${LIVE_PREFIX}/${controllerId}/live`;
/** The other way: show all of your bays. */
export const askTopic = (controllerId: string): string => `${LIVE_PREFIX}/${controllerId}/ask`;

/** Of mosquitto's plugin for rights: https://mosquitto.org/documentation/dynamic-security/ */
export const CONTROL_TOPIC = '$CONTROL/dynamic-security/v1';

export const LivePost = strict({
  n: count('number of this message of its connection, from 1 on: the hub sees by it that some are missing'),
  bays: Type.Array(BaySnapshot, { maxItems: 16, description: 'those in which something happened since the last one' }),
  frames: Type.Array(LiveFrame, { maxItems: 16, description: 'the latest of every other bay' }),
});
export type LivePost = Type.Static<typeof LivePost>;

/** Someone at the hub looks at this gym. */
export interface Watch {
  /** Another one each time someone comes after no one did. */
  token: number;
  forMs: number;
  /** mqtts:// address at which they see it */
  broker: string;
}
