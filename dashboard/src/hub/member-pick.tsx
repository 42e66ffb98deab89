import { useSignal } from '@preact/signals';
import type { HubMembers } from '../../../src/contracts/hub-pages.ts';
import { getJson } from '../api.ts';
import { Field } from '../components/form.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';

/** More names than this are looked for by another letter. */
const SHOWN = 8;

/** Finds a member of any gym by a part of the name; one touch takes them. */
export function MemberPick({ label, onPick }: { label: string; onPick: (id: string) => void }) {
  const typed = useSignal('');
  const search = typed.value.trim();
  return (
    <div class="member-search">
      <Field
        type="search"
        label={label}
        value={typed.value}
        onValue={(value) => (typed.value = value)}
        autoComplete="off"
      />
      {search !== '' && (
        <Found
          search={search}
          onPick={(id) => {
            typed.value = '';
            onPick(id);
          }}
        />
      )}
    </div>
  );
}

function Found({ search, onPick }: { search: string; onPick: (id: string) => void }) {
  const path = `/api/v1/members?search=${encodeURIComponent(search)}`;
  const loaded = useLoaded<HubMembers>((signal) => getJson(path, signal), [path]).value;
  return (
    <Loaded answer={loaded}>
      {({ members }) =>
        members.length === 0 ? (
          <p>{t().hub.members.none}</p>
        ) : (
          <ul class="member-search__found">
            {members.slice(0, SHOWN).map((member) => (
              <li key={member.id}>
                <button class="button" type="button" onClick={() => onPick(member.id)}>
                  {member.alias}
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
