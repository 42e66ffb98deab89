import { age } from '../format.ts';
import type { BayStore } from '../live/bay-store.ts';
import { link, nowMs } from '../live/live-store.ts';
import { allSensorsWell, type Note, sensorWords, sourceNote, troubleNotes } from '../words.ts';

/** At most this many at once: the rest of a bad day is in the log. */
const MAX_TROUBLES = 2;

/** What the lifter must know about the numbers: simulated, cut off, or a sensor in trouble. */
export function Notes({ bay }: { bay: BayStore }) {
  const source = sourceNote(bay.state.value.source);
  const troubles = troubleNotes(bay.state.value, bay.alerts.value);
  const hidden = troubles.length - MAX_TROUBLES;
  return (
    <div class="notes">
      <LinkNote />
      {troubles.slice(0, MAX_TROUBLES).map((note) => (
        <NoteBar key={note.title} note={note} />
      ))}
      {hidden > 0 && (
        <NoteBar note={{ level: 'info', title: `${hidden} more`, text: 'GET /health tells all of them.' }} />
      )}
      {source && <NoteBar note={source} kind="source" />}
    </div>
  );
}

/** Shown while the station can't be heard. */
export function LinkNote() {
  if (link.value.kind !== 'lost') return null;
  const { lastHeardMs } = link.value;
  const what = lastHeardMs === null ? 'No data yet.' : `Last data ${age(nowMs.value - lastHeardMs)} ago.`;
  const text = `${what} Trying again by itself.`;
  return <NoteBar note={{ level: 'error', title: 'No connection', text }} />;
}

function NoteBar({ note, kind = 'trouble' }: { note: Note; kind?: 'trouble' | 'source' }) {
  return (
    <p class="note" data-level={note.level} data-kind={kind} role="status">
      <strong>{note.title}</strong> <span>{note.text}</span>
    </p>
  );
}

/** The same in a few words, for the top of a small screen. */
export function SensorsBrief({ bay }: { bay: BayStore }) {
  const state = bay.state.value;
  return (
    <p class="brief" data-status={allSensorsWell(state) ? 'ok' : 'trouble'}>
      {allSensorsWell(state) ? 'sensors well' : 'check sensors'}
    </p>
  );
}

/** The state of each sensor in plain words. */
export function Sensors({ bay }: { bay: BayStore }) {
  const state = bay.state.value;
  return (
    <ul class="sensors" aria-label="Sensors">
      {(['height', 'force'] as const).map((channel) => (
        <li key={channel} data-status={state.channels[channel].status}>
          {sensorWords(state, channel)}
        </li>
      ))}
    </ul>
  );
}
