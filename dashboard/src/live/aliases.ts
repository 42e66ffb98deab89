import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { mayAs } from './who.ts';

/** Each member is fetched once in this time. Null: deleted. */
const known = new Map<string, { alias: Promise<string | null>; atMs: number }>();
/** A floor tablet stays open for weeks, and an alias may be changed on another screen. */
const KEEP_MS = 10 * 60_000;

const cache = (id: string, alias: Promise<string | null>) => known.set(id, { alias, atMs: Date.now() });

/** The alias was set on this page. */
export const cacheAlias = (id: string, alias: string) => cache(id, Promise.resolve(alias));

function aliasOf(id: string): Promise<string | null> {
  const asked = known.get(id);
  if (asked && Date.now() - asked.atMs < KEEP_MS) return asked.alias;
  const path = `/api/v1/members/${id}`;
  const answer = getJson<Member>(path, new AbortController().signal).then((member) => {
    if (member.kind === 'ok') return member.value.alias;
    if (member.status !== 404) known.delete(id); // try again next time
    return null;
  });
  cache(id, answer);
  return answer;
}

/** The aliases of these members by id, for trainers; a member without a known alias is missing. */
export function useAliases(ids: readonly (string | null)[]): ReadonlyMap<string, string> {
  const aliases = useSignal<ReadonlyMap<string, string>>(new Map());
  const wanted = mayAs('trainer') ? [...new Set(ids)].filter((id) => id !== null).sort() : [];
  useEffect(() => {
    let isOver = false;
    void Promise.all(wanted.map(async (id) => [id, await aliasOf(id)] as const)).then((found) => {
      if (!isOver) aliases.value = new Map(found.filter((entry): entry is [string, string] => entry[1] !== null));
    });
    return () => {
      isOver = true;
    };
  }, [wanted.join()]);
  return aliases.value;
}
