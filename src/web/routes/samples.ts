import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { systemClock } from '../../common/clock.ts';
import { BayParams } from '../../contracts/http.ts';
import type { AccessPort } from '../access-port.ts';
import type { Identity } from '../identity.ts';
import { watchLogIns } from '../log-in-watch.ts';
import { answers, raw } from '../openapi.ts';
import type { StationPort } from '../ports.ts';
import { noSuchBay } from '../problems.ts';
import type { WebMetrics } from '../web-metrics.ts';

interface SampleOptions {
  station: StationPort;
  access: AccessPort;
  metrics: WebMetrics;
  /** How often it is looked whether a log-in is over. */
  expiryPeriodMs: number;
}

/** What may wait for one reader beyond the socket's own buffers: about a minute of samples. */
const MAX_BUFFERED_BYTES = 256 * 1024;
/** How long a reader may take to fetch what is buffered, with the reason in its last line. */
const DRAIN_MS = { 'slow-reader': 10_000, stopping: 250, 'log-in-ended': 250 };
type EndCause = keyof typeof DRAIN_MS;

/** `/api/v1/bays/:bay/samples.csv`: raw samples from now on, without end; `lockout record` reads it. */
export const sampleRoutes: FastifyPluginAsyncTypebox<SampleOptions> = async (app, options) => {
  const { station, access, metrics, expiryPeriodMs } = options;
  const open = new Map<SampleStream, Identity>();
  app.addHook('preClose', async () => {
    for (const stream of open.keys()) stream.end('stopping', 'the station is stopping');
  });
  watchLogIns(app, {
    access,
    clock: systemClock,
    periodMs: expiryPeriodMs,
    dismiss(isOver) {
      for (const [stream, identity] of open)
        if (isOver(identity)) stream.end('log-in-ended', 'the log-in or the token has ended');
    },
  });

  app.get(
    '/bays/:bay/samples.csv',
    {
      schema: {
        tags: ['recordings'],
        summary: 'Raw samples from now on',
        description:
          'A recording that goes on until one side ends it. When the station does, the last line is a comment with the reason: it stops, or the reader was too slow.',
        params: BayParams,
        response: answers({ 200: raw('text/csv', 'A recording') }, 400, 404),
      },
    },
    async (request, reply) => {
      const { bay } = request.params;
      if (!station.bay(bay)) throw noSuchBay(bay);
      reply.header('content-type', 'text/csv; charset=utf-8');
      // The stream of a HEAD would never be read, and so never end.
      if (request.method === 'HEAD') return reply.send('');
      const stream = new SampleStream(station, bay, (why) => metrics.sampleStreamsEnded.inc({ why }));
      open.set(stream, request.identity);
      metrics.sampleStreams.set(open.size);
      stream.once('close', () => {
        open.delete(stream);
        metrics.sampleStreams.set(open.size);
      });
      return reply.send(stream);
    },
  );
};

class SampleStream extends Readable {
  readonly #onEnded: (why: EndCause) => void;
  readonly #unsubscribe: () => void;
  #drainTimer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(station: StationPort, bay: string, onEnded: (why: EndCause) => void) {
    super({ highWaterMark: MAX_BUFFERED_BYTES });
    this.#onEnded = onEnded;
    const { header, unsubscribe } = station.subscribeSamples(bay, (line) => this.#line(line));
    this.#unsubscribe = unsubscribe;
    this.push(header.endsWith('\n') ? header : `${header}\n`);
  }

  /** Ends the stream with a comment that says why; what is buffered can still be read for a while. */
  end(why: EndCause, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unsubscribe();
    this.#onEnded(why);
    this.push(`# ended: ${reason}\n`);
    this.push(null);
    this.#drainTimer = setTimeout(() => this.destroy(), DRAIN_MS[why]);
  }

  #line(line: string): void {
    if (this.#ended) return;
    if (!this.push(`${line}\n`))
      this.end('slow-reader', 'this reader was too slow; samples after this line are missing');
  }

  override _read(): void {
    // Lines are pushed as they are measured.
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#ended = true;
    clearTimeout(this.#drainTimer);
    this.#unsubscribe();
    callback(error);
  }
}
