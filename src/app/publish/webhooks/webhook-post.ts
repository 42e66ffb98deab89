/** One POST of a webhook: signed. */
import { createHmac } from 'node:crypto';
import { type GuardedPost, guardedPost } from '../guarded-post.ts';

/**
 * Header `lockout-signature` of a body: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>" by the webhook's secret>`.
 * The time is signed too, so that who receives it can refuse what was recorded long ago.
 */
function signatureOf(body: string, secret: string, atS: number): string {
  const mac = createHmac('sha256', secret).update(`${atS}.${body}`).digest('hex');
  return `t=${atS},v1=${mac}`;
}

/** As `guardedPost` answers and throws. */
export const post = ({ secret, atS, ...options }: Omit<GuardedPost, 'headers'> & { secret: string; atS: number }) =>
  guardedPost({ ...options, headers: { 'lockout-signature': signatureOf(options.body, secret, atS) } });
