import type { SetEvent } from '../../../src/contracts/events.ts';
import type { AuditRow } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { auditEventWords, membersOf, whenWords } from '../audit-words.ts';
import { Loaded } from '../components/loaded.tsx';
import { useAliases } from '../live/aliases.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

/** Who changed what of a set, newest first, each with its undo. */
export function Changes({ set, undo }: { set: SetEvent; undo: (auditId: string) => void }) {
  const words = t().correct;
  const path = `/api/v1/sets/${set.id}/corrections`;
  const loaded = useLoaded<{ rows: AuditRow[] }>((signal) => getJson(path, signal), [path, set.revision]).value;
  return (
    <section aria-labelledby="changes-title">
      <h3 id="changes-title">{words.changes}</h3>
      <Loaded answer={loaded}>
        {({ rows }) =>
          rows.length === 0 ? <p class="lead">{words.noChanges}</p> : <AuditRows rows={rows.toReversed()} undo={undo} />
        }
      </Loaded>
    </section>
  );
}

/** Rows of the audit; what stands and was a correction of a set can be taken back. */
export function AuditRows({ rows, undo }: { rows: readonly AuditRow[]; undo: (auditId: string) => void }) {
  const words = t().correct;
  const aliases = useAliases(rows.flatMap(membersOf));
  return (
    <ul class="rows" data-testid="changes">
      {rows.map((row) => {
        const event = auditEventWords(row, aliases);
        return (
          <li key={row.id} class="row" data-undone={row.undoneAt !== null}>
            <span class="row__main">
              <b>{event}</b>
              <small>{whenWords(row)}</small>
            </span>
            {canUndo(row) && (
              <button class="button" type="button" aria-label={`${words.undo}: ${event}`} onClick={() => undo(row.id)}>
                {words.undo}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const canUndo = ({ setId, undoes, undoneAt }: AuditRow) => setId !== null && undoes === null && undoneAt === null;
