/** The state of one step of the presence machine while it is worked out, and what comes of it. */
import { type GreetingCode, greetingText } from '../contracts/greetings.ts';
import type { TapResult } from '../contracts/presence.ts';
import type { PresenceEvent } from './presence-events.ts';
import type { BayPresence, Moment, PresenceState } from './presence-state.ts';

interface TapDetails {
  lastDigits?: string | null;
  asksSetId?: string | null;
}

export class StepUnderWay {
  state: PresenceState;
  readonly events: PresenceEvent[] = [];
  protected readonly now: Moment;

  constructor(state: PresenceState, { atMs, at }: Moment) {
    this.state = state;
    this.now = { atMs, at };
  }

  protected tapped(bay: string, result: TapResult, code: GreetingCode, details: TapDetails = {}): void {
    const { lastDigits = null, asksSetId = null } = details;
    this.greet(bay, result, code);
    this.events.push({ kind: 'tapped', bay, result, lastDigits, asksSetId, text: greetingText(code) });
  }

  protected greet(bay: string, result: TapResult, code: GreetingCode): void {
    this.change(bay, { greeting: { ...this.now, result, code } });
  }

  protected get active(): Pick<BayPresence, 'activeAtMs'> {
    return { activeAtMs: this.now.atMs };
  }

  /** @throws Error for a bay that the state doesn't have */
  protected of(bay: string): BayPresence {
    const found = this.state.bays.get(bay);
    if (!found) throw new Error(`there is no bay ${bay}`);
    return found;
  }

  protected change(bay: string, change: Partial<BayPresence>): void {
    const bays = new Map(this.state.bays).set(bay, { ...this.of(bay), ...change });
    this.state = { ...this.state, bays };
  }
}
