import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { ImportResult, ImportRow, ImportUndone, MemberImport } from '../../../src/contracts/member-import.ts';
import { getJson, send, sendFile } from '../api.ts';
import { Fault } from '../components/form.tsx';
import { dayOf, timeOfDay } from '../format.ts';
import { useAction } from '../live/use-action.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import '../styles/programmes.css';

/** More rows than these are shown as a number. */
const SHOWN = 200;
const CSV = 'text/csv';

/** A list from elsewhere: looked at, then added, and taken back if it was the wrong one. */
export function ImportMembers({ onChanged }: { onChanged: () => void }) {
  const words = t().plans.imports;
  const id = useId();
  const file = useSignal<Blob | null>(null);
  const preview = useSignal<ImportResult | null>(null);
  const added = useSignal<ImportResult | null>(null);
  const undone = useSignal<ImportUndone | null>(null);
  const asked = useSignal(0);
  const action = useAction();
  const choose = async (picked: File | null) => {
    preview.value = added.value = undone.value = file.value = null;
    if (picked === null) return;
    // As it is now: the previewed rows are added, even if the file is saved again in between.
    const chosen = new Blob([await picked.arrayBuffer()]);
    file.value = chosen;
    const seen = await action.run(() => sendFile<ImportResult>('/api/v1/member-imports/preview', chosen, CSV));
    if (seen) preview.value = seen;
  };
  const add = async (chosen: Blob) => {
    const result = await action.run(() => sendFile<ImportResult>('/api/v1/member-imports', chosen, CSV));
    if (!result) return;
    preview.value = null;
    added.value = result;
    asked.value += 1;
    onChanged();
  };
  const undo = async (importId: string) => {
    const result = await action.run(() => send<ImportUndone>('POST', `/api/v1/member-imports/${importId}/undo`));
    if (!result) return;
    added.value = null;
    undone.value = result;
    asked.value += 1;
    onChanged();
  };
  const seen = preview.value;
  return (
    <section class="panel stack">
      <h2>{words.title}</h2>
      <p class="lead">{words.hint}</p>
      <div class="field">
        <label for={id}>{words.file}</label>
        <input
          id={id}
          class="file"
          type="file"
          accept=".csv,text/csv,text/plain"
          disabled={action.isBusy.value}
          // The same file may be chosen again, once it was put right.
          onClick={({ currentTarget }) => {
            currentTarget.value = '';
          }}
          onChange={({ currentTarget }) => choose(currentTarget.files?.[0] ?? null)}
        />
      </div>
      <Fault failure={action.failure.value} />
      <div role="status">
        {seen && (
          <p>
            <b>{words.result(seen.adds, seen.refuses)}</b>
          </p>
        )}
        {added.value && (
          <p>
            <b>{words.added(added.value.adds)}</b> {words.nextPin}
          </p>
        )}
        {undone.value && <p>{words.undone(undone.value.removed, undone.value.kept)}</p>}
      </div>
      {seen && file.value && (
        <>
          {seen.ignoredColumns.length > 0 && <p>{words.ignored(seen.ignoredColumns.join(', '))}</p>}
          <Rows rows={seen.rows} />
          {seen.adds > 0 && (
            <p>
              <button
                class="button"
                data-kind="main"
                type="button"
                disabled={action.isBusy.value}
                onClick={() => file.value && add(file.value)}
              >
                {words.add(seen.adds)}
              </button>
            </p>
          )}
        </>
      )}
      <Latest asked={asked.value} isBusy={action.isBusy.value} onUndo={undo} />
    </section>
  );
}

function Rows({ rows }: { rows: readonly ImportRow[] }) {
  const words = t().plans.imports;
  const sorted = [...rows].sort((a, b) => Number(a.verdict === 'add') - Number(b.verdict === 'add') || a.line - b.line);
  const shown = sorted.slice(0, SHOWN);
  return (
    <>
      {shown.length < rows.length && <p>{words.onlyFirst(shown.length, rows.length)}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <section class="scroll log" tabIndex={0} aria-label={words.title}>
        <table class="table import" data-testid="import-rows">
          <thead>
            <tr>
              <th scope="col">{words.line}</th>
              <th scope="col">{words.member}</th>
              <th scope="col">{words.login}</th>
              <th scope="col">{words.cards}</th>
              <th scope="col">{words.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.line} class="import__row" data-verdict={row.verdict}>
                <td>{row.line}</td>
                <td>{[row.alias, row.name !== row.alias && row.name].filter(Boolean).join(', ')}</td>
                <td>{row.login}</td>
                <td>{row.cards.map((digits) => `…${digits}`).join(' ')}</td>
                <td>{verdictWords(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function verdictWords({ faults }: ImportRow): string {
  const words = t().plans.imports;
  if (faults.length === 0) return words.adds;
  return faults
    .map(({ code, otherLine }) =>
      otherLine === null ? words.faults[code] : `${words.faults[code]} (${words.otherLine(otherLine)})`,
    )
    .join('; ');
}

function Latest(props: { asked: number; isBusy: boolean; onUndo: (id: string) => void }) {
  const words = t().plans.imports;
  const path = '/api/v1/member-imports';
  const loaded = useLoaded<{ imports: MemberImport[] }>((signal) => getJson(path, signal), [props.asked]).value;
  const imports = loaded?.kind === 'ok' ? loaded.value.imports : [];
  if (imports.length === 0) return null;
  return (
    <>
      <h3>{words.latest}</h3>
      <ul class="rows" data-testid="imports">
        {imports.slice(0, 5).map(({ id, at, added, undoneAt }) => (
          <li key={id} class="row">
            <span class="row__main">{words.of(`${dayOf(at)}, ${timeOfDay(at)}`, added)}</span>
            {undoneAt === null ? (
              <button class="button" type="button" disabled={props.isBusy} onClick={() => props.onUndo(id)}>
                {words.undo}
              </button>
            ) : (
              <span class="pill">{words.wasUndone}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
