/** Text that nobody means, at every door of a running station: refused, and never a fault of the station. */
import { expect, test } from 'vitest';
import type { Member } from '../../src/contracts/members.ts';
import { ACCESS } from '../../src/web/access-table.ts';
import { runLockout, startStation } from '../support/station.ts';

const ROUTES = Object.keys(ACCESS).filter((row) => !row.includes('/api/docs') && !row.includes('/live'));
const SOME_ID = '01999999-0000-7000-8000-000000000000';

test('a NUL in an address, a query or a body is a 400 (or no such route) everywhere', async () => {
  const { page, asAdmin } = await startStation();
  const ask = async (row: string, path: string, body?: string) => {
    const [method = ''] = row.split(' ');
    const headers = { 'if-match': '*', ...(body !== undefined && { 'content-type': 'application/json' }) };
    const answer = await asAdmin(`${page}${path}`, { method, headers, ...(body !== undefined && { body }) });
    expect([400, 404, 415], `${row} ${path}: ${answer.status} ${await answer.text()}`).toContain(answer.status);
  };
  for (const row of ROUTES) {
    const [method = '', pattern = ''] = row.split(' ');
    const good = pattern.replace(':bay', 'bay-1').replace(':exercise', 'squat').replace(/:\w+/g, SOME_ID);
    if (pattern.includes(':')) await ask(row, pattern.replace(/:\w+/g, 'a%00b'));
    await ask(row, `${good}?search=a%00b&bay=%00&before=%00`);
    if (method === 'GET') continue;
    await ask(row, good, '{"alias":"a\\u0000","name":"\\u0000","login":"a\\u0000b","secret":"12\\u000034"}');
    await ask(row, good, `{"alias":${'['.repeat(7000)}"\\u0000"${']'.repeat(7000)}}`);
  }
});

test('names are judged where they come in; an answer tells what is wanted, and no regular expression', async () => {
  const { page, asAdmin } = await startStation();
  const add = async (member: object) => {
    const headers = { 'content-type': 'application/json' };
    return asAdmin(`${page}/api/v1/members`, { method: 'POST', headers, body: JSON.stringify(member) });
  };
  const made = await add({ alias: "Seán O'Brien", name: 'अनीता', login: "o'brien" });
  expect(made.status).toBe(201);
  for (const alias of ['a\u202eb', 'a\u001b[2J', '\u200b', `a${'\u0301'.repeat(9)}`, 'a\nb']) {
    const refused = await add({ alias });
    expect(refused.status, JSON.stringify(alias)).toBe(400);
    const { detail } = (await refused.json()) as { detail: string };
    expect(detail).toMatch(/alias must be one line of letters, digits and signs, with nothing invisible in it\./);
    expect(detail).not.toMatch(/\\p|\[\^/);
  }
});

test('what is in the database already steers no terminal', async () => {
  const { station, page, folder } = await startStation();
  const { store } = station.writeQueue;
  const member = { id: SOME_ID, alias: 'Eve\u001b]0;owned\u0007\u009b2J\u202e', name: null, role: 'member' as const };
  const rest = { login: null, heightMm: null, secretHash: null, createdAt: new Date().toISOString() };
  const consents = { showAlias: false, keepRecordings: false, shareSets: false, acrossGyms: false };
  await store.members.add({ ...member, ...rest, consents, consentsAt: null }, { id: null, role: 'test' });
  const env = { LOCKOUT_WEB_PORT: new URL(page).port };
  for (const args of [
    ['member', 'list'],
    ['member', 'list', '--json'],
    ['member', 'show', 'Eve'],
  ]) {
    const command = runLockout(args, { folder, env });
    await command.exited;
    expect(command.output()).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    if (args.includes('--json')) expect((JSON.parse(command.output()) as Member[])[0]?.alias).toBe(member.alias);
    else if (args[1] === 'list') expect(command.output()).toContain('Eve\\u001b]0;owned\\u0007\\u009b2J\\u202e');
  }
});
