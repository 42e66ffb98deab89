/** `/metrics` of the station in Prometheus text: read off the parts when asked, so that counting costs nothing on the way. */
import { X509Certificate } from 'node:crypto';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Reader } from '../readers/index.ts';
import type { LinkCounters, SlotCounters } from '../rig/messages.ts';
import { worstLagMs } from '../rig/pace.ts';
import type { Bay } from './bay/bay.ts';
import type { StationParts } from './station-parts.ts';

interface Reading {
  /** Ends in `_total` when it only ever grows (Prometheus's convention): such a reading is a counter, any other a gauge. */
  name: string;
  help: string;
  labels: readonly string[];
  read: () => { labels: Record<string, string>; value: number }[];
}

/** Gauges with the ending of a counter; the same numbers by type are in those without it. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];

export function createMetrics(station: StationParts): { text(): Promise<string>; contentType: string } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  for (const { name, help, labels, read } of readings(station)) {
    const Kind = name.endsWith('_total') ? Counter : Gauge;
    new Kind({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels: values, value } of read()) this.inc(values, value);
      },
    });
  }
  return { text: () => registry.metrics(), contentType: registry.contentType };
}

/** Nothing without a hub. */
function uplinkCounts(state: NonNullable<StationParts['uplink']>['state'] | undefined): Record<string, number> {
  if (!state) return {};
  const { waiting, refused, acked, diverged, connection, people } = state;
  const followed = people && {
    members_changed: people.changed,
    members_gone: people.gone,
    members_not_taken: people.notTaken,
    feed_failed: people.failed,
  };
  return { waiting, refused, acked, diverged, connected: Number(connection === 'ok'), ...followed };
}

/** Without a hub, or before the first acknowledgement, there is none. */
function uplinkTimes(uplink: StationParts['uplink']): Record<string, number> {
  if (!uplink) return {};
  const { ackedAt } = uplink.state;
  const until = Date.parse(new X509Certificate(uplink.paired.cert).validTo) / 1000;
  return { certificate_until: until, ...(ackedAt !== null && { acknowledged: Date.parse(ackedAt) / 1000 }) };
}

function readings(station: StationParts): Reading[] {
  const perBay = (name: string, help: string, value: (bay: Bay) => number): Reading => ({
    name,
    help,
    labels: ['bay'],
    read: () => station.bays.map((bay) => ({ labels: { bay: bay.config.id }, value: value(bay) })),
  });
  const single = (name: string, help: string, value: () => number): Reading => ({
    name,
    help,
    labels: [],
    read: () => [{ labels: {}, value: value() }],
  });
  const flat = (name: string, help: string, read: () => Record<string, number>): Reading => ({
    name,
    help,
    labels: ['what'],
    read: () => Object.entries(read()).map(([what, value]) => ({ labels: { what }, value })),
  });
  const perReader = (
    name: string,
    help: string,
    more: readonly 'what'[],
    read: (reader: Reader) => Record<string, number>,
  ): Reading => ({
    name,
    help,
    labels: ['bay', 'reader', ...more],
    read: () =>
      [...station.readers].flatMap(([bay, readers]) =>
        readers.flatMap((reader) =>
          Object.entries(read(reader)).map(([what, value]) => ({
            labels: { bay, reader: reader.name, ...(more.length > 0 ? { what } : {}) },
            value,
          })),
        ),
      ),
  });
  const eachSlot = <T>(read: (slot: Omit<SlotCounters, 'slot'> & { bay: string; slot: string }) => T[]): T[] =>
    station.bays.flatMap(({ config, boardStatus }) =>
      (boardStatus?.slots ?? []).flatMap((each) => read({ ...each, bay: config.id, slot: String(each.slot) })),
    );
  const publisherOf = (bay: Bay) => station.publishing?.publishers.get(bay.config.id);
  const messagesOf = (bay: Bay) => {
    const stats = publisherOf(bay)?.stats;
    if (!stats) return {};
    const { connected, inFlight, ...counts } = stats;
    return counts;
  };
  return [
    perBay('lockout_board_up', '1 while the board answers', (bay) =>
      Number(bay.board.state === 'ok' || bay.board.state === 'degraded'),
    ),
    perBay(
      'lockout_board_restarts_total',
      'times the process of the board was started again',
      (bay) => bay.supervisor.restarts,
    ),
    perBay(
      'lockout_board_process_resident_bytes',
      'memory of the process of the board',
      (bay) => bay.boardStatus?.rssBytes ?? 0,
    ),
    single('lockout_computer_slow', '1 while the processes of the boards, or this one, wait for the CPU', () =>
      Number(station.pace.now.isSlow),
    ),
    single(
      'lockout_held_up_worst_seconds',
      'how late timers of the controller were at worst, within two minutes',
      () => worstLagMs(station.pace.now.lag) / 1000,
    ),
    perBay('lockout_samples_total', 'samples that reached the core or a replay', (bay) => bay.ingest.samples),
    perBay('lockout_sample_gaps_total', 'gaps in the numbering of samples', (bay) => bay.ingest.gaps),
    perBay(
      'lockout_samples_during_replay_total',
      'samples not measured because a replay had the bay',
      (bay) => bay.samplesDuringReplay,
    ),
    perBay(
      'lockout_samples_during_calibration_total',
      'samples not counted by because the bay was being calibrated',
      (bay) => bay.samplesDuringCalibration,
    ),
    perBay(
      'lockout_auto_zero_newtons',
      'how far the zero of the load cell has moved by itself since the calibration',
      (bay) => bay.calibrator.autoZeroN,
    ),
    perBay(
      'lockout_handling_movements_total',
      'movements rejected as handling, outside of any set',
      (bay) => bay.measuring.totals.handlingMovements,
    ),
    {
      name: 'lockout_readings_left_out_total',
      help: 'single readings that were far off and left out of counting',
      labels: ['bay', 'channel'],
      read: () =>
        station.bays.flatMap((bay) =>
          Object.entries(bay.measuring.totals.leftOut).map(([channel, value]) => ({
            labels: { bay: bay.config.id, channel },
            value,
          })),
        ),
    },
    perBay(
      'lockout_sets_cut_short_total',
      'sets that were ended because they had more movements than one set may have',
      (bay) => bay.measuring.totals.setsCutShort,
    ),
    perBay(
      'lockout_recording_rows_dropped_total',
      'raw samples of a set past the longest recording',
      (bay) => bay.measuring.totals.recordingRowsDropped,
    ),
    perBay('lockout_mqtt_connected', '1 while connected to the broker', (bay) =>
      Number(publisherOf(bay)?.connected ?? false),
    ),
    {
      name: 'lockout_link_total',
      help: 'bytes and frames of the link to the board, and what became of them',
      labels: ['bay', 'what'],
      read: () => station.bays.flatMap((bay) => linkReadings(bay, bay.boardStatus?.link)),
    },
    {
      name: 'lockout_slot_samples_total',
      help: 'samples of each sensor by what became of them',
      labels: ['bay', 'slot', 'what'],
      read: () =>
        eachSlot(({ bay, slot, worstDelayMs, ...counts }) =>
          Object.entries(counts).map(([what, value]) => ({ labels: { bay, slot, what }, value })),
        ),
    },
    {
      name: 'lockout_slot_worst_delay_seconds',
      help: 'longest way of a sample from the board to the host, beyond the shortest',
      labels: ['bay', 'slot'],
      read: () => eachSlot(({ bay, slot, worstDelayMs }) => [{ labels: { bay, slot }, value: worstDelayMs / 1000 }]),
    },
    {
      name: 'lockout_mqtt_total',
      help: 'messages of each bay by what became of them',
      labels: ['bay', 'what'],
      read: () =>
        station.bays.flatMap((bay) =>
          Object.entries(messagesOf(bay)).map(([what, value]) => ({ labels: { bay: bay.config.id, what }, value })),
        ),
    },
    perBay(
      'lockout_mqtt_in_flight',
      'events sent and not acknowledged yet',
      (bay) => publisherOf(bay)?.stats.inFlight ?? 0,
    ),
    {
      name: 'lockout_outbox_rows',
      help: 'messages that wait for the broker; of bays that are not configured any more, too',
      labels: ['bay'],
      read: () => {
        const { waiting = {}, orphans = {} } = station.publishing?.outbox.state ?? {};
        return Object.entries({ ...waiting, ...orphans }).map(([bay, value]) => ({ labels: { bay }, value }));
      },
    },
    single(
      'lockout_outbox_dropped_total',
      'messages that waited longest and were dropped, because too many waited',
      () => station.publishing?.outbox.dropped ?? 0,
    ),
    perReader('lockout_reader_up', '1 while the card reader answers', [], ({ health }) => ({
      up: Number(health.state === 'ok'),
    })),
    perReader(
      'lockout_reader_total',
      'cards by what became of them, what made no sense, and losses of the reader',
      ['what'],
      ({ counters: { refused, ...rest } }) => ({ ...rest, ...refused }),
    ),
    {
      name: 'lockout_taps_total',
      help: 'cards at the readers of each bay by what became of them',
      labels: ['bay', 'result'],
      read: () =>
        [...station.presence.taps.counts].flatMap(([bay, counts]) =>
          Object.entries(counts).map(([result, value]) => ({ labels: { bay, result }, value })),
        ),
    },
    flat(
      'lockout_uplink',
      'Changes for the hub: waiting, refused by it, and as many as it has committed since the start',
      () => uplinkCounts(station.uplink?.state),
    ),
    flat(
      'lockout_uplink_seconds',
      'Unix time of the last acknowledgement by the hub, and at which its certificate ends',
      () => uplinkTimes(station.uplink),
    ),
    single('lockout_storage_failing', '1 while the database cannot be written', () =>
      Number(station.writeQueue.status.failing),
    ),
    single(
      'lockout_storage_failures_total',
      'writes that failed and were tried again',
      () => station.writeQueue.failures,
    ),
    single(
      'lockout_storage_refused_total',
      'changes that the database will never take; each is in the log',
      () => station.writeQueue.refused,
    ),
    flat('lockout_store_total', 'the database: changes written, and what went wrong', () => {
      if (!station.writeQueue.storeStats) return {};
      const { queued, lastCommitMs, maxCommitMs, ...counts } = station.writeQueue.storeStats;
      return counts;
    }),
    single(
      'lockout_store_queued',
      'calls the database has not answered yet',
      () => station.writeQueue.storeStats?.queued ?? 0,
    ),
    flat('lockout_store_commit_seconds', 'the latest and the slowest commit', () => {
      const { lastCommitMs, maxCommitMs } = station.writeQueue.storeStats ?? {};
      return { last: (lastCommitMs ?? 0) / 1000, max: (maxCommitMs ?? 0) / 1000 };
    }),
    single('lockout_broker_up', '1 while the embedded broker runs', () =>
      Number(station.broker?.stats().isUp ?? false),
    ),
    single('lockout_broker_clients', 'connected to the embedded broker', () => station.broker?.stats().clients ?? 0),
    flat('lockout_broker_total', 'the embedded broker: messages and what became of them', () => {
      if (!station.broker) return {};
      const { isUp, clients, ...counts } = station.broker.stats();
      return counts;
    }),
    {
      name: 'lockout_screens',
      help: 'screens whose page was painted within 30 s, by the bay that they show; floor: any other page',
      labels: ['bay'],
      read: () =>
        [...station.bays.map(({ config }) => config.id), null].map((bay) => ({
          labels: { bay: bay ?? 'floor' },
          value: station.screens.count(bay),
        })),
    },
    single(
      'lockout_screens_dropped_total',
      'screens beyond the most that are remembered',
      () => station.screens.dropped,
    ),
    single('lockout_clock_known', '0 while the time is unknown, and sets are marked', () =>
      Number(!station.clockWatch.isUncertain),
    ),
    single(
      'lockout_sets_redated_total',
      'sets that were given their right time once it was known',
      () => station.redating.count,
    ),
    single('lockout_clock_steps_total', 'times the wall clock was set', () => station.clockWatch.steps),
    flat(
      'lockout_upkeep_total',
      'what was deleted because its time was over, and tries that failed',
      () => station.upkeep.counts,
    ),
    flat('lockout_webhook_total', 'sets sent to webhooks: what became of the tries', () => station.webhooks.counts),
    flat(
      'lockout_mail_total',
      'alerts sent by e-mail: messages, alerts in them, failed tries',
      () => station.alertMail.counts,
    ),
    flat(
      'lockout_push_total',
      'alerts sent to phones: messages, alerts in them, failed tries',
      () => station.alertPush.counts,
    ),
    single('lockout_storage_waiting', 'changes waiting to be written', () => station.writeQueue.waiting),
    single('lockout_storage_waiting_bytes', 'memory of what waits, roughly', () => station.writeQueue.waitingBytes),
    flat('lockout_storage_dropped_total', 'lost because the memory for what waits was full', () => ({
      ...station.writeQueue.dropped,
    })),
    single(
      'lockout_storage_undeleted',
      'messages that are delivered, whose rows the database has not deleted yet',
      () => station.writeQueue.undeleted,
    ),
  ];
}

const linkReadings = (bay: Bay, link: LinkCounters | undefined) =>
  Object.entries(link ?? {}).map(([what, value]) => ({ labels: { bay: bay.config.id, what }, value }));
