import Type from 'typebox';
import { ALERTS, type AlertCode, type AlertKind as AlertName } from '../alerts.ts';
import { CONTRACT_VERSION, Id, IsoTime, nullable, oneOf, Slug, strict } from '../common.ts';
import { example, origin } from './parts.ts';

export const AlertKind = oneOf(Object.keys(ALERTS) as AlertName[], {
  description:
    'what the alert is about. computer-slow: processes of several boards, or the station itself, wait for the CPU, raised at every bay; log-ins-failing: many failed log-ins, raised at the first bay for the whole station; calibrating: the bay is being calibrated and counts nothing; calibration-unused: the stored calibration does not fit the sensors; load-shift: the load cell does not read zero though the bar is racked; height-shift: the racked bar is not where it was calibrated; lag-shift: force and height don’t agree in time any more; load-disagrees: the scale says otherwise than what was entered; stalled: the bar has come to rest on its way up; uneven, overshoot, hold-missed: three reps in a row',
});

type NameOf<C> = C extends { params: infer Params } ? keyof Params : never;
/** Every number that some kind has. */
const AlertNumbers = Object.fromEntries(
  Object.values(ALERTS)
    .flatMap(({ params }) => Object.entries<Type.TSchema>(params.properties))
    .map(([name, schema]) => [name, Type.Optional(schema)]),
) as Record<NameOf<AlertCode>, Type.TOptional<Type.TNumber>>;

/** `<base>/<site>/<bay>/alert`: something a person should know; sent again with `active: false` when it is over. */
export const Alert = strict(
  {
    ...origin,
    id: Id,
    at: IsoTime,
    kind: AlertKind,
    severity: oneOf(['info', 'warning', 'error']),
    active: Type.Boolean({ description: 'false when it is over' }),
    setId: nullable(Id),
    params: strict(AlertNumbers, { description: 'the numbers of this kind; empty for most' }),
    text: Type.String({ description: 'what happened and what to do, in plain English' }),
  },
  {
    $id: 'Alert',
    title: 'Alert',
    description: 'Something a trainer or the installer should know.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        id: example.rep,
        at: example.at,
        kind: 'board-lost',
        severity: 'error',
        active: true,
        setId: null,
        params: {},
        text: 'The board was unplugged. Plug its USB cable in again; it is picked up by itself.',
      },
    ],
  },
);
export type Alert = Type.Static<typeof Alert>;

/** A trainer has seen an alert that is active; on the pages alone, MQTT hears nothing of it. */
export const AlertSeen = strict(
  {
    bay: Slug('bay'),
    alertId: Id,
    at: IsoTime,
    memberId: nullable(Id),
    role: Type.String({ description: 'role of who has seen it' }),
  },
  {
    $id: 'AlertSeen',
    title: 'AlertSeen',
    description:
      'An alert, once seen, stays so while it lasts. After a restart the station raises what it still finds again, and unseen.',
  },
);
export type AlertSeen = Type.Static<typeof AlertSeen>;
