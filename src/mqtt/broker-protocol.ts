/** What the embedded broker's thread is started with. */
export interface BrokerWorkerData {
  host: string;
  /** 0 takes any free one */
  port: number;
  /** empty: no log-in is asked for */
  username: string;
  password: string;
  counters: SharedArrayBuffer;
}

/** What it reports; the only message to it is `stop`. */
export type BrokerReport = { kind: 'up'; port: number } | { kind: 'failed'; code: string; message: string };
