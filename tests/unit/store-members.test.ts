import { Compile } from 'typebox/compile';
import { v7 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { Member, type NewProgramme } from '../../src/contracts/members.ts';
import { addMember, later, NOW, newMember, openRepository, TRAINER } from '../integration/store-members-samples.ts';

const isMember = Compile(Member);

describe('members', () => {
  it('are read again, found by any part of their names, and ordered by alias', () => {
    const { tables } = openRepository();
    for (const alias of ['Zoë', 'adam', 'Ärmel', 'Bo'])
      tables.members.add(newMember({ alias, name: `${alias} Müller` }), TRAINER);
    const first = tables.members.list({ limit: 3 });
    expect(first.items.map(({ alias }) => alias)).toEqual(['adam', 'Ärmel', 'Bo']);
    const rest = tables.members.list({ limit: 3, before: first.next! });
    expect(rest).toMatchObject({ items: [{ alias: 'Zoë' }], next: null });
    expect(tables.members.list({ limit: 9, search: 'ZOe' }).items).toHaveLength(1);
    expect(tables.members.list({ limit: 9, search: 'müll' }).items).toHaveLength(4);
    expect(tables.members.list({ limit: 9, search: '%' }).items).toEqual([]);
    expect(first.items.every((member) => isMember.Check(member))).toBe(true);
  });

  it('are changed only by who knows their latest state', () => {
    const { tables } = openRepository();
    const member = tables.members.add(newMember({ login: 'Mira' }), TRAINER);
    const changed = tables.members.change(member.id, 1, { alias: 'M.', login: null }, NOW, TRAINER);
    expect(changed).toMatchObject({ alias: 'M.', login: null, revision: 2, heightMm: 1720 });
    expect(() => tables.members.change(member.id, 1, { alias: 'X' }, NOW, TRAINER)).toThrow(
      expect.objectContaining({ code: 'stale' }),
    );
    const [row] = tables.corrections.audit({ limit: 1 }).items;
    expect(JSON.parse(row!.afterJson)).toEqual({ alias: 'M.', login: null });
  });

  it('have a log-in of their own, in whatever case of letters', () => {
    const { tables } = openRepository();
    tables.members.add(newMember({ login: 'Mira K', secretHash: 'h' }), TRAINER);
    expect(tables.access.credentials('MIRA k')).toMatchObject({
      member: { login: 'Mira K', hasSecret: true },
      secretHash: 'h',
    });
    expect(tables.access.credentials('nobody')).toBeNull();
    expect(() => tables.members.add(newMember({ login: 'mira K' }), TRAINER)).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
  });

  it('always leave one admin, and the first comes by the set-up code', () => {
    const { tables } = openRepository();
    tables.access.saveSetUpCode('code');
    expect(() => tables.members.addFirstAdmin(newMember(), 'other')).toThrow(/not the set-up code/);
    const admin = tables.members.addFirstAdmin(newMember({ secretHash: 'h' }), 'code');
    expect(admin.role).toBe('admin');
    expect(tables.access.setUpCodeHash()).toBeNull();
    tables.access.saveSetUpCode('code');
    expect(() => tables.members.addFirstAdmin(newMember(), 'code')).toThrow(/an admin already/);
    expect(() => tables.members.remove(admin.id, NOW, TRAINER)).toThrow(/only admin/);
    expect(() => tables.members.change(admin.id, 1, { role: 'member' }, NOW, TRAINER)).toThrow(/only admin/);
    tables.members.add(newMember({ role: 'admin' }), TRAINER);
    expect(tables.members.change(admin.id, 1, { role: 'member' }, NOW, TRAINER).role).toBe('member');
    expect(tables.access.countAdmins()).toBe(1);
  });
});

describe('cards', () => {
  it('belong to one member, and the map of all of them says whose they are', () => {
    const repository = openRepository();
    const { cards, members } = repository.tables;
    const mira = addMember(repository);
    const other = addMember(repository, {
      alias: 'Bo',
      consents: { showAlias: false, keepRecordings: true, shareSets: true, acrossGyms: false },
    });
    const card = { id: newId(), memberId: mira, lastDigits: '4f21', addedAt: NOW };
    cards.add(card, 'hash-1', TRAINER);
    cards.add({ ...card, id: newId(), memberId: other }, 'hash-2', TRAINER);
    expect(() => cards.add({ ...card, id: newId(), memberId: other }, 'hash-1', TRAINER)).toThrow(
      /belongs to a member already/,
    );
    expect(cards.of(mira)).toEqual([card]);
    expect(members.get(mira)!.cards).toBe(1);
    expect(cards.all()).toEqual(
      expect.arrayContaining([
        { hash: 'hash-1', memberId: mira, alias: 'Mira', showAlias: true, keepRecordings: true, consentsDue: false },
        { hash: 'hash-2', memberId: other, alias: 'Bo', showAlias: false, keepRecordings: true, consentsDue: false },
      ]),
    );
    expect(cards.remove(other, card.id, NOW, TRAINER)).toBe(false);
    expect(cards.remove(mira, card.id, NOW, TRAINER)).toBe(true);
    expect(cards.of(mira)).toEqual([]);
  });
});

describe('log-ins and tokens', () => {
  it('end by time, by a new secret, and with their member', () => {
    const repository = openRepository();
    const { access, members } = repository.tables;
    const mira = addMember(repository);
    const session = (idHash: string) => ({
      idHash,
      memberId: mira,
      tokenId: null,
      createdAt: NOW,
      expiresAt: later(60),
      lastUsedAt: NOW,
      label: 'Firefox',
    });
    for (const idHash of ['a', 'b', 'c']) access.addSession(session(idHash));
    expect(access.session('a', later(59))).toEqual(session('a'));
    expect(access.session('a', later(60))).toBeNull();
    access.touchSession('b', later(5));
    expect(access.sessionsOf(mira, NOW).map(({ idHash }) => idHash)).toEqual(['b', 'a', 'c']);
    expect(access.endSession('c')).toBe(true);
    expect(access.setSecret(mira, 'hash', NOW, TRAINER, 'b')).toBe(1);
    expect(access.secretHash(mira)).toBe('hash');
    expect(access.sessionsOf(mira, NOW)).toHaveLength(1);
    members.remove(mira, NOW, TRAINER);
    expect(access.session('b', NOW)).toBeNull();
  });

  it('a revoked token is none any more, nor is the screen that was paired with it', () => {
    const { access } = openRepository().tables;
    const token = {
      id: newId(),
      name: 'screen 1',
      scopes: ['screen' as const],
      bay: 'bay-1',
      createdAt: NOW,
      lastUsedAt: null,
      revokedAt: null,
    };
    access.addToken(token, 'hash', TRAINER);
    access.addSession({
      idHash: 's',
      memberId: null,
      tokenId: token.id,
      createdAt: NOW,
      expiresAt: later(1e6),
      lastUsedAt: NOW,
      label: '',
    });
    expect(access.tokenByHash('hash')).toEqual({ id: token.id, name: 'screen 1', scopes: ['screen'], bay: 'bay-1' });
    access.touchToken(token.id, later(1));
    expect(access.revokeToken(token.id, later(2), TRAINER)).toBe(true);
    expect(access.revokeToken(token.id, later(2), TRAINER)).toBe(false);
    expect(access.tokenByHash('hash')).toBeNull();
    expect(access.session('s', NOW)).toBeNull();
    expect(access.tokens()).toEqual([{ ...token, lastUsedAt: later(1), revokedAt: later(2) }]);
  });
});

describe('programmes and learned ranges', () => {
  it('are one for each member and exercise', () => {
    const repository = openRepository();
    const { programmes, ranges } = repository.tables;
    const mira = addMember(repository);
    const wanted: NewProgramme = {
      exercise: 'hip-thrust',
      sets: 3,
      repsMin: 8,
      repsMax: 10,
      holdS: 1,
      tempo: { eccentricS: 2, bottomS: 0, concentricS: 0 },
      load: { kind: 'velocity', minMps: 0.3, maxMps: 0.4 },
      restS: 120,
      note: '',
    };
    expect(programmes.put(mira, 0, wanted, NOW, TRAINER)).toEqual({
      ...wanted,
      course: null,
      memberId: mira,
      revision: 1,
      updatedAt: NOW,
    });
    expect(() => programmes.put(mira, 0, wanted, NOW, TRAINER)).toThrow(expect.objectContaining({ code: 'stale' }));
    expect(programmes.put(mira, 1, { ...wanted, sets: 4 }, NOW, TRAINER).revision).toBe(2);
    expect(programmes.of(mira)).toHaveLength(1);
    expect(programmes.remove(mira, 'hip-thrust', TRAINER, NOW)).toBe(true);
    expect(programmes.get(mira, 'hip-thrust')).toBeNull();

    const range = { exercise: 'hip-thrust' as const, topMm: 401.5, romMm: 300, sets: 1, updatedAt: NOW };
    ranges.put(mira, range);
    repository.write({
      ranges: [
        { memberId: mira, range: { ...range, sets: 2 } },
        { memberId: newId(), range },
      ],
    });
    expect(ranges.of(mira)).toEqual([{ ...range, sets: 2 }]);
    expect(ranges.get(mira, 'squat')).toBeNull();
  });
});
