import type { Role, TokenScope } from '../contracts/access.ts';

/**
 * Who may use a route. `role`: the lowest role that may. `scope`: a device token with this scope may too. `own`: whose it must be, for all below a trainer:
 * - bay: the bay of the screen or the token, or the one the member is on
 * - member: the member's own (`:id`)
 * - set: lifted by the member; for a screen: on its bay, unclaimed or by the current occupant
 */
export interface Rule {
  role: Role;
  scope?: TokenScope;
  own?: 'bay' | 'member' | 'set';
}

/** Every route of the station. One that isn't here keeps the server from starting, and so does a row without its route. */
export const ACCESS: Readonly<Record<string, Rule>> = {
  'GET /health': { role: 'visitor' },
  'GET /metrics': { role: 'trainer', scope: 'metrics' },
  // The reader of the API description; it holds no data.
  'GET /api/docs': { role: 'visitor' },
  'GET /api/docs/*': { role: 'visitor' },

  'GET /api/v1/auth': { role: 'visitor' },
  'POST /api/v1/auth/set-up': { role: 'visitor' },
  'POST /api/v1/auth/set-up-code': { role: 'admin' },
  'POST /api/v1/auth/login': { role: 'visitor' },
  // In the demo, from this machine alone.
  'POST /api/v1/auth/demo': { role: 'visitor' },
  'POST /api/v1/auth/logout': { role: 'visitor' },
  'POST /api/v1/auth/screen': { role: 'visitor' },
  'POST /api/v1/auth/pairing-code': { role: 'admin' },
  'PUT /api/v1/auth/secret': { role: 'member' },
  'GET /api/v1/auth/sessions': { role: 'member' },
  'DELETE /api/v1/auth/sessions/:id': { role: 'member' },

  'GET /api/v1/exercises': { role: 'screen', scope: 'read' },
  'GET /api/v1/live': { role: 'screen', scope: 'read' },
  'GET /api/v1/bays': { role: 'screen', scope: 'read' },
  'GET /api/v1/bays/:bay': { role: 'screen', scope: 'read', own: 'bay' },
  'POST /api/v1/bays/:bay/end-set': { role: 'screen', scope: 'command', own: 'bay' },
  'PUT /api/v1/bays/:bay/exercise': { role: 'screen', scope: 'command', own: 'bay' },
  'PUT /api/v1/bays/:bay/load': { role: 'screen', scope: 'command', own: 'bay' },
  'POST /api/v1/bays/:bay/restart-set': { role: 'screen', own: 'bay' },
  'POST /api/v1/bays/:bay/session': { role: 'screen', own: 'bay' },
  'DELETE /api/v1/bays/:bay/session': { role: 'screen', own: 'bay' },
  'POST /api/v1/bays/:bay/session/undo': { role: 'screen', own: 'bay' },
  'POST /api/v1/bays/:bay/taps': { role: 'screen', scope: 'tap', own: 'bay' },
  'POST /api/v1/bays/:bay/answers': { role: 'screen', own: 'bay' },
  'PUT /api/v1/bays/:bay/consents': { role: 'screen', own: 'bay' },
  'POST /api/v1/bays/:bay/claim-code': { role: 'screen', own: 'bay' },
  'POST /api/v1/bays/:bay/enrolment': { role: 'trainer' },
  'DELETE /api/v1/bays/:bay/enrolment': { role: 'trainer' },
  'GET /api/v1/bays/:bay/diagnosis': { role: 'trainer' },
  'GET /api/v1/bays/:bay/samples.csv': { role: 'trainer' },
  'GET /api/v1/bays/:bay/calibration': { role: 'trainer' },
  'GET /api/v1/bays/:bay/calibration/history': { role: 'trainer' },
  'POST /api/v1/bays/:bay/calibration/measure': { role: 'admin' },
  'POST /api/v1/bays/:bay/calibration/skip': { role: 'admin' },
  'POST /api/v1/bays/:bay/calibration/save': { role: 'admin' },
  'POST /api/v1/bays/:bay/calibration/abort': { role: 'admin' },
  'POST /api/v1/bays/:bay/calibration/restore': { role: 'admin' },
  'POST /api/v1/bays/:bay/replay': { role: 'admin' },
  'DELETE /api/v1/bays/:bay/replay': { role: 'admin' },
  'POST /api/v1/claims': { role: 'member' },

  'GET /api/v1/sets': { role: 'screen', scope: 'read' },
  'GET /api/v1/sets/:id': { role: 'screen', scope: 'read', own: 'set' },
  'GET /api/v1/sets/:id/recording': { role: 'screen', own: 'set' },
  'GET /api/v1/sets/:id/corrections': { role: 'screen', own: 'set' },
  'POST /api/v1/sets/:id/corrections': { role: 'screen', own: 'set' },
  'GET /api/v1/sets/:id/case': { role: 'member', own: 'set' },
  'PUT /api/v1/sets/:id/case': { role: 'member', own: 'set' },
  'DELETE /api/v1/sets/:id/case': { role: 'member', own: 'set' },
  'GET /api/v1/cases': { role: 'trainer' },
  'GET /api/v1/cases/:id/recording': { role: 'trainer' },
  'DELETE /api/v1/cases/:id': { role: 'trainer' },
  'GET /api/v1/alerts': { role: 'trainer' },
  'POST /api/v1/alerts/:id/acknowledge': { role: 'trainer' },
  'GET /api/v1/audit': { role: 'trainer' },
  'POST /api/v1/audit/:id/undo': { role: 'screen' },

  'GET /api/v1/members': { role: 'trainer' },
  'POST /api/v1/members': { role: 'trainer' },
  'GET /api/v1/members/:id': { role: 'member', own: 'member' },
  'PATCH /api/v1/members/:id': { role: 'member', own: 'member' },
  'DELETE /api/v1/members/:id': { role: 'member', own: 'member' },
  'GET /api/v1/members/:id/cards': { role: 'member', own: 'member' },
  'DELETE /api/v1/members/:id/cards/:card': { role: 'member', own: 'member' },
  'GET /api/v1/members/:id/sets': { role: 'member', own: 'member' },
  'GET /api/v1/members/:id/records': { role: 'member', own: 'member' },
  'GET /api/v1/members/:id/trends': { role: 'member', own: 'member' },
  'GET /api/v1/members/:id/export': { role: 'member', own: 'member' },
  'GET /api/v1/members/:id/programmes': { role: 'member', own: 'member' },
  'GET /api/v1/members/:id/programmes/:exercise': { role: 'member', own: 'member' },
  'PUT /api/v1/members/:id/programmes/:exercise': { role: 'member', own: 'member' },
  'DELETE /api/v1/members/:id/programmes/:exercise': { role: 'member', own: 'member' },

  'GET /api/v1/floor': { role: 'screen', scope: 'read' },
  'POST /api/v1/class': { role: 'trainer' },
  'DELETE /api/v1/class': { role: 'trainer' },
  'GET /api/v1/leaderboard': { role: 'screen', scope: 'read' },
  'GET /api/v1/members/:id/leaderboard': { role: 'member', own: 'member' },
  'PUT /api/v1/members/:id/leaderboard': { role: 'member', own: 'member' },
  'GET /api/v1/member-imports': { role: 'trainer' },
  'POST /api/v1/member-imports': { role: 'trainer' },
  'POST /api/v1/member-imports/preview': { role: 'trainer' },
  'POST /api/v1/member-imports/:id/undo': { role: 'trainer' },
  'GET /api/v1/templates': { role: 'trainer' },
  'POST /api/v1/templates': { role: 'trainer' },
  'GET /api/v1/templates/:id': { role: 'trainer' },
  'GET /api/v1/templates/:id/weeks': { role: 'trainer' },
  'PUT /api/v1/templates/:id': { role: 'trainer' },
  'DELETE /api/v1/templates/:id': { role: 'trainer' },
  'POST /api/v1/templates/:id/copies': { role: 'trainer' },
  'GET /api/v1/groups': { role: 'trainer' },
  'POST /api/v1/groups': { role: 'trainer' },
  'PUT /api/v1/groups/:id': { role: 'trainer' },
  'DELETE /api/v1/groups/:id': { role: 'trainer' },
  'GET /api/v1/calendar': { role: 'trainer' },

  'GET /api/v1/tokens': { role: 'admin' },
  'POST /api/v1/tokens': { role: 'admin' },
  'DELETE /api/v1/tokens/:id': { role: 'admin' },
  'GET /api/v1/webhooks': { role: 'admin' },
  'POST /api/v1/webhooks': { role: 'admin' },
  'PATCH /api/v1/webhooks/:id': { role: 'admin' },
  'DELETE /api/v1/webhooks/:id': { role: 'admin' },
  'GET /api/v1/utilisation': { role: 'trainer' },
  'GET /api/v1/config': { role: 'admin' },
  'GET /api/v1/config/schema': { role: 'admin' },
  'GET /api/v1/config/file': { role: 'admin' },
  'PUT /api/v1/config/file': { role: 'admin' },
  'GET /api/v1/logs': { role: 'admin' },
  'GET /api/v1/versions': { role: 'trainer' },
  'GET /api/v1/backup': { role: 'admin' },
  'GET /api/v1/backups': { role: 'admin' },
  'POST /api/v1/backups': { role: 'admin' },
  'PUT /api/v1/backups/upload': { role: 'admin' },
  'GET /api/v1/backups/:name': { role: 'admin' },
  'POST /api/v1/backups/:name/check': { role: 'admin' },
  'POST /api/v1/backups/:name/restore': { role: 'admin' },
  'GET /api/v1/update': { role: 'admin' },
  'PUT /api/v1/update/package': { role: 'admin' },
  'PUT /api/v1/update/signature': { role: 'admin' },
  'POST /api/v1/update/fetch': { role: 'admin' },
  'POST /api/v1/update': { role: 'admin' },
  'POST /api/v1/restart': { role: 'admin' },
  'GET /api/v1/ports': { role: 'admin' },
  'PUT /api/v1/bays/:bay/lifter-pause': { role: 'admin' },
  'DELETE /api/v1/bays/:bay/lifter-pause': { role: 'admin' },
  'GET /api/v1/bays/:bay/board/flash': { role: 'admin' },
  'POST /api/v1/bays/:bay/board/flash': { role: 'admin' },
  'POST /api/v1/bays/:bay/board/restart': { role: 'admin' },
};

/** The row of a route as Fastify registers it; undefined: it has none. */
export function ruleOf(method: string, url: string): Rule | undefined {
  return ACCESS[rowOf(method, url)];
}

/** HEAD is asked like GET; everything below the API reader is its own affair. */
export function rowOf(method: string, url: string): string {
  const path = url.startsWith('/api/docs/') ? '/api/docs/*' : url;
  return `${method === 'HEAD' ? 'GET' : method} ${path}`;
}
