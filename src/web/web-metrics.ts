import { Counter, Gauge, Registry } from 'prom-client';

/** Every drop and refusal of the web room, for `/metrics`; log-ins are counted where they are judged. */
export function createWebMetrics({ logInCounts }: { logInCounts: () => Readonly<Record<string, number>> }) {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string) => new Counter({ name, help, registers });
  const labelled = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  new Counter({
    name: 'lockout_log_ins_total',
    help: 'Log-ins by what became of them; notAudited: those that the audit had no room for',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset();
      for (const [result, value] of Object.entries(logInCounts())) this.inc({ result }, value);
    },
  });
  return {
    registry,
    requests: labelled('lockout_web_requests_total', 'HTTP requests answered', ['method', 'route', 'status']),
    refused: labelled(
      'lockout_web_refused_total',
      'Requests refused: foreign host or origin, not logged in, role, not their own; connections above the limits',
      ['why'],
    ),
    liveClients: new Gauge({ name: 'lockout_web_live_clients', help: 'Live pages connected now', registers }),
    liveMessages: counter('lockout_web_live_messages_total', 'Messages sent to live pages'),
    liveMissedFrames: counter(
      'lockout_web_live_missed_frames_total',
      'Frames replaced by newer ones before a live page got them (above 60 a second, or while it was behind)',
    ),
    liveMissedEvents: counter(
      'lockout_web_live_missed_events_total',
      'Events a live page never got because its queue was full; a fresh snapshot made up for them',
    ),
    liveDropped: labelled('lockout_web_live_dropped_total', 'Live pages cut off by the station', ['why']),
    sampleStreams: new Gauge({ name: 'lockout_web_sample_streams', help: 'Sample streams open now', registers }),
    sampleStreamsEnded: labelled('lockout_web_sample_streams_ended_total', 'Sample streams ended by the station', [
      'why',
    ]),
  };
}

export type WebMetrics = ReturnType<typeof createWebMetrics>;
