import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { mayAs } from './who.ts';

/** Each member is asked for once in this time; null: deleted, so they have no name any more. */
const known = new Map<string, { alias: Promise<string | null>; atMs: number }>();
/** The tablet of a floor stays open for weeks, and somebody is called otherwise on another screen. */
const KEEP_MS = 10 * 60_000;

const keep = (id: string, alias: Promise<string | null>) => known.set(id, { alias, atMs: Date.now() });

/** They were given this name on this very page. */
export const tellAlias = (id: string, alias: string) => keep(id, Promise.resolve(alias));

function aliasOf(id: string): Promise<string | null> {
  const asked = known.get(id);
  if (asked && Date.now() - asked.atMs < KEEP_MS) return asked.alias;
  const path = `/api/v1/members/${id}`;
  const answer = getJson<Member>(path, new AbortController().signal).then((told) => {
    if (told.kind === 'ok') return told.value.alias;
    if (told.status !== 404) known.delete(id); // the station may say it next time
    return null;
  });
  keep(id, answer);
  return answer;
}

/** The aliases of these members by their ids, for trainers; whoever isn't in it has none that could be told. */
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
