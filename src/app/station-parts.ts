/** The parts of a running station that its faces (web, metrics) read. */

import type { Clock } from '../common/clock.ts';
import type { EmbeddedBroker } from '../mqtt/index.ts';
import type { Bay } from './bay.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { LoadedConfig } from './config.ts';
import type { LiveHub } from './live-hub.ts';
import type { PresenceService } from './presence/presence-service.ts';
import type { Publishing } from './publishing.ts';
import type { Readers } from './readers.ts';
import type { WriteQueue } from './storage/write-queue.ts';
import type { Upkeep } from './upkeep.ts';
import type { WebhookDelivery } from './webhooks/webhook-delivery.ts';

export interface StationParts {
  readonly loaded: LoadedConfig;
  readonly bays: readonly Bay[];
  readonly readers: Readers;
  readonly writeQueue: WriteQueue;
  readonly presence: PresenceService;
  readonly upkeep: Upkeep;
  readonly webhooks: WebhookDelivery;
  readonly hub: LiveHub;
  /** Null when MQTT is off, and before the start. */
  readonly publishing: Publishing | null;
  /** Null with a broker elsewhere. */
  readonly broker: EmbeddedBroker | null;
  readonly clock: Clock;
  readonly clockWatch: ClockWatch;
  /** On the monotonic axis. */
  readonly startedMs: number;
}
