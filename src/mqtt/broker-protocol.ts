import type { BrokerLogins, OwnTopics } from './broker-rights.ts';

/** What the embedded broker's thread is started with. */
export interface BrokerWorkerData extends BrokerLogins {
  host: string;
  /** 0 takes any free one */
  port: number;
  /** first part of every topic of the station */
  base: string;
  own: OwnTopics;
  counters: SharedArrayBuffer;
}

/** What it reports; the only message to it is `stop`. */
export type BrokerReport = { kind: 'up'; port: number } | { kind: 'failed'; code: string; message: string };
