/** Webhooks as an admin keeps them. */
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { BlockList } from 'node:net';
import { v7 } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../../common/clock.ts';
import type { Store } from '../../../store/index.ts';
import { networks, ProblemError, problemOf, type WebhooksPort } from '../../../web/index.ts';
import { addressIn, refusalOf } from '../../outgoing.ts';
import { orProblem } from '../../storage/store-problems.ts';

/** @param nearby addresses of this machine and of its network that webhooks may go to */
export function webhooksPort(store: () => Store, nearby: readonly string[], clock: Clock = systemClock): WebhooksPort {
  const allowed = networks(nearby);
  const unknown = (id: string) => new ProblemError('no-such-webhook', { id });
  return {
    list: () => orProblem(() => store().webhooks.list()),
    async create(url, alerts, actor) {
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ProblemError('not-http', { url });
      const refusal = await refusalNow(new URL(url), allowed);
      if (refusal) throw problemOf(refusal);
      const secret = `whsec_${randomBytes(32).toString('base64url')}`;
      const row = { id: v7(), url, alerts, createdAt: isoNow(clock) };
      return { webhook: await orProblem(() => store().webhooks.add(row, secret, actor)), secret };
    },
    async change(id, patch, actor) {
      if (!(await orProblem(() => store().webhooks.change(id, patch, isoNow(clock), actor)))) throw unknown(id);
    },
    async remove(id, actor) {
      if (!(await orProblem(() => store().webhooks.remove(id, isoNow(clock), actor)))) throw unknown(id);
    },
  };
}

/** What can be said before anything is sent; a name that can't be resolved now is looked at when there is something to send. */
async function refusalNow(url: URL, allowed: BlockList): Promise<ReturnType<typeof refusalOf>> {
  const address = addressIn(url);
  const found = address === null ? await lookup(url.hostname, { all: true }).catch(() => []) : [{ address }];
  return found.map((one) => refusalOf(one.address, allowed)).find((refusal) => refusal !== null) ?? null;
}
