import type { SetEvent } from '../../../src/contracts/events.ts';
import type { SetPage } from '../../../src/contracts/http.ts';
import { getJson } from '../api.ts';
import { MemberSearch } from '../components/member-search.tsx';
import { Choice } from '../components/settings-sheet.tsx';
import { useAliases } from '../live/aliases.ts';
import { bays } from '../live/live-store.ts';
import { useLoaded } from '../live/use-loaded.ts';
import { mayAs, who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import type { Correct } from './correct.ts';

/** Recent lifters of the bay are offered first. */
const LATELY = 30;
const MAX_NAMES = 6;

/** A trainer gives the set to anybody; whose it is can give it up. */
export function CorrectOwner({ set, correct }: { set: SetEvent; correct: Correct }) {
  const words = t().correct;
  const isTrainer = mayAs('trainer');
  const path = `/api/v1/sets?bay=${set.bay}&limit=${LATELY}`;
  const loaded = useLoaded<SetPage>((signal) => getJson(path, signal), [path]).value;
  const lately = loaded?.kind === 'ok' && isTrainer ? loaded.value.sets.map(({ memberId }) => memberId) : [];
  const present = isTrainer ? bays.value?.get(set.bay)?.session.value.memberId : null;
  const near = [...new Set([set.memberId, present ?? null, ...lately])].filter((id) => id !== null).slice(0, MAX_NAMES);
  const aliases = new Map(useAliases(near));
  if (!isTrainer && who.value?.memberId) aliases.set(who.value.memberId, who.value.alias ?? words.someone);
  const options = Object.fromEntries([
    ...near.filter((id) => aliases.has(id) || id === set.memberId).map((id) => [id, aliases.get(id) ?? words.someone]),
    ['', words.unclaimed],
  ]) as Record<string, string>;
  const give = (memberId: string | null, alias: string) =>
    correct({ kind: 'owner', memberId }, memberId === null ? words.givenUp : words.given(alias));
  return (
    <div>
      <Choice
        name={words.owner}
        options={options}
        value={set.memberId ?? ''}
        onChoose={(id) => give(id || null, options[id] ?? '')}
      />
      {isTrainer && <MemberSearch label={words.findOwner} onPick={({ id, alias }) => give(id, alias)} />}
    </div>
  );
}
