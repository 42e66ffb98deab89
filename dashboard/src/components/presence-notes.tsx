import type { Presence } from '../../../src/contracts/presence.ts';
import { age } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { nowMs } from '../live/live-store.ts';
import { t } from '../locales/index.ts';
import { greetingWords, readerReasonWords } from '../reasons.ts';
import { NoteBar } from './notes.tsx';

/** How long a greeting stands. */
const GREETING_MS = 8000;
/** How long before an automatic sign-out the notice is shown. */
const WARN_BEFORE_MS = 60_000;
const WELCOME = new Set(['in', 'switched', 'enrolled', 'out']);

/** What becomes of taps, and who comes and goes. */
export function PresenceNotes({ bay }: { bay: BayStore }) {
  const presence = bay.presence.value;
  if (!presence) return null;
  const atMs = bay.stationMs(nowMs.value);
  const { waiting, leavesIn, enrolment, enrolmentText, readerLost } = t().presence;
  const left = (until: string) => age(Math.max(0, Date.parse(until) - atMs));
  const lost = presence.readers.filter((reader) => reader.state === 'lost');
  const { idleLogoutAt } = presence;
  return (
    <>
      {presence.enrolment && Date.parse(presence.enrolment.until) > atMs && (
        <NoteBar
          note={{
            level: 'info',
            title: enrolment(presence.enrolment.alias),
            text: enrolmentText(left(presence.enrolment.until)),
          }}
          icon="card"
        />
      )}
      <Greeting presence={presence} atMs={atMs} />
      {presence.waitingAlias !== null && (
        <NoteBar note={{ level: 'info', title: waiting(presence.waitingAlias), text: '' }} icon="person" />
      )}
      {idleLogoutAt !== null && Date.parse(idleLogoutAt) - atMs < WARN_BEFORE_MS && (
        <NoteBar note={{ level: 'info', title: leavesIn(left(idleLogoutAt)), text: '' }} icon="clock" />
      )}
      {lost.map((reader) => (
        <NoteBar
          key={reader.name}
          note={{ level: 'warning', title: readerLost, text: reader.reasons.map(readerReasonWords).join(' ') }}
          icon="card"
        />
      ))}
    </>
  );
}

function Greeting({ presence: { greeting, questions }, atMs }: { presence: Presence; atMs: number }) {
  // What is asked stands apart, with its answers.
  if (!greeting || questions.length > 0 || atMs - Date.parse(greeting.at) > GREETING_MS) return null;
  const title = t().presence.taps[greeting.result];
  const text = greetingWords(greeting.message);
  const isGood = WELCOME.has(greeting.result);
  return (
    <NoteBar
      note={{ level: isGood ? 'info' : 'warning', title, text }}
      kind={isGood ? 'good' : 'trouble'}
      icon={isGood ? 'person' : 'card'}
    />
  );
}
