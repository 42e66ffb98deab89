import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OWN_SCREEN } from '../../src/app/people/access/identities.ts';
import { FakeStation } from '../support/fake-station.ts';
import { fillHistory, SCENES } from '../support/scenes.ts';
import { DASHBOARD } from '../support/station.ts';
import { chromium, isDrawn, isLive, shoot, text, useDashboard, violations, whyNot } from './dashboard-support.ts';

describe.skipIf(!chromium)(`the page as an app${whyNot}`, () => {
  const { serve, open } = useDashboard('allow');

  it('says that the station is gone and how old its data are, and comes back by itself', async () => {
    const station = new FakeStation();
    const { app, port, url } = await serve(station);
    const page = await open(url, { mayComplain: true });
    await isLive(page);
    SCENES.holding(station, 'bay-1');
    await expect.poll(() => text(page, 'count')).toBe('7');
    await app.close();
    await page.getByText('No connection').waitFor();
    await page.getByText(/Last data \d+ s ago/).waitFor();
    await shoot(page, 'kiosk-disconnected');
    await serve(station, port);
    await page.getByText('No connection').waitFor({ state: 'detached' });
    station.frame('bay-1', { phase: 'lockout', holdS: 0.8 });
    await expect.poll(() => text(page, 'hold-time')).toBe('0.8');
  });

  it('reports that it is painted, and which bay it shows, again and again', async () => {
    const { app, station, access, url } = await serve();
    access.here = OWN_SCREEN;
    const page = await open(url);
    await isLive(page);
    await expect.poll(() => station.signs.at(-1)).toMatchObject({ bay: 'bay-1', isOwn: true });
    const first = station.signs.length;
    await expect.poll(() => station.signs.length, { timeout: 30_000 }).toBeGreaterThan(first);
    for (const socket of app.websocketServer.clients) socket.terminate();
    await expect.poll(() => new Set(station.signs.map(({ screen }) => screen)).size, { timeout: 30_000 }).toBe(2);
  });

  it('notices a station that falls silent without hanging up', async () => {
    const { app, station, url } = await serve();
    const page = await open(url);
    await isLive(page);
    const second = page.waitForEvent('websocket');
    // The server forgets to speak, as after a power cut: the socket stays open.
    for (const socket of app.websocketServer.clients) socket.send = () => undefined;
    await second;
    await isLive(page);
    SCENES.ascending(station, 'bay-1');
    await expect.poll(() => text(page, 'count')).toBe('3');
  });

  it('starts without the station, with what it last knew, and goes on when the station is back', async () => {
    const station = new FakeStation();
    const { app, port, url } = await serve(station, 0, fillHistory);
    SCENES['member-lifting'](station, 'bay-1');
    const page = await open(url, { mayComplain: true });
    await isLive(page);
    await expect.poll(() => text(page, 'count')).toBe('7');
    await page.getByTestId('recent-sets').waitFor();
    // Installed, in charge, and has seen the list of sets.
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await page.reload();
    await isLive(page);
    await page.getByTestId('recent-sets').waitFor();
    await app.close();
    await page.reload();
    await page.getByText('No connection').waitFor();
    await expect.poll(() => text(page, 'count')).toBe('7');
    // Who was on the bay is not kept on the screen.
    expect(await page.getByText('Mira').count()).toBe(0);
    await page.getByText(/As of .* ago/).waitFor();
    await shoot(page, 'kiosk-offline-start');
    await serve(station, port, fillHistory);
    await isLive(page);
    await page.getByText('Mira').first().waitFor();
    SCENES['member-resting'](station, 'bay-1');
    await page.getByTestId('rest-ring').waitFor();
    await page.reload();
    const { memberId } = station.bay('bay-1')!.session;
    expect(await page.evaluate("localStorage.getItem('lockout-bays')")).not.toContain(memberId);
  });

  it('can be installed', async () => {
    const { url } = await serve();
    const page = await open(url);
    const address = await page.locator('link[rel=manifest]').getAttribute('href');
    const answer = await page.request.get(`${url}${address}`);
    expect(answer.headers()['content-type']).toContain('application/manifest+json');
    const manifest = (await answer.json()) as { start_url: string; display: string; icons: { src: string }[] };
    expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' });
    for (const { src } of manifest.icons) expect((await page.request.get(`${url}${src}`)).ok(), src).toBe(true);
  });

  it('remembers colours, contrast, units and language of this screen, and is usable by keyboard', async () => {
    const { url, station } = await serve();
    const page = await open(url);
    await isLive(page);
    SCENES.holding(station, 'bay-1');
    await expect.poll(() => text(page, 'load')).toMatch(/80\s*kg/);
    const html = page.locator('html');
    expect(await html.getAttribute('data-scheme')).toBe('dark');
    await page.getByRole('button', { name: 'Settings of this screen' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Light' }).focus();
    await page.keyboard.press('Space');
    await page.getByText('High', { exact: true }).click();
    await page.getByText('Pounds').click();
    await page.getByText('Deutsch').click();
    await page.getByText('Dieser Bildschirm').waitFor();
    await shoot(page, 'kiosk-settings');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.reload();
    await isLive(page);
    expect(await html.getAttribute('data-scheme')).toBe('light');
    expect(await html.getAttribute('data-contrast')).toBe('more');
    expect(await html.getAttribute('lang')).toBe('de');
    await expect.poll(() => text(page, 'load')).toMatch(/177\s*lb/);
    await expect.poll(() => text(page, 'verdict')).toContain('zählt');
    await isDrawn(page);
    await shoot(page, 'kiosk-contrast-german');
    expect(await violations(page)).toEqual([]);
  });

  it('says so when there is no such page or bay, and leads back', async () => {
    const { url } = await serve();
    const page = await open(`${url}/bay/nope`);
    await page.getByText('This station has no bay “nope”').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${url}/nowhere`);
    await page.getByText('Page not found').waitFor();
    await page.getByRole('link', { name: 'All bays' }).click();
    await page.getByTestId('empty').waitFor();
  });

  it('the service worker keeps no file that is not there', async () => {
    const { url } = await serve();
    const page = await open(url);
    const worker = await (await page.request.get(`${url}/sw.js`)).text();
    const files = [...worker.matchAll(/"(\/assets\/[^"]+)"/g)].map((found) => found[1]!);
    expect(files.length).toBeGreaterThan(5);
    for (const file of new Set(files)) expect((await page.request.get(url + file)).ok(), file).toBe(true);
  });

  it('the bay screen loads less than 102 kB, its font included', () => {
    const html = readFileSync(join(DASHBOARD, 'index.html'), 'utf8');
    const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((found) => `${found[1]}.gz`);
    expect(first.some((name) => name.endsWith('.js.gz'))).toBe(true);
    const font = readdirSync(join(DASHBOARD, 'assets')).find((name) => name.includes('inter-latin-wght')) ?? 'no font';
    const sizes = [...first, join('assets', font), 'index.html.gz'].map((name) => statSync(join(DASHBOARD, name)).size);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(102_000);
  });
});
