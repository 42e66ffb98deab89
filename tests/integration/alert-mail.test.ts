/** Alerts by e-mail, to a real mail server. */
import { join } from 'node:path';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AlertTextOptions } from '../../src/app/publish/alert-text.ts';
import { AlertMail, type MailConfig } from '../../src/app/publish/mail/alert-mail.ts';
import { exampleOf } from '../../src/contracts/common.ts';
import { Alert } from '../../src/contracts/events.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { startStation, tempFolder } from '../support/station.ts';

interface Letter {
  from: string;
  to: string[];
  text: string;
}

/** With the log-in that it wants. */
async function mailServer(port = 0, { password = 'letters', unknown = 'nobody@gym.example', tls = false } = {}) {
  const letters: Letter[] = [];
  const logIns: unknown[] = [];
  const server = new SMTPServer({
    secure: false,
    ...(!tls && { disabledCommands: ['STARTTLS'] }), // its certificate is one that it signed itself
    allowInsecureAuth: true,
    onAuth: ({ password: given }, _session, done) =>
      logIns.push(given) && given === password
        ? done(null, { user: 'station' })
        : done(new Error(`station has not ${given}`)),
    onRcptTo: ({ address }, _session, done) => done(address === unknown ? new Error(`no ${address} here`) : null),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        letters.push({
          from,
          to: envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(parts).toString(),
        });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(close);
  return { letters, logIns, close, port: (server.server.address() as { port: number }).port };
}

const mailTo = (port: number, patch: Partial<MailConfig> = {}): MailConfig => ({
  host: '127.0.0.1',
  port,
  tls: 'never',
  username: 'station',
  password: 'letters',
  from: 'station@gym.example',
  to: ['ana@gym.example', 'theo@gym.example'],
  leastSeverity: 'warning',
  ...patch,
});

const alert = (patch: Partial<Alert> = {}): Alert => ({
  ...exampleOf(Alert),
  id: newId(),
  at: new Date().toISOString(),
  severity: 'warning',
  ...patch,
});

const texts: AlertTextOptions = {
  language: 'en',
  zone: 'Europe/Berlin',
  nameOf: (bay) => (bay === 'bay-1' ? 'Window' : bay),
  isInPounds: () => false,
};

function mailer(
  store: Store,
  mail: MailConfig,
  more: Partial<ConstructorParameters<typeof AlertMail>[0]> = {},
): AlertMail {
  const made = new AlertMail({
    mail,
    texts,
    site: 'gym',
    store: () => store,
    logger: pino({ level: 'silent' }),
    periodMs: 10,
    pauseMs: 10,
    ...more,
  });
  onTestFinished(() => made.stop());
  made.start();
  return made;
}

async function openAlerts(): Promise<Store> {
  const store = await openStore({ file: join(tempFolder(), 'a.db') });
  onTestFinished(() => store.close());
  return store;
}

describe('alerts by e-mail', () => {
  it('tell what is the matter, where and since when; several in one message', async () => {
    const { letters, port } = await mailServer();
    const store = await openAlerts();
    await store.write({
      alerts: [
        alert({ kind: 'board-lost', severity: 'error', text: 'The board was unplugged.' }),
        alert({ kind: 'stalled', bay: 'bay-2', text: 'The bar has come to rest.' }),
        alert({ kind: 'calibrating', severity: 'info', text: 'Not for anybody.' }),
      ],
    });
    mailer(store, mailTo(port));
    await expect.poll(() => letters.length).toBe(1);
    const [letter] = letters;
    expect(letter).toMatchObject({ from: 'station@gym.example', to: ['ana@gym.example', 'theo@gym.example'] });
    expect(letter!.text).toMatch(/Subject: Lockout gym: Window: Board lost and 1 more/);
    expect(letter!.text).toMatch(/Window, error, since .*\r\nThe board was unplugged\./);
    expect(letter!.text).toMatch(/bay-2, warning, since .*\r\nThe bar has come to rest\./);
    expect(letter!.text).not.toContain('Not for anybody');
  });

  it('are told once, also by the next start', async () => {
    const { letters, port } = await mailServer();
    const store = await openAlerts();
    const [one, other] = [alert({ text: 'The first.' }), alert({ text: 'The second.' })];
    await store.write({ alerts: [one] });
    const first = mailer(store, mailTo(port));
    await expect.poll(() => first.counts.alerts).toBe(1);
    await first.stop();
    await store.write({ alerts: [other] });
    const second = mailer(store, mailTo(port));
    await expect.poll(() => second.counts.alerts).toBe(1);
    await expect.poll(() => store.alerts.unmailed(9)).toEqual([]);
    expect(letters.map(({ text }) => [text.includes('The first.'), text.includes('The second.')])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('wait for a mail server that is unavailable, and say meanwhile what is wrong', async () => {
    const gone = await mailServer();
    await gone.close();
    const store = await openAlerts();
    await store.write({ alerts: [alert({ text: 'Kept for later.' })] });
    const mail = mailer(store, mailTo(gone.port));
    await expect.poll(() => mail.trouble).toEqual({ kind: 'mail-no-server', params: { answer: '' } });
    const { letters } = await mailServer(gone.port);
    await expect.poll(() => letters.length).toBe(1);
    await expect.poll(() => mail.trouble).toBe(null);
    expect(letters[0]!.text).toContain('Kept for later.');
    expect(mail.counts.failed).toBeGreaterThan(0);
  });

  it('are not lost to a wrong password', async () => {
    const { letters, port } = await mailServer();
    const store = await openAlerts();
    await store.write({ alerts: [alert()] });
    const mail = mailer(store, mailTo(port, { password: 'wrong' }));
    // What the server says may name accounts, and `/health` is for everybody.
    await expect.poll(() => mail.trouble).toEqual({ kind: 'mail-log-in-refused', params: { answer: 'SMTP 535' } });
    expect(letters).toEqual([]);
    expect(await store.alerts.unmailed(9)).toHaveLength(1);
  });

  it('reach the others where the mail server does not know one of them, and the log says whom', async () => {
    const { letters, port } = await mailServer();
    const store = await openAlerts();
    await store.write({ alerts: [alert()] });
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    mailer(store, mailTo(port, { to: ['nobody@gym.example', 'theo@gym.example'] }), { logger });
    await expect.poll(() => letters.length).toBe(1);
    expect(letters[0]!.to).toEqual(['theo@gym.example']);
    await expect.poll(() => lines.join('')).toMatch(/takes nothing for mail\.to\.0; the others got it/);
  });

  it.each([
    ['a mail server that does not speak TLS', false, /^mail-(no-tls|broken|unreachable)$/],
    ['one whose certificate nobody vouches for', true, /^mail-untrusted$/],
  ])('are not given to %s, nor is the password, unless mail.tls says never', async (_, tls, kind) => {
    const { letters, logIns, port } = await mailServer(0, { tls });
    const store = await openAlerts();
    await store.write({ alerts: [alert()] });
    const mail = mailer(store, mailTo(port, { tls: 'starttls' }));
    await expect.poll(() => mail.trouble?.kind).toMatch(kind);
    expect(letters).toEqual([]);
    expect(logIns).toEqual([]);
  });

  it('let no name of a bay into their head', async () => {
    const { letters, port } = await mailServer();
    const store = await openAlerts();
    await store.write({ alerts: [alert()] });
    mailer(store, mailTo(port), {
      texts: { ...texts, nameOf: () => 'Window\r\nBcc: eve@evil.example\r\n\r\nPay here' },
    });
    await expect.poll(() => letters.length).toBe(1);
    const { to, text } = letters[0]!;
    expect(to).toEqual(['ana@gym.example', 'theo@gym.example']);
    expect(text.slice(0, text.indexOf('\r\n\r\n'))).not.toMatch(/^(Bcc|Pay)/m);
  });

  it('of a station come with the name of its bay, in the language and units of the gym, and stay in its list when they are over', async () => {
    const { letters, port } = await mailServer();
    const yaml = [
      'language: de',
      'bays: [{ name: Window, plates: { platesLb: [45, 25, 10] } }]',
      `mail: { host: 127.0.0.1, port: ${port}, tls: never, username: station, password: letters, from: station@gym.example, to: [ana@gym.example] }`,
    ].join('\n');
    const { station, asAdmin, page } = await startStation({ yaml });
    const [bay] = station.bays;
    bay!.raise({ kind: 'load-shift', params: { offsetKg: 20 } }, 'warning', 'The load cell shows 20 kg.');
    await expect.poll(() => letters.length).toBe(1);
    expect(letters[0]!.text).toMatch(/Subject: Lockout gym: Window: Kraftsensor verschoben/);
    expect(letters[0]!.text.replaceAll('=\r\n', '')).toMatch(/Window, Warnung, seit .*44 lb auf dem Kraftsensor/s);
    bay!.clear('load-shift');
    const list = async () =>
      (await (await asAdmin(`${page}/api/v1/alerts`)).json()) as { alerts: { kind: string; endedAt: string | null }[] };
    await expect
      .poll(async () => (await list()).alerts.find(({ kind }) => kind === 'load-shift')?.endedAt)
      .toMatch(/Z$/);
  });

  it('need a sender and somebody who gets them', async () => {
    await expect(startStation({ yaml: 'mail: { host: mail.gym.example }' })).rejects.toThrow(
      /mail\.from is "", but must be an address.*mail\.to is empty/s,
    );
  });
});
