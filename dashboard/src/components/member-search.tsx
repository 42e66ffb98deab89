import { useSignal } from '@preact/signals';
import { getJson } from '../api.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { t } from '../locales/index.ts';
import { Field } from './form.tsx';
import { Loaded } from './loaded.tsx';

/** More names than this are looked for by another letter. */
const SHOWN = 8;
/** Of a list to choose many from, before anything is typed. */
const LISTED = 24;

/** What a station and the hub both say of a member. */
type Named = { id: string; alias: string };

/** Finds a member by a part of the name; one touch takes them. With `taken` many are chosen: the first names are there already. */
export function MemberSearch(props: {
  label: string;
  onPick: (member: Named) => void;
  /** Ids of who was chosen already. */
  taken?: readonly string[];
}) {
  const { label, onPick, taken } = props;
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
      {(search !== '' || taken) && (
        <Found
          search={search}
          taken={taken ?? []}
          onPick={(member) => {
            typed.value = '';
            onPick(member);
          }}
        />
      )}
    </div>
  );
}

function Found(props: { search: string; taken: readonly string[]; onPick: (member: Named) => void }) {
  const { search, taken, onPick } = props;
  const path =
    search === ''
      ? `/api/v1/members?limit=${LISTED}`
      : `/api/v1/members?limit=${SHOWN}&search=${encodeURIComponent(search)}`;
  const loaded = useLoaded<{ members: readonly Named[] }>((signal) => getJson(path, signal), [path]).value;
  return (
    <Loaded answer={loaded}>
      {({ members }) =>
        members.length === 0 ? (
          <p>{t().admin.noMembers}</p>
        ) : (
          <ul class="member-search__found">
            {members
              .filter(({ id }) => !taken.includes(id))
              .map((member) => (
                <li key={member.id}>
                  <button class="button" type="button" onClick={() => onPick(member)}>
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
