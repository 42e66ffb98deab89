import { expect } from 'vitest';
import { stepPresence } from '../../src/members/presence.ts';
import type { PresenceEvent, PresenceInput } from '../../src/members/presence-events.ts';
import { createPresence, type PresenceState } from '../../src/members/presence-state.ts';

type Without<T> = T extends unknown ? Omit<T, 'atMs' | 'at' | 'sessionId'> : never;

/** Two bays, A and B with cards, a clock that the test moves. */
export class Floor {
  state: PresenceState;
  atMs = 1_000_000;
  events: PresenceEvent[] = [];
  #sessions = 0;

  constructor(state?: PresenceState) {
    this.state = state ?? createPresence(['one', 'two']);
  }

  do(input: Without<PresenceInput>): readonly PresenceEvent[] {
    const moment = { atMs: this.atMs, at: new Date(this.atMs).toISOString() };
    const sessionId = `session-${++this.#sessions}`;
    const { state, events } = stepPresence(this.state, { ...input, ...moment, sessionId } as PresenceInput);
    this.state = state;
    this.events.push(...events);
    return events;
  }

  /** @returns what became of the tap */
  tap(memberId: string, bay = 'one') {
    const card = {
      kind: 'member',
      memberId,
      alias: memberId.toUpperCase(),
      showAlias: false,
      keepRecordings: false,
      consentsDue: false,
    } as const;
    const tapped = this.do({ kind: 'tap', bay, card }).filter((event) => event.kind === 'tapped');
    expect(tapped).toHaveLength(1);
    return tapped[0]!;
  }

  set(setId: string, bay = 'one', durationMs = 30_000, countedReps = 8): void {
    this.begin(setId, bay);
    this.wait(durationMs);
    this.end(setId, bay, countedReps);
  }

  begin(setId: string, bay = 'one'): void {
    this.do({ kind: 'set-began', bay, setId });
  }

  end(setId: string, bay = 'one', countedReps = 8): void {
    this.do({ kind: 'set-ended', bay, setId, countedReps });
  }

  wait(ms: number): void {
    this.atMs += ms;
    this.do({ kind: 'tick' });
  }

  bay(bay = 'one') {
    return this.state.bays.get(bay)!;
  }

  answer(setId: string, isMine: boolean, bay = 'one') {
    return this.do({ kind: 'answer', bay, setId, isMine });
  }

  /** What is asked, such as `s1 open`. */
  asked(bay = 'one'): string[] {
    return this.bay(bay).questions.map(({ setId, answer }) => `${setId} ${answer}`);
  }

  /** Sets by what was said of them last, such as `claimed s1 by a`. */
  get claims(): string[] {
    return this.events.flatMap((event) =>
      event.kind === 'claimed' || event.kind === 'disclaimed'
        ? [`${event.kind} ${event.setId} by ${event.session.memberId}`]
        : [],
    );
  }

  get on() {
    return [...this.state.bays.values()].map(({ on }) => on?.memberId ?? null);
  }
}
