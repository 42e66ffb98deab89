import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

/** A row of the audit: who, whom, and what. */
interface AuditEvent {
  /** `Trainer Ana`, `The station` */
  readonly who: string;
  /** `Lena’s`, `their own` */
  readonly owner: string;
  /** `Lena`, `themselves` */
  readonly whom: string;
  /** What was changed, each with what it was and what it is. */
  readonly what: string;
}

export const audit = {
  by: (role: string, alias: string) => `${role} ${alias}`,
  token: (role: string) => `A program (${role})`,
  roles: {
    visitor: 'A visitor who was not logged in',
    screen: 'A screen',
    member: 'Member',
    trainer: 'Trainer',
    admin: 'Admin',
    station: 'The station',
    'undo button': 'The undo button',
    tap: 'A card reader',
    command: 'A program',
  } as Record<string, string>,
  owner: (alias: string) => `${alias}’s`,
  own: 'their own',
  ownSelf: 'themselves',
  /** Deleted since. */
  gone: 'a deleted member',
  goneOwner: 'a deleted member’s',
  unclaimed: 'an unclaimed',
  fromTo: (field: string, before: string, after: string) => `${field} from ${before} to ${after}`,
  to: (field: string, after: string) => `${field} to ${after}`,
  nothing: 'nothing',
  yes: 'yes',
  no: 'no',
  setsAndReps: (sets: number, reps: number) => `${sets} sets with ${reps} reps`,
  members: (howMany: number) => plural(howMany, '1 member', `${howMany} members`),
  undoneCounts: (removed: number, kept: number) => `${removed} removed, ${kept} kept`,
  fields: {
    alias: 'name on screens',
    name: 'full name',
    role: 'role',
    login: 'log-in',
    heightMm: 'body height',
    hasSecret: 'log-in allowed',
    showAlias: 'consent to show the name',
    keepRecordings: 'consent to keep curves',
    shareSets: 'consent to share sets',
    acrossGyms: 'consent to share the history with other gyms',
    cards: 'cards',
  } as Record<string, string>,
  events: {
    'exclude-rep': ({ who, owner, what }) => `${who} excluded a rep of ${owner} set (${what})`,
    'restore-rep': ({ who, owner, what }) => `${who} restored a rep of ${owner} set (${what})`,
    load: ({ who, owner, what }) => `${who} changed the load of ${owner} set: ${what}`,
    exercise: ({ who, owner, what }) => `${who} changed the exercise of ${owner} set: ${what}`,
    side: ({ who, owner, what }) => `${who} changed the side of ${owner} set: ${what}`,
    'warm-up': ({ who, owner, what }) => `${who} marked ${owner} set: ${what}`,
    rpe: ({ who, owner, what }) => `${who} changed how hard ${owner} set was: ${what}`,
    note: ({ who, owner, what }) => `${who} changed the note of ${owner} set: ${what}`,
    'case-kept': ({ who, owner }) => `${who} kept the wrong count of ${owner} set as a case`,
    'case-changed': ({ who, owner }) => `${who} changed the case of ${owner} set`,
    'case-removed': ({ who, owner }) => `${who} removed the case of ${owner} set`,
    owner: ({ who, what }) => `${who} gave a set to another member: ${what}`,
    claim: ({ who, what }) => `${who} claimed a set: ${what}`,
    delete: ({ who, owner }) => `${who} deleted ${owner} set`,
    restart: ({ who, owner }) => `${who} restarted ${owner} set`,
    undo: ({ who, owner, what }) => `${who} undid a change of ${owner} set${what && `: ${what}`}`,
    'programme-changed': ({ who, owner, what }) => `${who} wrote ${owner} programme: ${what}`,
    'programme-copied': ({ who, owner, what }) => `${who} replaced ${owner} programme with a template: ${what}`,
    'programme-removed': ({ who, owner, what }) => `${who} reset ${owner} programme to the standard: ${what}`,
    'member-added': ({ who, whom }) => `${who} added ${whom}`,
    'member-changed': ({ who, owner, what }) => `${who} changed ${owner} ${what}`,
    'member-deleted': ({ who, what }) => `${who} deleted a member with ${what}`,
    'set-up': ({ whom }) => `The set-up code made ${whom} the first admin`,
    'card-added': ({ who, whom, what }) => `${who} gave ${whom} the card ${what}`,
    'card-removed': ({ who, whom, what }) => `${who} removed the card ${what} of ${whom}`,
    'secret-changed': ({ who, owner }) => `${who} changed ${owner} PIN or password`,
    'secret-removed': ({ who, owner }) => `${who} removed ${owner} PIN or password`,
    'token-added': ({ who, what }) => `${who} created the token ${what}`,
    'token-revoked': ({ who, what }) => `${who} revoked the token ${what}`,
    'webhook-added': ({ who, what }) => `${who} added the webhook ${what}`,
    'webhook-changed': ({ who, what }) => `${who} changed the webhook ${what}`,
    'webhook-removed': ({ who, what }) => `${who} removed the webhook ${what}`,
    'config-changed': ({ who, what }) => `${who} changed the configuration: ${what}`,
    'log-in': ({ who, what }) => `${who} logged in from ${what}`,
    'log-in-failed': ({ whom, what }) => `Failed log-in as ${whom} from ${what}`,
    'log-in-throttled': ({ whom, what }) => `Log-ins as ${whom} from ${what} were refused: too many failed attempts`,
    'alert-seen': ({ who, what }) => `${who} has seen an alert: ${what}`,
    'calibration-saved': ({ who, what }) => `${who} calibrated ${what}`,
    'backup-made': ({ who, what }) => `${who} made the backup ${what}`,
    'backup-uploaded': ({ who, what }) => `${who} uploaded the backup ${what}`,
    'backup-downloaded': ({ who, what }) => `${who} downloaded the backup ${what}`,
    'restore-planned': ({ who, what }) => `${who} restored the backup ${what}`,
    'board-restarted': ({ who, what }) => `${who} restarted the board of ${what}`,
    'board-flashed': ({ who, what }) => `${who} wrote the firmware of ${what}`,
    'update-started': ({ who, what }) => `${who} started the update to ${what}`,
    'template-added': ({ who, what }) => `${who} created the template ${what}`,
    'template-changed': ({ who, what }) => `${who} changed the template ${what}`,
    'template-removed': ({ who, what }) => `${who} deleted the template ${what}`,
    'group-added': ({ who, what }) => `${who} created the group ${what}`,
    'group-changed': ({ who, what }) => `${who} changed the group ${what}`,
    'group-removed': ({ who, what }) => `${who} deleted the group ${what}`,
    'leaderboard-joined': ({ who }) => `${who} joined the leaderboard`,
    'leaderboard-left': ({ who }) => `${who} left the leaderboard`,
    'members-imported': ({ who, what }) => `${who} imported a list: ${what}`,
    'import-undone': ({ who, what }) => `${who} undid an import of members: ${what}`,
  } as Record<string, (event: AuditEvent) => string>,
  /** Of a kind that this page doesn't know yet. */
  other: ({ who, what }: AuditEvent, kind: string) => `${who}: ${kind}${what && ` (${what})`}`,
};
