import { useSignal } from '@preact/signals';
import type { AuditPage, AuditRow, Member } from '../../../src/contracts/members.ts';
import { Empty, Pick } from '../components/form.tsx';
import { MemberSearch } from '../components/member-search.tsx';
import { Paged } from '../components/paged.tsx';
import { Undoable } from '../components/undoable.tsx';
import { useCorrections } from '../live/use-corrections.ts';
import { t } from '../locales/index.ts';
import { AuditRows } from '../set/changes.tsx';
import '../styles/correct.css';

const PAGE_SIZE = 50;

/** Who did what, newest first; what was done to a set can be taken back. */
export function AdminAudit() {
  const words = t().admin;
  const kind = useSignal('');
  const member = useSignal<Pick<Member, 'id' | 'alias'> | null>(null);
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
      <Paged<AuditPage, AuditRow>
        key={`${path} ${undone.value}`}
        path={path}
        rowsOf={(page) => page.rows}
        more={words.more}
        empty={
          <Empty icon="clock" title={words.auditNone}>
            <p>{words.auditNoneHint}</p>
          </Empty>
        }
      >
        {(rows) => <AuditRows rows={rows} undo={undo} />}
      </Paged>
    </section>
  );
}
