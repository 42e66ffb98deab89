/** Why a station is not well, as `/health` says it. */
import Type from 'typebox';
import { BOARD_REASONS } from './board-reasons.ts';
import { CHANNEL_REASONS } from './channel-reasons.ts';
import { type CodeOf, entry, textIn } from './codes.ts';
import { count, nullable, oneOf, quantity, Slug, strict } from './common.ts';

const reason = Type.String({ description: 'why, in the words of the system' });

const HEALTH_REASONS = {
  'mail-failing': entry({ reason }, (it) => `alerts cannot be sent by e-mail: ${it.reason}`),
  'push-failing': entry({ reason }, (it) => `alerts cannot be sent to phones: ${it.reason}`),
  'storage-failing': entry({ reason }, (it) => it.reason),
  'retention-refused': entry({ reason }, (it) => `no old sets are deleted: ${it.reason}`),
  'backup-overdue': entry({}, () => 'the newest backup is overdue: look under Manage, Station'),
  'computer-slow': entry(
    { bays: count('bays that this computer serves') },
    ({ bays }) =>
      `This computer is too slow for ${bays === 1 ? '1 bay' : `${bays} bays`}: reps may be missing. Stop other programs on it, cool it, or give some of its bays to a second one.`,
  ),
  'no-readings': entry(
    { silentS: quantity('s', { description: 'so long without a reading' }) },
    ({ silentS }) =>
      `no reading for ${silentS} s. Check the cables of the sensors; restart the station if they are right`,
  ),
  'mqtt-away': entry({}, () => 'not connected to the MQTT broker'),
  'mqtt-refused': entry({ reason }, (it) => it.reason),
  ...BOARD_REASONS,
  ...CHANNEL_REASONS,
};
export type HealthCode = CodeOf<typeof HEALTH_REASONS>;

const HealthReason = strict({
  bay: nullable(Slug('bay that it is about; null: the station')),
  kind: Type.Enum(Object.keys(HEALTH_REASONS) as [HealthCode['kind'], ...HealthCode['kind'][]]),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
    description: 'the values of this kind, each with its unit in its name',
  }),
  text: Type.String({ description: 'bay, kind and params in plain English' }),
});
type HealthReason = Type.Static<typeof HealthReason>;

export function healthReason(code: HealthCode, bay: string | null = null): HealthReason {
  const text = textIn(HEALTH_REASONS, code);
  return { bay, kind: code.kind, params: { ...code.params }, text: bay === null ? text : `${bay}: ${text}` };
}

/** `GET /health`: 200 while reps can be counted and kept, else 503; `reasons` says why either way. */
export const Health = strict(
  {
    status: oneOf(['ok', 'degraded', 'failing']),
    version: Type.String(),
    uptimeS: quantity('s', { description: 'since the start of the process', minimum: 0 }),
    reasons: Type.Array(HealthReason),
  },
  { $id: 'Health' },
);
export type Health = Type.Static<typeof Health>;
