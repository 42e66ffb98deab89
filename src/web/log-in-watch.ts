import type { FastifyInstance } from 'fastify';
import type { Clock } from '../common/clock.ts';
import type { AccessPort } from './access-port.ts';
import type { Identity } from './identity.ts';

interface LogInWatch {
  access: AccessPort;
  clock: Pick<Clock, 'wallMs'>;
  /** How often it is looked whether a log-in is over. */
  periodMs: number;
  /** Ends the streams of those whose log-in is over. */
  dismiss(isOver: (identity: Identity) => boolean): void;
}

/** A stream that goes on without end must end with the log-in that opened it, whether that was ended or has expired. */
export function watchLogIns(app: FastifyInstance, { access, clock, periodMs, dismiss }: LogInWatch): void {
  const unsubscribe = access.onEnded((id) => dismiss(({ credentialId }) => credentialId === id));
  const expiry = setInterval(() => {
    const nowMs = clock.wallMs();
    dismiss(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs <= nowMs);
  }, periodMs);
  app.addHook('onClose', async () => {
    clearInterval(expiry);
    unsubscribe();
  });
}
