import { useSignal } from '@preact/signals';
import type { AuditPage, Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { useAction } from '../live/use-action.ts';
import { useCorrections } from '../live/use-corrections.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { Empty, Fault, Pick } from '../parts/form.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { MemberSearch } from '../parts/member-search.tsx';
import { Undoable } from '../parts/undoable.tsx';
import { AuditRows } from '../set/changes.tsx';
import { t } from '../texts/index.ts';
import '../styles/correct.css';

const PAGE_SIZE = 50;

/** Who did what, newest first; what was done to a set can be taken back. */
export function AdminAudit() {
  const words = t().admin;
  const kind = useSignal('');
  const member = useSignal<Member | null>(null);
  const undone = useSignal(0);
  const corrections = useCorrections();
  const undo = async (auditId: string) => {
    if (await corrections.undo(auditId)) undone.value += 1;
  };
  const filter = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (kind.value) filter.set('kind', kind.value);
  if (member.value) filter.set('member', member.value.id);
  const path = `/api/v1/audit?${filter}`;
  return (
    <section class="panel stack">
      <p class="lead">{words.auditHint}</p>
      <div class="audit__filters">
        <Pick
          label={words.auditKind}
          value={kind.value}
          options={[['', words.auditAll], ...Object.entries(t().correct.kinds)]}
          onValue={(next) => (kind.value = next)}
        />
        {member.value ? (
          <p>
            {words.auditOf(member.value.alias)}{' '}
            <button class="button" type="button" onClick={() => (member.value = null)}>
              {words.auditOfAll}
            </button>
          </p>
        ) : (
          <MemberSearch label={words.auditMember} onPick={(picked) => (member.value = picked)} />
        )}
      </div>
      <Undoable corrections={corrections} />
      <Pages key={`${path} ${undone.value}`} path={path} undo={undo} />
    </section>
  );
}

function Pages({ path, undo }: { path: string; undo: (auditId: string) => void }) {
  const words = t().admin;
  const first = useLoaded<AuditPage>((signal) => getJson(path, signal), [path]).value;
  const more = useSignal<AuditPage[]>([]);
  const action = useAction();
  const further = async (before: string) => {
    const wanted = `${path}&before=${encodeURIComponent(before)}`;
    const page = await action.run(() => getJson<AuditPage>(wanted, new AbortController().signal));
    if (page) more.value = [...more.value, page];
  };
  return (
    <Loaded answer={first}>
      {(page) => {
        const pages = [page, ...more.value];
        const rows = pages.flatMap((one) => one.rows);
        const next = pages.at(-1)?.next ?? null;
        if (rows.length === 0)
          return (
            <Empty icon="clock" title={words.auditNone}>
              <p>{words.auditNoneHint}</p>
            </Empty>
          );
        return (
          <>
            <AuditRows rows={rows} undo={undo} />
            <Fault failure={action.failure.value} />
            {next !== null && (
              <button class="button" type="button" disabled={action.isBusy.value} onClick={() => further(next)}>
                {words.more}
              </button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
