/** Alerts by e-mail, to a real mail server. */
import { join } from 'node:path';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { v7 as newId } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
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
async function mailServer(port = 0, password = 'letters') {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    secure: false,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ password: given }, _session, done) =>
      given === password ? done(null, { user: 'station' }) : done(new Error('wrong password')),
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
  return { letters, close, port: (server.server.address() as { port: number }).port };
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

function mailer(store: Store, mail: MailConfig): AlertMail {
  const made = new AlertMail({
    mail,
    nameOf: (bay) => (bay === 'bay-1' ? 'Window' : bay),
    site: 'gym',
    store: () => store,
    logger: pino({ level: 'silent' }),
    periodMs: 10,
    pauseMs: 10,
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
    expect(letter!.text).toMatch(/Subject: Lockout gym: Window: board-lost and 1 more/);
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
    await expect.poll(() => mail.trouble).toMatch(/ECONNREFUSED/);
    const { letters } = await mailServer(gone.port);
    await expect.poll(() => letters.length).toBe(1);
    await expect.poll(() => mail.trouble).toBe('');
    expect(letters[0]!.text).toContain('Kept for later.');
    expect(mail.counts.failed).toBeGreaterThan(0);
  });

  it('are not lost to a wrong password', async () => {
    const { letters, port } = await mailServer();
    const store = await openAlerts();
    await store.write({ alerts: [alert()] });
    const mail = mailer(store, mailTo(port, { password: 'wrong' }));
    await expect.poll(() => mail.trouble).toMatch(/wrong password/);
    expect(letters).toEqual([]);
    expect(await store.alerts.unmailed(9)).toHaveLength(1);
  });

  it('of a station come with the name of its bay, and stay in its list when they are over', async () => {
    const { letters, port } = await mailServer();
    const yaml = [
      'bays: [{ name: Window }]',
      `mail: { host: 127.0.0.1, port: ${port}, tls: never, username: station, password: letters, from: station@gym.example, to: [ana@gym.example] }`,
    ].join('\n');
    const { station, asAdmin, page } = await startStation({ yaml });
    const [bay] = station.bays;
    bay!.raise({ kind: 'uneven', params: {} }, 'warning', 'Three reps in a row were uneven.');
    await expect.poll(() => letters.map(({ text }) => text).join()).toMatch(/Window.*uneven.*Three reps in a row/s);
    bay!.clear('uneven');
    const list = async () =>
      (await (await asAdmin(`${page}/api/v1/alerts`)).json()) as { alerts: { kind: string; endedAt: string | null }[] };
    await expect.poll(async () => (await list()).alerts.find(({ kind }) => kind === 'uneven')?.endedAt).toMatch(/Z$/);
  });

  it('need a sender and somebody who gets them', async () => {
    await expect(startStation({ yaml: 'mail: { host: mail.gym.example }' })).rejects.toThrow(
      /mail\.from is "", but must be an address.*mail\.to is empty/s,
    );
  });
});
