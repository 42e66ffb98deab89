import Type from 'typebox';
import { CONTRACT_VERSION, Id, IsoTime, nullable, oneOf, strict } from '../common.ts';
import { example, origin } from './parts.ts';

/** `<base>/<site>/<bay>/session`, retained: the occupant of the bay. */
export const Session = strict(
  {
    ...origin,
    at: IsoTime,
    kind: oneOf(['none', 'guest', 'member'], { description: 'none: no one is signed in' }),
    sessionId: nullable(Id),
    memberId: nullable(Id),
    alias: nullable(Type.String({ description: 'the name the member chose to show' })),
    since: nullable(IsoTime),
  },
  {
    $id: 'Session',
    title: 'Session',
    description: 'The occupant of the bay.',
    examples: [
      {
        v: CONTRACT_VERSION,
        site: 'gym',
        bay: 'bay-1',
        at: example.at,
        kind: 'none',
        sessionId: null,
        memberId: null,
        alias: null,
        since: null,
      },
    ],
  },
);
export type Session = Type.Static<typeof Session>;

/** The signed-in member or guest of a bay, or that there is none. */
export type Occupant = Pick<Session, 'kind' | 'sessionId' | 'memberId' | 'alias' | 'since'>;
export const NO_OCCUPANT: Occupant = { kind: 'none', sessionId: null, memberId: null, alias: null, since: null };

/** `<base>/<site>/<bay>/availability`, retained, plain text, and the last will of the same topic. */
export const Availability = oneOf(['online', 'offline'], {
  $id: 'Availability',
  title: 'Availability',
  description: 'Plain text, not JSON: online on each connection, offline on a clean stop or as last will.',
  examples: ['online'],
});
export type Availability = Type.Static<typeof Availability>;
