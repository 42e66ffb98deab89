/** What a controller and its hub say to each other: `POST /api/v1/uplink`, gzip, answered after the hub's COMMIT. */
import Type from 'typebox';
import { count, Id, IsoTime, nullable, quantity, Slug, strict } from './common.ts';
import type { Rep, SetEvent } from './events.ts';
import { MemberDoc, type OrganisationKey } from './hub-people.ts';

export const UPLINK_VERSION = 1;
export const MAX_UPLINK_ITEMS = 50;
/** Of a request as it is sent, and as it is unpacked. */
export const MAX_UPLINK_BYTES = 1024 * 1024;
export const MAX_UNPACKED_BYTES = 8 * MAX_UPLINK_BYTES;

/** What every rep has from its set is left out; who lifted is not part of what was lifted. */
type RepDoc = Omit<Rep, 'v' | 'site' | 'bay' | 'memberId' | 'source' | 'exercise' | 'setId' | 'deletedAt'>;
export type SetDoc = Omit<SetEvent, 'site' | 'memberId' | 'sessionId' | 'note'> & { reps: RepDoc[] };
export interface GoneDoc {
  id: string;
  bay: string;
  revision: number;
  /** It is gone for good. */
  goneAt: string;
}

/** Newer controllers send more than this hub knows: what it must be able to read is checked, the rest is kept as it is. */
const Doc = Type.Union([
  Type.Object({
    id: Id,
    bay: Slug('bay'),
    revision: count('of the set', { minimum: 1 }),
    exercise: Type.String({ maxLength: 60 }),
    source: Type.String({ maxLength: 60 }),
    startedAt: IsoTime,
    endedAt: IsoTime,
    countedReps: count('reps with the verdict counted'),
    loadKg: nullable(Type.Number()),
    deletedAt: Type.Optional(IsoTime),
    reps: Type.Array(Type.Object({ id: Id }), { maxItems: 2000 }),
  }),
  strict({ id: Id, bay: Slug('bay'), revision: count('of its deletion', { minimum: 1 }), goneAt: IsoTime }),
]);

const Person = strict({
  memberId: Id,
  sessionId: nullable(Id),
  note: Type.String({ maxLength: 300 }),
});

const change = {
  seq: count('number of the change; rises with each change of a thing', { minimum: 1 }),
  id: Id,
};
export const SetItem = strict({
  ...change,
  kind: Type.Literal('set'),
  revision: count('of the thing; the highest is right', { minimum: 1 }),
  ageMs: nullable(
    quantity('ms', {
      description: 'since its times were written down, by the monotonic clock; null: not known',
      minimum: 0,
    }),
  ),
  saidAt: nullable({ ...IsoTime, description: 'wall clock of the controller when its times were written down' }),
  person: nullable({ ...Person, description: 'who lifted; null without the consent acrossGyms' }),
  doc: Doc,
});
export const MemberItem = strict({ ...change, kind: Type.Literal('member'), doc: MemberDoc });

const BayStatus = strict({
  bay: Slug('id of the bay'),
  name: Type.String({ maxLength: 60 }),
  isUp: Type.Boolean({ description: 'its board is measuring' }),
  isLifting: Type.Boolean({ description: 'a set is in progress' }),
});
export type BayStatus = Type.Static<typeof BayStatus>;

const bytes = (description: string) => nullable(quantity('B', { description, minimum: 0 }));
/** What the fleet page shows of a controller; sent when there is nothing else to send. */
export const ControllerHealth = strict({
  firmware: Type.Array(strict({ bay: Slug('bay'), version: nullable(Type.String({ maxLength: 60 })) }), {
    maxItems: 16,
  }),
  alerts: count('alerts of its bays that no trainer has seen'),
  diskFreeBytes: bytes('where its data lie'),
  diskTotalBytes: bytes('where its data lie'),
});
export type ControllerHealth = Type.Static<typeof ControllerHealth>;

export const UplinkRequest = strict(
  {
    v: Type.Literal(UPLINK_VERSION),
    epoch: { ...Id, description: 'of the SQLite file: another one after a restored backup' } as typeof Id,
    bootId: Type.String({ maxLength: 60 }),
    monoMs: quantity('ms', { description: 'monotonic clock of the controller', minimum: 0 }),
    sentAt: IsoTime,
    waiting: count('changes that the controller has yet to send, these included'),
    refused: count('changes that the hub did not take'),
    version: Type.String({ maxLength: 60 }),
    resent: nullable(
      Type.String({ maxLength: 60, description: 'latest request to send everything again that was done' }),
    ),
    bays: Type.Array(BayStatus, { maxItems: 16 }),
    health: Type.Optional(ControllerHealth),
    items: Type.Array(Type.Unknown(), { maxItems: MAX_UPLINK_ITEMS }),
  },
  { $id: 'UplinkRequest', title: 'UplinkRequest' },
);
export type SetItem = Omit<Type.Static<typeof SetItem>, 'doc'> & { doc: SetDoc | GoneDoc };
export type MemberItem = Type.Static<typeof MemberItem>;
export type UplinkItem = SetItem | MemberItem;
export type UplinkRequest = Omit<Type.Static<typeof UplinkRequest>, 'items'> & { items: UplinkItem[] };

export interface UplinkAnswer {
  /** Numbers of what is committed, or was before: they need not be sent again. */
  acked: number[];
  /** Of those, what has the same revision as what the hub has, and is something else. Shown at the hub, and not overwritten. */
  diverged: number[];
  /** Of those, what was stored without its member, who was deleted. */
  forgotten: number[];
  /** Of members in it, the revision at the hub that has what was sent. */
  members: { seq: number; revision: number }[];
  /** What can never be stored, and why; everything else is. */
  refused: { seq: number; why: string }[];
  serverTime: string;
  /** How long to wait before the next request; 0: not at all. */
  pauseMs: number;
  /** What to send again, beside what is new; null: nothing. `since` null: everything. */
  resend: { mark: string; since: string | null } | null;
  /** Known to this hub from this moment on. */
  gym: { id: string; zone: string };
}

export interface PairRequest {
  code: string;
  controllerId: string;
  csr: string;
  bays: string[];
  version: string;
}

export interface PairAnswer {
  certificate: string;
  gym: { id: string; name: string; zone: string };
  state: 'pending' | 'accepted';
  /** of the organisation, for its cards */
  cardKeys: OrganisationKey[];
  serverTime: string;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** RFC 4648, section 6, without padding. */
function base32(bytes: Uint8Array): string {
  let [bits, value, text] = [0, 0, ''];
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(value >>> (bits - 5)) & 31];
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(value << (5 - bits)) & 31] : text;
}

const SECRET_CHARS = 16;
/** 130 bits of the SHA-256 of the hub's authority: no other one has them. */
const PROOF_CHARS = 26;

/** What an admin reads out at the hub, and types in at the controller: a secret, and the proof that it goes to the right hub. */
interface PairingCode {
  secret: string;
  proof: string;
  text: string;
}

/** @param secret 10 bytes @param fingerprint SHA-256 of the authority's certificate */
export function pairingCode(secret: Uint8Array, fingerprint: Uint8Array): PairingCode {
  const code = { secret: base32(secret), proof: proofOf(fingerprint) };
  return { ...code, text: `${code.secret}${code.proof}`.replace(/(.{6})(?=.)/g, '$1-') };
}

export const proofOf = (fingerprint: Uint8Array): string => base32(fingerprint).slice(0, PROOF_CHARS);

/** Null: it is none. Blanks, dashes and small letters don't matter. */
export function readPairingCode(text: string): PairingCode | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, '');
  if (plain.length !== SECRET_CHARS + PROOF_CHARS || !/^[A-Z2-7]+$/.test(plain)) return null;
  return { secret: plain.slice(0, SECRET_CHARS), proof: plain.slice(SECRET_CHARS), text };
}
