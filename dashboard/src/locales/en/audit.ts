import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

/** What a row of the audit tells: who, whom, and what. */
interface Deed {
  /** `Trainer Ana`, `The station` */
  readonly who: string;
  /** `Lena’s`, `their own` */
  readonly whose: string;
  /** `Lena`, `themselves` */
  readonly whom: string;
  /** What was changed, each with what it was and what it is. */
  readonly what: string;
}

export const audit = {
  by: (role: string, alias: string) => `${role} ${alias}`,
  token: (role: string) => `A program (${role})`,
  roles: {
    nobody: 'A visitor who was not logged in',
    screen: 'A screen',
    member: 'Member',
    trainer: 'Trainer',
    admin: 'Admin',
    station: 'The station',
    'undo button': 'The undo button',
    tap: 'A card reader',
    command: 'A program',
  } as Record<string, string>,
  whose: (alias: string) => `${alias}’s`,
  own: 'their own',
  ownSelf: 'themselves',
  /** Deleted since. */
  gone: 'a deleted member',
  goneWhose: 'a deleted member’s',
  nobodys: 'an unclaimed',
  fromTo: (field: string, before: string, after: string) => `${field} from ${before} to ${after}`,
  to: (field: string, after: string) => `${field} to ${after}`,
  nothing: 'nothing',
  yes: 'yes',
  no: 'no',
  setsAndReps: (sets: number, reps: number) => `${sets} sets with ${reps} reps`,
  members: (howMany: number) => plural(howMany, '1 member', `${howMany} members`),
  undoneCounts: (removed: number, kept: number) => `${removed} gone, ${kept} kept`,
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
    acrossGyms: 'consent to take the history along',
    cards: 'cards',
  } as Record<string, string>,
  deeds: {
    'exclude-rep': ({ who, whose, what }) => `${who} took a rep out of ${whose} set (${what})`,
    'restore-rep': ({ who, whose, what }) => `${who} put a rep back into ${whose} set (${what})`,
    load: ({ who, whose, what }) => `${who} changed the load of ${whose} set: ${what}`,
    exercise: ({ who, whose, what }) => `${who} changed the exercise of ${whose} set: ${what}`,
    side: ({ who, whose, what }) => `${who} changed the side of ${whose} set: ${what}`,
    'warm-up': ({ who, whose, what }) => `${who} marked ${whose} set: ${what}`,
    rpe: ({ who, whose, what }) => `${who} changed how hard ${whose} set was: ${what}`,
    note: ({ who, whose, what }) => `${who} changed the note of ${whose} set: ${what}`,
    'case-kept': ({ who, whose }) => `${who} kept the wrong count of ${whose} set as a case`,
    'case-changed': ({ who, whose }) => `${who} changed the case of ${whose} set`,
    'case-removed': ({ who, whose }) => `${who} removed the case of ${whose} set`,
    owner: ({ who, what }) => `${who} gave a set to another member: ${what}`,
    claim: ({ who, what }) => `${who} said that a set was theirs: ${what}`,
    delete: ({ who, whose }) => `${who} deleted ${whose} set`,
    restart: ({ who, whose }) => `${who} restarted ${whose} set`,
    undo: ({ who, whose, what }) => `${who} took a change of ${whose} set back${what && `: ${what}`}`,
    'programme-changed': ({ who, whose, what }) => `${who} wrote ${whose} programme: ${what}`,
    'programme-copied': ({ who, whose, what }) => `${who} gave a template in the place of ${whose} programme: ${what}`,
    'programme-removed': ({ who, whose, what }) => `${who} took ${whose} programme back to the standard: ${what}`,
    'member-added': ({ who, whom }) => `${who} added ${whom}`,
    'member-changed': ({ who, whose, what }) => `${who} changed ${whose} ${what}`,
    'member-deleted': ({ who, what }) => `${who} deleted a member with ${what}`,
    'set-up': ({ whom }) => `The set-up code made ${whom} the first admin`,
    'card-added': ({ who, whom, what }) => `${who} gave ${whom} the card ${what}`,
    'card-removed': ({ who, whom, what }) => `${who} took the card ${what} from ${whom}`,
    'secret-changed': ({ who, whose }) => `${who} changed ${whose} PIN or password`,
    'secret-removed': ({ who, whose }) => `${who} took ${whose} PIN or password away`,
    'token-added': ({ who, what }) => `${who} made the token ${what}`,
    'token-revoked': ({ who, what }) => `${who} revoked the token ${what}`,
    'webhook-added': ({ who, what }) => `${who} added the webhook ${what}`,
    'webhook-removed': ({ who, what }) => `${who} removed the webhook ${what}`,
    'config-changed': ({ who, what }) => `${who} changed the configuration: ${what}`,
    'log-in': ({ who, what }) => `${who} logged in from ${what}`,
    'log-in-failed': ({ whom, what }) => `Failed log-in as ${whom} from ${what}`,
    'log-in-throttled': ({ whom, what }) => `Too many tries to log in as ${whom} from ${what} were refused`,
    'alert-seen': ({ who, what }) => `${who} has seen an alert: ${what}`,
    'calibration-saved': ({ who, what }) => `${who} calibrated ${what}`,
    'template-added': ({ who, what }) => `${who} made the template ${what}`,
    'template-changed': ({ who, what }) => `${who} changed the template ${what}`,
    'template-removed': ({ who, what }) => `${who} deleted the template ${what}`,
    'group-added': ({ who, what }) => `${who} made the group ${what}`,
    'group-changed': ({ who, what }) => `${who} changed the group ${what}`,
    'group-removed': ({ who, what }) => `${who} deleted the group ${what}`,
    'leaderboard-joined': ({ who }) => `${who} joined the leaderboard`,
    'leaderboard-left': ({ who }) => `${who} left the leaderboard`,
    'members-imported': ({ who, what }) => `${who} brought in a list: ${what}`,
    'import-undone': ({ who, what }) => `${who} took a list of members back: ${what}`,
  } as Record<string, (deed: Deed) => string>,
  /** Of a kind that this page doesn't know yet. */
  other: ({ who, what }: Deed, kind: string) => `${who}: ${kind}${what && ` (${what})`}`,
};
