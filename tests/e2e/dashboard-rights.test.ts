/** Whoever uses a page is offered what they may do, and nothing else: every page in every role, every control used, beside the access table. */
import type { ElementHandle, Page } from 'playwright-core';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/contracts/access.ts';
import { ACCESS, rowOf } from '../../src/web/access-table.ts';
import { isAtLeast } from '../../src/web/identity.ts';
import { identity } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeProgramme } from '../support/make-members.ts';
import { fillHistory } from '../support/scenes.ts';
import { chromium, useDashboard, whyNot } from './dashboard-support.ts';

/** Of the page, which these tests' types do not know. */
declare const document: {
  querySelector(what: string): object | null;
  querySelectorAll(what: string): Iterable<Control>;
};
interface Control {
  disabled: boolean;
  labels?: ArrayLike<{ textContent: string }>;
  textContent: string;
  getAttribute(name: string): string | null;
  checkVisibility(): boolean;
  closest(what: string): object | null;
}

/** Leaves the account, or asks for a code that only a browser's own dialog could confirm. */
const NOT_PRESSED = /^(Log out|Try it)$/;
const CONTROLS =
  'main :is(button, input[type=checkbox], select), dialog[open] :is(button, input[type=checkbox], select)';
const MOST_PRESSES = 60;

/** The row of the access table that an address belongs to. */
function ruleFor(method: string, url: string): string | undefined {
  const path = new URL(url).pathname;
  return Object.keys(ACCESS).find((row) => {
    const [verb, pattern = ''] = row.split(' ');
    return (
      verb === rowOf(method, '').trim() &&
      new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(path)
    );
  });
}

describe.skipIf(!chromium)(`rights on the pages${whyNot}`, { timeout: 300_000 }, () => {
  const { serve, open } = useDashboard();

  async function serveAs(role: Role) {
    const station = new FakeStation({ 'bay-1': 'Window' });
    const served = await serve(station, 0, fillHistory);
    const { members, history, access } = served;
    const people = {
      me: members.add({
        alias: 'Me',
        role: role === 'screen' ? 'member' : (role as 'member'),
        login: 'me',
        hasSecret: true,
      }),
      member: members.add({ alias: 'Mira', cards: 1, login: 'mira', hasSecret: true }),
      trainer: members.add({ alias: 'Theo', role: 'trainer', login: 'theo', hasSecret: true }),
      admin: members.add({ alias: 'Ada', role: 'admin', login: 'ada', hasSecret: true }),
    };
    for (const { id } of Object.values(people)) {
      members.cards.set(id, [{ id: v7(), memberId: id, lastDigits: 'E680', addedAt: new Date().toISOString() }]);
      members.plans.set(
        `${id} hip-thrust`,
        makeProgramme('hip-thrust', { memberId: id, revision: 1, updatedAt: new Date().toISOString() }),
      );
    }
    const [first, second] = history.details;
    first!.set.memberId = people.me.id;
    second!.set.memberId = people.member.id;
    station.session('bay-1', { kind: 'member', memberId: people.me.id, alias: 'Me' });
    station.alert('bay-1', { kind: 'stalled', severity: 'warning' });
    await members.planning.addTemplate(
      { name: 'Strength', weeks: 4, note: '', exercises: [{ ...exerciseFields(), progression: STEADY }] },
      { id: people.admin.id, role: 'admin' },
    );
    await members.planning.addGroup(
      { name: 'Course', memberIds: [people.member.id] },
      { id: people.admin.id, role: 'admin' },
    );
    access.here =
      role === 'screen'
        ? identity('screen', { bays: ['bay-1'] })
        : identity(role, { memberId: people.me.id, alias: 'Me', bays: null });
    return { ...served, people, sets: { own: first!.set.id, others: second!.set.id } };
  }

  type Gym = Awaited<ReturnType<typeof serveAs>>;
  const own = ['', '/history', '/trends', '/programme', '/me'];
  const pagesFor = (role: Role, { people, sets }: Gym): string[] => [
    '/bay/bay-1',
    '/floor',
    '/floor/bay-1',
    `/set/${sets.own}`,
    ...(role === 'screen' ? [] : [...own.map((tab) => (tab === '/me' ? '/me/me' : `/me${tab}`)), '/claim']),
    ...(isAtLeast(role, 'trainer')
      ? [
          `/set/${sets.others}`,
          '/members',
          '/programmes',
          '/programmes/groups',
          '/programmes/calendar',
          '/admin',
          ...(['member', 'trainer', 'admin'] as const).flatMap((one) =>
            ['/programme', '/me'].map((tab) => `/member/${people[one].id}${tab}`),
          ),
          '/set-up/bay-1',
        ]
      : []),
    ...(role === 'admin' ? ['/admin/bays', '/admin/devices', '/admin/config', '/admin/system'] : []),
  ];

  it.each(['screen', 'member', 'trainer', 'admin'] as const)('a %s is offered what they may do', async (role) => {
    const gym = await serveAs(role);
    const page = await open(`${gym.url}/floor`, { size: 'desktop', mayComplain: true });
    const refused = new Set<string>();
    const asked = new Set<string>();
    let pressed = 'opening it';
    let open_ = 0;
    page.on('request', () => open_++);
    page.on('requestfailed', () => open_--);
    page.on('requestfinished', () => open_--);
    page.on('response', (response) => {
      const request = response.request();
      if (!request.url().includes('/api/v1/')) return;
      const row = ruleFor(request.method(), request.url());
      const rule = row === undefined ? undefined : ACCESS[row];
      const isGranted = rule !== undefined && isAtLeast(role, rule.role);
      asked.add(row ?? request.url());
      if (!isGranted || response.status() === 401 || response.status() === 403)
        refused.add(`${new URL(page.url()).pathname}, ${pressed}: ${row ?? request.url()} → ${response.status()}`);
    });
    const isQuiet = () => expect.poll(() => open_, { interval: 20 }).toBeLessThanOrEqual(0);
    let presses = 0;
    for (const path of pagesFor(role, gym)) {
      const seen = new Set<string>();
      pressed = 'opening it';
      const goBack = async () => {
        await page.goto(gym.url + path);
        await page
          .locator('h1')
          .first()
          .waitFor()
          .catch((error) => {
            throw new Error(`${path}: ${error}`);
          });
        await isQuiet();
      };
      await goBack();
      for (let turn = 0; turn < MOST_PRESSES; turn++) {
        const next = await nextControl(page, seen);
        if (!next) break;
        pressed = next.name;
        presses++;
        await use(next.control);
        await isQuiet();
        if (new URL(page.url()).pathname !== path) await goBack();
      }
    }
    expect([...refused].sort()).toEqual([]);
    // It did walk: what was asked for is more than the pages themselves need.
    expect(presses).toBeGreaterThan({ screen: 5, member: 15, trainer: 80, admin: 100 }[role]);
    expect(asked.size).toBeGreaterThan({ screen: 5, member: 15, trainer: 30, admin: 40 }[role]);
  });
});

/** The first one that can be used and was not yet; with what it is called. One question for all of them: there are hundreds. */
async function nextControl(page: Page, seen: Set<string>): Promise<{ control: ElementHandle; name: string } | null> {
  const found = await page.evaluateHandle(
    ({ controls, seen, notPressed }) => {
      const isOpen = document.querySelector('dialog[open]') !== null;
      for (const element of document.querySelectorAll(controls)) {
        const isSeen = element.checkVisibility() || element.getAttribute('type') === 'checkbox';
        const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
        const name = label.trim();
        const isInDialog = element.closest('dialog') !== null;
        const key = `${isInDialog} ${name}`;
        // What lies over the page comes first; the page below can't be reached.
        if (element.disabled || !isSeen || (isOpen && !isInDialog)) continue;
        if (!new RegExp(notPressed).test(name) && !seen.includes(key)) return { element, key, name, isOpen };
      }
      return { element: null, key: '', name: '', isOpen };
    },
    { controls: CONTROLS, seen: [...seen], notPressed: NOT_PRESSED.source },
  );
  const { key, name, isOpen } = await found.evaluate(({ element: _, ...about }) => about);
  const control = (await found.getProperty('element')).asElement();
  if (control !== null) {
    seen.add(key);
    return { control, name };
  }
  if (!isOpen) return null;
  // Closed, the page below goes on.
  await page.keyboard.press('Escape');
  return nextControl(page, seen);
}

/** As a person would: fields first, then the button below them. */
async function use(control: ElementHandle): Promise<void> {
  const kind = await control
    .evaluate((element: { tagName: string; type: string }) => `${element.tagName} ${element.type}`)
    .catch(() => '');
  if (kind.startsWith('SELECT')) {
    const values: string[] = await control.evaluate((element: { options: ArrayLike<{ value: string }> }) =>
      Array.from(element.options, ({ value }) => value),
    );
    await control.selectOption(values.at(-1) ?? '').catch(() => undefined);
    return;
  }
  if (kind.endsWith('submit')) {
    await control
      .evaluate((button: { form: { elements: ArrayLike<object> } }) => {
        for (const field of Array.from(button.form?.elements ?? []) as {
          tagName: string;
          type: string;
          value: string;
          required: boolean;
          minLength: number;
          min: string;
          dispatchEvent(event: Event): void;
        }[]) {
          if (
            field.tagName !== 'INPUT' ||
            field.value !== '' ||
            ['checkbox', 'radio', 'file', 'search'].includes(field.type)
          )
            continue;
          if (!field.required && field.type !== 'password') continue;
          const value =
            field.type === 'number'
              ? field.min || '1'
              : field.type === 'url'
                ? 'http://192.168.1.9/'
                : 'a long enough value';
          Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')!.set!.call(field, value);
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }
      })
      .catch(() => undefined);
  }
  await control.click({ timeout: 2000, force: true }).catch(() => undefined);
}

const STEADY = { loadStepKg: 2.5, stepPercent: 0, repsStep: 0, setsStep: 0, lightEveryWeeks: null, lightPercent: 0 };
function exerciseFields() {
  const { sets, repsMin, repsMax, holdS, tempo, load, restS, note } = makeProgramme('hip-thrust');
  return { exercise: 'hip-thrust' as const, sets, repsMin, repsMax, holdS, tempo, load, restS, note };
}
