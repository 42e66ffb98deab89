import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member } from '../../../src/contracts/members.ts';
import { getJson } from '../api.ts';
import { Loaded } from '../components/loaded.tsx';
import { useLoaded } from '../live/use-loaded.ts';
import { who } from '../live/who.ts';
import { t } from '../locales/index.ts';
import { MemberHistory } from '../member/history.tsx';
import { MemberMe } from '../member/me.tsx';
import { MemberProgramme } from '../member/programme.tsx';
import { MemberToday } from '../member/today.tsx';
import { MemberTrends } from '../member/trends.tsx';
import { memberPath, myPath } from '../router.ts';
import { For } from './for-role.tsx';
import { Frame } from './frame.tsx';
import '../styles/print.css';
import '../styles/member.css';

const TABS = ['today', 'history', 'trends', 'programme', 'me'] as const;
type Tab = (typeof TABS)[number];

/** A member's sets, programme and consents; null: the logged-in user's own. */
export function MemberPage({ id, tab }: { id: string | null; tab: string }) {
  const mine = who.value?.memberId ?? null;
  const wanted = id ?? mine;
  const here = TABS.find((name) => name === tab) ?? 'today';
  return (
    <For least="member">
      {wanted !== null && <OneMember key={wanted} id={wanted} isMine={wanted === mine} here={here} />}
    </For>
  );
}

function OneMember({ id, isMine, here }: { id: string; isMine: boolean; here: Tab }) {
  const loaded = useLoaded<Member>((signal) => getJson(`/api/v1/members/${id}`, signal), [id, here]).value;
  const words = t().member;
  const alias = useSignal(t().account.mine);
  useEffect(() => {
    if (loaded?.kind === 'ok') alias.value = loaded.value.alias;
  }, [loaded]);
  const isMissing = loaded?.kind === 'failed' && loaded.status === 404;
  const tabs = TABS.map((name) => ({
    path: isMine ? myPath(name === 'today' ? '' : name) : memberPath(id, name === 'today' ? '' : name),
    name: words.tabs[name],
    isHere: name === here,
  }));
  return (
    <Frame title={isMissing ? words.notFound : alias.value} tabs={tabs}>
      <Loaded answer={loaded}>
        {(member) => {
          if (here === 'history') return <MemberHistory member={member} />;
          if (here === 'trends') return <MemberTrends member={member} />;
          if (here === 'programme') return <MemberProgramme member={member} />;
          const etag = loaded?.kind === 'ok' ? loaded.etag : null;
          if (here === 'me')
            return <MemberMe key={etag} member={member} etag={etag} onAlias={(next) => (alias.value = next)} />;
          const isFirst = member.consentsAt === null && member.id === who.value?.memberId;
          return (
            <>
              {isFirst && (
                <section class="panel stack" data-testid="ask-consents">
                  <p>
                    <b>{t().touch.consentsFirst}</b> {words.me.consentsHint}
                  </p>
                  <p>
                    <a class="button" data-kind="main" href={memberPath(id, 'me')}>
                      {words.me.consentsChoose}
                    </a>
                  </p>
                </section>
              )}
              <MemberToday member={member} />
            </>
          );
        }}
      </Loaded>
    </Frame>
  );
}
