import { describe, expect, it } from 'vitest';
import { type GreetingCode, greetingText } from '../../src/contracts/greetings.ts';
import { withText } from '../../src/contracts/reasons.ts';
import { FakeStation } from '../support/fake-station.ts';
import { makeRep, makeSet } from '../support/messages.ts';
import { fillHistory, SCENES } from '../support/scenes.ts';
import {
  chromium,
  cutOff,
  follow,
  isDrawn,
  isLive,
  overflow,
  SIZES,
  type Size,
  shoot,
  text,
  useDashboard,
  violations,
  whyNot,
} from './dashboard-support.ts';

describe.skipIf(!chromium)(`bay screen${whyNot}`, () => {
  const { serve, open } = useDashboard();

  it('shows a rep being lifted, counted and held, as it happens', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES.ascending(station, 'bay-1');
    await expect.poll(() => text(page, 'count')).toBe('3');
    const due = () => page.getByTestId('cue').getAttribute('data-due');
    const ring = () => page.getByTestId('hold-ring').getAttribute('data-state');
    const barTop = async () => (await page.locator('.rail__bar').boundingBox())?.y ?? 0;
    await expect.poll(due).toBe('drive');
    const lowAt = await barTop();
    const setId = station.bay('bay-1')?.state.set?.id ?? '';
    const rep = makeRep('bay-1', { n: 4, setId, stage: 'lockout' });
    station.rep('bay-1', rep);
    station.frame('bay-1', { phase: 'lockout', heightMm: 424, holdS: 0.4 });
    await expect.poll(() => text(page, 'count')).toBe('4');
    await expect.poll(() => text(page, 'hold-time')).toBe('0.4');
    await expect.poll(barTop).toBeLessThan(lowAt);
    await expect.poll(due).toBe('hold');
    await expect.poll(ring).toBe('holding');
    station.frame('bay-1', { phase: 'lockout', heightMm: 424, holdS: 1.1 });
    await expect.poll(ring).toBe('met');
    await expect.poll(due).toBe('lower');
    await expect.poll(() => text(page, 'announcer')).toBe('4');
    // Measured afterwards, the hold was shorter: the ring tells what the rep was given.
    station.rep('bay-1', { ...rep, revision: 2, stage: 'complete', holdS: 0.97, flags: ['hold-missed'] });
    station.frame('bay-1', { phase: 'rest', heightMm: 121, holdS: 0 });
    await expect.poll(ring).toBe('missed');
    await expect.poll(() => text(page, 'hold-time')).toBe('0.9');
    const reasons = [withText({ kind: 'short-of-lockout', params: { shortMm: 21 } })];
    station.rep('bay-1', makeRep('bay-1', { setId, n: null, verdict: 'partial', reasons }));
    await expect.poll(() => text(page, 'verdict')).toContain('Not counted');
    expect(await text(page, 'verdict')).toContain('2.1 cm short');
    expect(await text(page, 'count')).toBe('4');
  });

  it('keeps the screen awake while it is shown, and no longer', async () => {
    const { url } = await serve();
    // A browser without a window grants nothing that it isn't told to.
    const page = await open('about:blank', { context: { permissions: ['screen-wake-lock'] } });
    await page.addInitScript(`
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      const given = [];
      navigator.wakeLock.request = (kind) => request(kind).then((lock) => (given.push(lock), lock));
      globalThis.wakeLocks = () => given.map(({ released }) => released);
    `);
    const isReleased = () => page.evaluate<boolean[]>('wakeLocks()');
    await page.goto(`${url}/bay/bay-1`);
    await expect.poll(isReleased).toEqual([false]);
    await follow(page, '/log-in');
    await expect.poll(isReleased).toEqual([true]);
  });

  it('keeps the highest revision of a rep, and takes a count back that was settled otherwise', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES.ascending(station, 'bay-1');
    await expect.poll(() => text(page, 'count')).toBe('3');
    const setId = station.bay('bay-1')?.state.set?.id ?? '';
    const rep = makeRep('bay-1', { n: 4, setId, revision: 1 });
    station.rep('bay-1', rep);
    await expect.poll(() => text(page, 'count')).toBe('4');
    station.rep('bay-1', {
      ...rep,
      revision: 3,
      n: null,
      verdict: 'rejected',
      reasons: [withText({ kind: 'put-on-hooks', params: {} })],
    });
    await expect.poll(() => text(page, 'count')).toBe('3');
    station.rep('bay-1', { ...rep, revision: 2 });
    const reasons = [withText({ kind: 'short-of-lockout', params: { shortMm: 50 } })];
    station.rep('bay-1', makeRep('bay-1', { n: null, setId, verdict: 'partial', reasons }));
    await expect.poll(() => text(page, 'verdict')).toContain('5 cm short');
    expect(await text(page, 'count')).toBe('3');
  });

  it('greets who taps in, shows their plan, and says why a card is unknown', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES['tap-in'](station, 'bay-1');
    await page.getByText('Tap your card').waitFor();
    SCENES['unknown-card'](station, 'bay-1');
    await page.getByText('Unknown card').waitFor();
    SCENES.member(station, 'bay-1');
    await page.getByText('Hello Mira').waitFor();
    await expect.poll(() => text(page, 'who')).toBe('Mira');
    await expect.poll(() => text(page, 'plan')).toMatch(/1 of 3.*8 to 10.*82.5 kg/s);
    SCENES['member-resting'](station, 'bay-1');
    await page.getByTestId('rest-ring').waitFor();
    await expect.poll(() => text(page, 'load')).toContain('80');
    await expect.poll(() => text(page, 'plan')).toContain('2 of 3');
    // Whoever comes next sees nothing of that set.
    SCENES.member(station, 'bay-1');
    await page.getByTestId('empty').waitFor();
    expect(await page.getByTestId('rest-ring').count()).toBe(0);
    expect(await page.getByTestId('load').count()).toBe(0);
    // So does whoever stands there when she has left.
    SCENES['member-resting'](station, 'bay-1');
    await page.getByTestId('rest-ring').waitFor();
    station.presence('bay-1', { kind: 'none', sessionId: null, memberId: null, alias: null, since: null, plan: null });
    await page.getByTestId('empty').waitFor();
    expect(await page.getByTestId('rest-ring').count()).toBe(0);
  });

  it('says in every language what to do about a card', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    await page.evaluate(`localStorage.setItem('lockout-settings', '{"language":"de"}')`);
    await page.reload();
    await isLive(page);
    SCENES['unknown-card'](station, 'bay-1');
    await page.getByText('Die Karte …4A2F ist hier nicht bekannt. Ein Trainer kann sie').waitFor();
    const greet = (code: GreetingCode) => {
      const message = { ...code, text: greetingText(code) };
      station.presence('bay-1', { greeting: { at: new Date().toISOString(), result: 'waits', message } });
    };
    greet({ kind: 'waits-out', params: {} });
    await page.getByText('Noch einmal anhalten, und du bleibst').waitFor();
    greet({ kind: 'waits-in', params: { name: 'Ben' } });
    await page.getByText('Ein Satz läuft noch: Danach ist Ben angemeldet').waitFor();
  });

  it('shows the last set as people leave it, which neither an older one nor a recording that is played becomes', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES['last-set'](station, 'bay-1');
    const told = () => page.getByTestId('last-set').innerText();
    await expect.poll(told).toContain('10 counted');
    const last = station.bay('bay-1')!.lastSet!;
    const setId = last.id;
    for (const n of [1, 2]) station.rep('bay-1', makeRep('bay-1', { n, setId }));
    station.set('bay-1', { ...last, revision: 2, countedReps: 9, enteredLoadKg: 72.5 });
    await expect.poll(told).toMatch(/9 counted.*72.5 kg/s);
    const hourAgo = new Date(Date.parse(last.startedAt) - 3_600_000).toISOString();
    station.set('bay-1', makeSet('bay-1', { startedAt: hourAgo, revision: 2, countedReps: 3 }));
    station.presence('bay-1', { kind: 'guest' });
    await expect.poll(() => text(page, 'who')).toBe('Guest');
    expect(await told()).toContain('9 counted');
    station.state('bay-1', { source: 'replay' });
    station.set('bay-1', makeSet('bay-1', { source: 'replay', countedReps: 4 }));
    await expect.poll(told).toContain('4 counted');
    station.state('bay-1', { source: 'board' });
    await expect.poll(told).toContain('9 counted');
    station.set('bay-1', { ...last, revision: 3, deletedAt: new Date().toISOString() });
    await page.getByTestId('empty').waitFor();
    station.set('bay-1', { ...last, revision: 4 });
    await expect.poll(told).toContain('10 counted');
    // Who has not tapped in is not waited for all night.
    station.presence('bay-1', { kind: 'none' });
    const [startedAt, endedAt] = [17, 16].map((min) => new Date(Date.now() - min * 60_000).toISOString());
    station.set('bay-1', { ...last, revision: 5, startedAt: startedAt ?? '', endedAt: endedAt ?? '' });
    await page.getByTestId('empty').waitFor();
  });

  it('asks for the sets of the bay again when the database is back', async () => {
    const station = new FakeStation();
    const { url, history } = await serve(station, 0, (kept) => {
      fillHistory(kept);
      kept.fails = new Error('the database is unavailable');
    });
    const page = await open(url, { mayComplain: true });
    await isLive(page);
    await page.getByText('The list can’t be loaded now').waitFor();
    history.fails = null;
    station.alert('bay-1', { kind: 'storage-failing', active: false });
    await page.getByTestId('recent-sets').waitFor();
  });

  it('grows no more after a few sets, though hundreds follow', async () => {
    const { station, url, history } = await serve();
    const page = await open(url);
    await isLive(page);
    const lift = async (howMany: number) => {
      for (let sets = 0; sets < howMany; sets++) {
        SCENES.ascending(station, 'bay-1');
        const { id = '' } = station.bay('bay-1')?.state.set ?? {};
        station.state('bay-1', { set: null });
        const set = makeSet('bay-1', { id, startedAt: new Date().toISOString() });
        history.details.unshift({ set, reps: [] });
        station.set('bay-1', set);
      }
      const newest = history.details[0]!.set.id;
      await page.getByTestId('recent-sets').locator(`a[href$="${newest}"]`).waitFor();
      return (await page.evaluate('document.querySelectorAll("*").length')) as number;
    };
    const few = await lift(15);
    expect(await lift(400)).toBeLessThan(few + 50);
    expect(await page.evaluate('JSON.stringify(localStorage).length')).toBeLessThan(20_000);
  });

  it('sounds at lockout, at the end of the hold and of the set, once it was touched', async () => {
    const { station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    await page.evaluate(`
      window.sounds = [];
      new MutationObserver(() => window.sounds.push(document.documentElement.dataset.lastSound))
        .observe(document.documentElement, { attributes: true, attributeFilter: ['data-last-sound'] })`);
    const sounds = async () => (await page.evaluate('window.sounds')) as string[];
    const button = page.locator('[data-sound]');
    expect(await button.getAttribute('data-sound')).toBe('blocked');
    await button.click();
    await expect.poll(() => button.getAttribute('data-sound')).toBe('on');
    // The button lets hear what it turns on, a moment later.
    await expect.poll(sounds).toEqual(['lockout']);
    SCENES.ascending(station, 'bay-1');
    const setId = station.bay('bay-1')?.state.set?.id ?? '';
    station.rep('bay-1', makeRep('bay-1', { n: 4, setId, stage: 'lockout', holdS: null }));
    await expect.poll(sounds).toEqual(['lockout', 'lockout']);
    station.frame('bay-1', { phase: 'lockout', holdS: 1.2 });
    await expect.poll(sounds).toEqual(['lockout', 'lockout', 'holdMet']);
    station.state('bay-1', { set: null });
    station.set('bay-1', makeSet('bay-1', { id: setId }));
    await expect.poll(sounds).toEqual(['lockout', 'lockout', 'holdMet', 'setDone']);
    await button.click();
    await expect.poll(() => button.getAttribute('data-sound')).toBe('off');
  });

  const looks: [Size, 'dark' | 'light'][] = [
    ['kiosk', 'dark'],
    ['kiosk', 'light'],
    ['phone', 'dark'],
    ['portrait', 'light'],
    ['hd', 'dark'],
    ['desktop', 'light'],
  ];
  /** The rules of axe don't look at the size, but for what is hidden on a phone. */
  const checked = new Set(['kiosk dark', 'kiosk light', 'phone dark']);
  it.each(looks)('shows every scene whole and accessible: %s, %s', { timeout: 180_000 }, async (size, scheme) => {
    const names = Object.keys(SCENES) as (keyof typeof SCENES)[];
    const station = new FakeStation(Object.fromEntries(names.map((name) => [name, 'Bay 1'])));
    const { url } = await serve(station, 0, (history) => {
      for (const name of names) fillHistory(history, name);
    });
    const page = await open(url, { size, scheme });
    await isLive(page);
    for (const name of names) {
      // Only now: a greeting stands for seconds, and a slow machine would see the scenes at the end without theirs.
      SCENES[name](station, name);
      await follow(page, `/bay/${name}`);
      await page.locator('.page--bay').getByTestId('recent-sets').waitFor();
      await isDrawn(page);
      await shoot(page, `${size}-${scheme}-${name}`);
      expect(await overflow(page), `${name}: wider than the screen`).toBe(false);
      expect(await cutOff(page), `${name}: outside the first screenful`).toEqual([]);
      if (checked.has(`${size} ${scheme}`)) expect(await violations(page), `${name}: axe`).toEqual([]);
    }
  });

  it.each(Object.keys(SIZES) as Size[])('gives long words no more room than there is: %s', async (size) => {
    const station = new FakeStation({ 'bay-1': 'The station by the window, with long name' });
    SCENES['member-lifting'](station, 'bay-1');
    station.presence('bay-1', { alias: 'Maximiliane-Alexandra von und zu', greeting: null });
    const { url } = await serve(station);
    const page = await open(url, { size, context: { locale: 'es-ES' } });
    await isLive(page);
    await isDrawn(page);
    await shoot(page, `${size}-long-words`);
    expect(await overflow(page)).toBe(false);
    expect(await cutOff(page)).toEqual([]);
    const heightOf = async (part: string) => (await page.locator(part).boundingBox())?.height ?? 0;
    expect(await heightOf('.plan'), 'two lines of the plan').toBeLessThan(2.5 * (await heightOf('.plan b')));
  });
});
