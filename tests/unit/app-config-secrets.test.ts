import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { hideSecrets, withSecrets } from '../../src/app/config/secrets.ts';

const FILE = `# our gym
site: gym # short
mqtt:
  url: mqtt://gym:hunter1@broker.local:1883
  username: gym
  password: 'hunter2' # of the broker
  embedded:
    accounts:
      - { username: home, password: "hunter3" }
      - username: nodered
        password: |
          hunter4
web: { port: 8080 }
`;

describe('passwords in the configuration file', () => {
  it('are not in what is sent, and all else is as it stands', () => {
    const sent = hideSecrets(FILE);
    expect(sent).not.toContain('hunter');
    expect(sent.split('\n')[0]).toBe('# our gym');
    expect(sent).toContain('site: gym # short');
    expect(sent).toContain('password: "(hidden)" # of the broker');
    expect(sent).toContain('mqtt://gym:(hidden)@broker.local:1883');
  });

  it('stay when they come back hidden, whatever else was changed, also in another order', () => {
    expect(withSecrets(hideSecrets(FILE), FILE)).toContain("password: 'hunter2' # of the broker");
    const accounts = { home: 'hunter3', nodered: 'hunter4' };
    const read = (yaml: string) => parseDocument(yaml).toJS();
    const next = parseDocument(hideSecrets(FILE));
    next.setIn(['web', 'port'], 9090);
    const list = next.getIn(['mqtt', 'embedded', 'accounts']) as { items: unknown[] };
    list.items.reverse();
    const written = read(withSecrets(next.toString(), FILE));
    expect(written.web.port).toBe(9090);
    expect(written.mqtt).toMatchObject({ url: 'mqtt://gym:hunter1@broker.local:1883', password: 'hunter2' });
    for (const { username, password } of written.mqtt.embedded.accounts)
      expect(password.trim()).toBe(accounts[username as keyof typeof accounts]);
  });

  it('are changed by writing others', () => {
    const next = hideSecrets(FILE).replace('password: "(hidden)" # of', 'password: "new one" # of');
    expect(withSecrets(next, FILE)).toContain('password: "new one" # of the broker');
  });

  it.each([
    ['of somebody who is new', (text: string) => text.replace('username: nodered', 'username: somebody')],
    [
      'that somebody wrote on behind what is hidden',
      (text: string) => text.replace('"(hidden)" # of', '"(hidden)2" # of'),
    ],
    ['of another broker', (text: string) => text.replace('broker.local', 'evil.example.com')],
    ['of an address without one before', () => 'mqtt: { url: "mqtt://other:(hidden)@broker.local" }'],
  ])('%s are asked for again', (_, change) => {
    expect(() => withSecrets(change(hideSecrets(FILE)), FILE)).toThrow(/Write it again/);
  });

  it('go to no other broker either when only mqtt.password holds them', () => {
    const file = 'mqtt: { url: mqtt://broker.local, username: gym, password: hunter2 }';
    expect(withSecrets(hideSecrets(file), file)).toBe(file);
    const stolen = hideSecrets(file).replace('broker.local', 'evil.example.com');
    expect(() => withSecrets(stolen, file)).toThrow(/mqtt.url changed/);
  });

  it.each([
    ['host: smtp.gym.example', 'host: smtp.evil.example'],
    ['port: 587', 'port: 2525'],
    ['tls: starttls', 'tls: never'],
    ['tls: starttls', 'leastSeverity: info'],
  ])('go to no other mail server, nor there in the clear: %s, then %s', (was, is) => {
    const file = 'mail: { host: smtp.gym.example, port: 587, tls: starttls, username: gym, password: hunter2 }';
    expect(hideSecrets(file)).not.toContain('hunter2');
    expect(withSecrets(hideSecrets(file), file)).toBe(file);
    expect(() => withSecrets(hideSecrets(file).replace(was, is), file)).toThrow(
      /mail.host, mail.port, mail.tls changed/,
    );
  });

  it('are hidden in a file that is no YAML, too', () => {
    const broken = `${FILE}  - [\n"password": hunter5\n`;
    expect(hideSecrets(broken)).not.toMatch(/hunter[1235]/);
  });

  it('never get out, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 20 }), (secret) => {
        fc.pre(!'password: "(hidden)"\nmqtt:  '.includes(secret.trim()) && secret.trim().length > 2);
        const document = parseDocument('mqtt: {}');
        document.setIn(['mqtt', 'password'], secret);
        const text = document.toString();
        const sent = hideSecrets(text);
        expect(parseDocument(sent).toJS()).toEqual({ mqtt: { password: '(hidden)' } });
        expect(parseDocument(withSecrets(sent, text)).toJS()).toEqual({ mqtt: { password: secret } });
      }),
    );
  });
});
