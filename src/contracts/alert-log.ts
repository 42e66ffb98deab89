import Type from 'typebox';
import { Id, IsoTime, nullable, Slug, strict } from './common.ts';
import { Alert } from './events.ts';

/** An alert of the list, which keeps the latest 2,000. */
export const PastAlert = strict(
  {
    id: Id,
    bay: Type.String(),
    kind: Alert.properties.kind,
    severity: Alert.properties.severity,
    startedAt: IsoTime,
    endedAt: nullable({ ...IsoTime, description: 'null: it lasts' } as typeof IsoTime),
    setId: nullable(Id),
    params: Alert.properties.params,
    text: Alert.properties.text,
    seenAt: nullable({ ...IsoTime, description: 'when a trainer said that they look after it' } as typeof IsoTime),
    seenBy: nullable(Id),
  },
  { $id: 'PastAlert' },
);
export type PastAlert = Type.Static<typeof PastAlert>;

export const AlertLogQuery = strict({
  limit: Type.Optional(
    Type.String({ pattern: '^[1-9][0-9]{0,2}$', form: 'digits', description: 'how many, 1 to 200; 50 when left out' }),
  ),
  before: Type.Optional(Type.String({ format: 'uuid', description: 'the `next` of the page before' })),
  bay: Type.Optional(Slug('bay')),
});
/** `GET /api/v1/alerts`: newest first. */
export const AlertLogPage = strict({ alerts: Type.Array(PastAlert), next: nullable(Id) }, { $id: 'AlertLogPage' });
export type AlertLogPage = Type.Static<typeof AlertLogPage>;
