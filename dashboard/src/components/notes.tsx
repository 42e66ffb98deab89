import type { ComponentChildren } from 'preact';
import { age } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { isOnline, link, nowMs } from '../live/live-store.ts';
import { isAtHub } from '../live/place.ts';
import { t } from '../locales/index.ts';
import { type Note, sensorWords, sourceNote, troubleNotes } from '../words.ts';
import { Icon, type IconName } from './icon.tsx';

/** At most this many at once: the rest of a bad day is on the page of all bays. */
const MAX_TROUBLES = 2;

/** What the lifter must know about the numbers: simulated, cut off, or a sensor in trouble. */
export function Notes({ bay, children }: { bay: BayStore; children?: ComponentChildren }) {
  const { source } = bay.state.value;
  const origin = sourceNote(source);
  const troubles = troubleNotes(bay.state.value, bay.alerts.value);
  const hidden = troubles.length - MAX_TROUBLES;
  return (
    <div class="notes">
      <LinkNote />
      {troubles.slice(0, MAX_TROUBLES).map((note) => (
        <NoteBar key={note.title} note={note} />
      ))}
      {hidden > 0 && (
        <NoteBar note={{ level: 'info', title: t().bay.moreNotes(hidden), text: t().bay.moreNotesText }} />
      )}
      {children}
      {origin && <NoteBar note={origin} kind="source" icon={source === 'replay' ? 'replay' : 'flask'} />}
    </div>
  );
}

/** Shown while the station can't be heard. */
export function LinkNote() {
  if (link.value.kind !== 'lost') return null;
  const { lastHeardMs } = link.value;
  const { lost, noData, lastData, retries, offline, offlineToDo, toDo: atStation } = t().link;
  const toDo = isAtHub ? t().hub.toDo : atStation;
  const what = lastHeardMs === null ? noData : lastData(age(nowMs.value - lastHeardMs));
  const isOffline = !isOnline.value;
  const text = `${what} ${isOffline ? offlineToDo : toDo} ${retries}`;
  return <NoteBar note={{ level: 'error', title: isOffline ? offline : lost, text }} icon="offline" />;
}

export function NoteBar({
  note,
  kind = 'trouble',
  icon = 'alert',
}: {
  note: Note;
  kind?: 'trouble' | 'source' | 'good';
  icon?: IconName;
}) {
  return (
    <div class="note" data-level={note.level} data-kind={kind} role="status">
      <Icon name={icon} />
      <p>
        <strong>{note.title}</strong> <span>{note.text}</span>
      </p>
    </div>
  );
}

/** The state of each sensor in plain words. */
export function Sensors({ bay }: { bay: BayStore }) {
  const state = bay.state.value;
  return (
    <ul class="sensors" aria-label={t().bay.sensors}>
      {(['height', 'force'] as const).map((channel) => (
        <li key={channel} data-status={state.channels[channel].status}>
          {sensorWords(state, channel)}
        </li>
      ))}
    </ul>
  );
}
