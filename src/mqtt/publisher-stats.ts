/** away: no connection; conflict: another station uses the bay's topics; refused: the broker accepts our messages but does not publish them. */
export type PublisherTrouble = { kind: 'none' | 'away' | 'conflict' | 'refused'; reason: string };

export interface BayPublisherStats {
  connected: boolean;
  connects: number;
  losses: number;
  failedAttempts: number;
  /** messages that the broker has acknowledged */
  published: number;
  /** events of the outbox that were sent a second time, because their acknowledgement was lost with a connection */
  redelivered: number;
  /** events sent and not acknowledged yet */
  inFlight: number;
  /** times that the outbox could not be read or sent */
  outboxFailures: number;
  /** events that the broker refused; they stay in the outbox and are tried again */
  refused: number;
  /** retained messages published again because another client had written over them */
  reasserted: number;
  /** times that another station had the bay */
  conflicts: number;
  commands: number;
  commandErrors: number;
  /** retained commands: orders of the past, not carried out */
  commandsIgnored: number;
  /** answers to commands that no connection could take any more */
  resultsLost: number;
}
