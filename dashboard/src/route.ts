/** Every page of the app; `router.ts` says at which address. */
export type Route =
  | { page: 'home' }
  | { page: 'floor' }
  | { page: 'bay'; bay: string }
  | { page: 'floor-bay'; bay: string }
  | { page: 'set'; set: string; compare: string | null }
  | { page: 'log-in'; isFirst: boolean }
  | { page: 'pair' }
  | { page: 'claim'; code: string }
  | { page: 'me'; tab: string }
  | { page: 'members' }
  | { page: 'leaderboard' }
  | { page: 'programmes'; tab: string }
  | { page: 'member'; member: string; tab: string }
  | { page: 'admin'; tab: string }
  | { page: 'set-up'; bay: string }
  | { page: 'analysis'; set: string | null }
  | { page: 'gallery' }
  // Of a hub.
  | { page: 'chain' }
  | { page: 'gym'; gym: string; bay: string | null }
  | { page: 'hub-set'; set: string }
  | { page: 'fleet' }
  | { page: 'accounts' }
  | { page: 'hub-changes' }
  | { page: 'none' };
