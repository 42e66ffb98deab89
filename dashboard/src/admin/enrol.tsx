import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Member } from '../../../src/contracts/members.ts';
import type { Presence } from '../../../src/contracts/presence.ts';
import { send } from '../api.ts';
import { Fault } from '../components/fault.tsx';
import { age } from '../format.ts';
import { bays, nowMs } from '../live/live-store.ts';
import { useAction } from '../live/use-action.ts';
import { t } from '../locales/index.ts';

interface Window {
  bay: string;
  startedAt: string;
  until: string;
  /** What came of it stays, though the bay greets someone else or waits for another card by then. */
  end: 'added' | 'over' | null;
}

/** For a minute, the next unknown card at a bay becomes this member's; what came of it is seen live. */
export function Enrol({ member }: { member: Member }) {
  const words = t().admin;
  const isAsking = useSignal(false);
  const window = useSignal<Window | null>(null);
  const action = useAction();
  const stores = [...(bays.value?.values() ?? [])];
  const start = async (bay: string) => {
    const now = await action.run(() =>
      send<Presence>('POST', `/api/v1/bays/${bay}/enrolment`, { memberId: member.id }),
    );
    isAsking.value = false;
    if (now?.enrolment) window.value = { bay, startedAt: now.at, until: now.enrolment.until, end: null };
  };
  const stop = async (bay: string) => {
    await action.run(() => send('DELETE', `/api/v1/bays/${bay}/enrolment`));
    window.value = null;
  };
  const open = window.value;
  const store = open ? bays.value?.get(open.bay) : undefined;
  const { greeting = null, enrolment = null } = store?.presence.value ?? {};
  const leftMs = open && store ? Date.parse(open.until) - store.stationMs(nowMs.value) : 0;
  const isForAnother = enrolment !== null && enrolment.memberId !== member.id;
  const isAdded = open !== null && greeting?.result === 'enrolled' && greeting.at >= open.startedAt;
  const end = isForAnother || leftMs <= 0 ? 'over' : isAdded ? 'added' : null;
  useEffect(() => {
    if (open && open.end === null && end !== null) window.value = { ...open, end };
  }, [open, end]);
  if (open && store) {
    if (open.end !== null)
      return (
        <p class={open.end === 'added' ? 'done' : 'lead'} role="status">
          {open.end === 'added' ? words.enrolled : words.enrolOver}{' '}
          <button class="button" type="button" onClick={() => (window.value = null)}>
            {t().common.close}
          </button>
        </p>
      );
    return (
      <p class="enrol" data-tone="move" role="status">
        <b>{words.enrolling(member.alias, age(leftMs))}</b>{' '}
        <button class="button" type="button" onClick={() => stop(open.bay)}>
          {words.stop}
        </button>
      </p>
    );
  }
  return (
    <span class="enrol">
      {isAsking.value ? (
        stores.map((bay) => (
          <button key={bay.id} class="button" type="button" onClick={() => start(bay.id)}>
            {words.enrolAt(bay.state.value.name)}
          </button>
        ))
      ) : (
        <button
          class="button"
          type="button"
          aria-label={`${words.enrol}: ${member.alias}`}
          onClick={() => (stores.length === 1 && stores[0] ? start(stores[0].id) : (isAsking.value = true))}
        >
          {words.enrol}
        </button>
      )}
      <Fault failure={action.failure.value} />
    </span>
  );
}
