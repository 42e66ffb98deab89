import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { mayAs } from './who.ts';

/** Each member is asked for once as long as the page is open; null: deleted, so they have no name any more. */
const known = new Map<string, Promise<string | null>>();

function aliasOf(id: string): Promise<string | null> {
  const asked = known.get(id);
  if (asked) return asked;
  const path = `/api/v1/members/${id}`;
  const answer = getJson<Member>(path, new AbortController().signal).then((told) => {
    if (told.kind === 'ok') return told.value.alias;
    if (told.status !== 404) known.delete(id); // the station may say it next time
    return null;
  });
  known.set(id, answer);
  return answer;
}

/** The aliases of these members by their ids, for trainers; whoever isn't in it has none that could be told. */
export function useAliases(ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const aliases = useSignal<ReadonlyMap<string, string>>(new Map());
  const wanted = mayAs('trainer') ? [...new Set(ids)].filter((id) => id !== null).sort() : [];
  useEffect(() => {
    let isOver = false;
    Promise.all(wanted.map(async (id) => [id, await aliasOf(id)] as const)).then((found) => {
      if (!isOver) aliases.value = new Map(found.filter((entry): entry is [string, string] => entry[1] !== null));
    });
    return () => {
      isOver = true;
    };
  }, [wanted.join()]);
  return aliases.value;
}
