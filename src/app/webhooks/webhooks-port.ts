/** Webhooks as an admin keeps them. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { type Clock, isoNow, systemClock } from '../../common/clock.ts';
import type { Store } from '../../store/index.ts';
import { ProblemError, type WebhooksPort } from '../../web/index.ts';
import { orProblem } from '../store-problems.ts';

export function webhooksPort(store: () => Store, clock: Clock = systemClock): WebhooksPort {
  const unknown = (id: string) => new ProblemError(404, 'no-such-webhook', `There is no webhook "${id}".`);
  return {
    list: () => orProblem(() => store().webhooks.list()),
    async create(url, actor) {
      if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
        throw new ProblemError(422, 'not-http', `"${url}" is no http or https address.`);
      const secret = `whsec_${randomBytes(32).toString('base64url')}`;
      const row = { id: v7(), url, createdAt: isoNow(clock) };
      return { webhook: await orProblem(() => store().webhooks.add(row, secret, actor)), secret };
    },
    async setActive(id, active) {
      if (!(await orProblem(() => store().webhooks.setActive(id, active)))) throw unknown(id);
    },
    async remove(id, actor) {
      if (!(await orProblem(() => store().webhooks.remove(id, isoNow(clock), actor)))) throw unknown(id);
    },
  };
}
