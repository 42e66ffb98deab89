/** The occupant of a bay, as commands over MQTT may change it: readers elsewhere report cards, each with its own token. */
import type { TapCommand } from '../../../contracts/topics.ts';
import type { AccessService } from '../access/access-service.ts';
import type { PresenceService } from './presence-service.ts';

export function remotePresence(
  access: Pick<AccessService, 'fromToken'>,
  presence: Pick<PresenceService, 'tap' | 'logOut'>,
) {
  return {
    tap: async (bay: string, { uid, reader = 'mqtt', format, token }: TapCommand) => {
      const identity = await access.fromToken(token);
      const isGood = identity?.scopes.includes('tap') && (identity.bays?.includes(bay) ?? true);
      if (!isGood)
        throw new Error(`this token may not report cards at ${bay}; make one for "tap" (lockout token create)`);
      return presence.tap(bay, uid, reader, format);
    },
    logOut: (bay: string) => presence.logOut(bay),
  };
}
