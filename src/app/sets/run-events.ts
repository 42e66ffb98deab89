/** What a run of the core reports, in the order in which it happens. */
import type { SetEvent } from '../../contracts/events.ts';
import type { LiveEvent } from '../../contracts/live.ts';
import type { CoreEvent, SetResult } from '../../core/index.ts';
import type { NewChange } from '../storage/new-change.ts';

/** What happens in a set that is worth a light or a sound. */
export type Cue = 'lockout' | 'hold-met' | 'hold-ended' | 'set-done' | 'set-dropped';

export type ChannelEvent = Extract<CoreEvent, { kind: 'channel' }>;

export type RunEvent =
  /** To be stored: it ends up in the database, or waits for it. */
  | { readonly kind: 'store'; readonly change: NewChange }
  /** A rep or a set, for pages and MQTT. */
  | { readonly kind: 'announce'; readonly event: LiveEvent }
  /** The set in progress began, changed or ended. */
  | { readonly kind: 'set-changed' }
  /** A set is over; `set` is null when it was mere handling. */
  | { readonly kind: 'settled'; readonly set: SetEvent | null; readonly result: SetResult }
  | { readonly kind: 'cue'; readonly cue: Cue }
  | ChannelEvent;
