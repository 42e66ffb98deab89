/** The parts of a running station that its faces (web, metrics) read. */

import type { Clock } from '../common/clock.ts';
import type { AlertCode } from '../contracts/alerts.ts';
import type { EmbeddedBroker } from '../mqtt/index.ts';
import type { BoardPace } from '../rig/board-pace.ts';
import type { Bay } from './bay/bay.ts';
import type { ClassMode } from './bay/class-mode.ts';
import type { LiveHub } from './bay/live-hub.ts';
import type { Readers } from './card-readers.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { LoadedConfig } from './config/config.ts';
import type { PresenceService } from './people/presence/presence-service.ts';
import type { PhoneAddress } from './phone-address.ts';
import type { AlertMail } from './publish/mail/alert-mail.ts';
import type { Publishing } from './publish/publishing.ts';
import type { AlertPush } from './publish/push/alert-push.ts';
import type { WebhookDelivery } from './publish/webhooks/webhook-delivery.ts';
import type { Screens } from './screens.ts';
import type { Backups } from './storage/backups.ts';
import type { Redating } from './storage/redating.ts';
import type { Upkeep } from './storage/upkeep.ts';
import type { WriteQueue } from './storage/write-queue.ts';
import type { Uplink } from './uplink/uplink.ts';

export interface StationParts {
  readonly loaded: LoadedConfig;
  readonly bays: readonly Bay[];
  /** Of the processes of the boards. */
  readonly pace: BoardPace;
  readonly readers: Readers;
  readonly writeQueue: WriteQueue;
  readonly presence: PresenceService;
  readonly upkeep: Upkeep;
  readonly members: { readonly backups: Pick<Backups, 'isOverdue' | 'state'> };
  readonly webhooks: WebhookDelivery;
  readonly alertMail: AlertMail;
  readonly alertPush: AlertPush;
  readonly classMode: ClassMode;
  readonly hub: LiveHub;
  /** Null when MQTT is off, and before the start. */
  readonly publishing: Publishing | null;
  /** Null without a hub. */
  readonly uplink: Pick<Uplink, 'state' | 'paired'> | null;
  /** Null with a broker elsewhere. */
  readonly broker: EmbeddedBroker | null;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  readonly redating: Redating;
  readonly screens: Screens;
  /** How phones reach the page; unreachable too while the station does not listen yet. */
  phoneAddress(): PhoneAddress;
  /** On the monotonic axis. */
  readonly startedMs: number;
}

/** The processes of the boards and this one wait for the CPU. */
export const tooSlow = (bays: number): AlertCode => ({ kind: 'computer-slow', params: { bays } });
