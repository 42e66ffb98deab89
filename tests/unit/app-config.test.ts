import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigError, loadConfig, parseConfig } from '../../src/app/config/config.ts';
import { leavesOf, variableOf } from '../../src/app/config/env.ts';
import { starterFile } from '../../src/app/config/starter.ts';
import { Config } from '../../src/contracts/config.ts';

const faultsOf = (text: string, env: NodeJS.ProcessEnv = {}): readonly string[] => {
  try {
    parseConfig(text, '/etc/lockout.yaml', env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('configuration', () => {
  test('an empty file is the demo: one simulated bay, everything on this machine only', () => {
    const { config, dataDir } = parseConfig('', '/etc/lockout.yaml');
    expect(config.bays).toHaveLength(1);
    expect(config.bays[0]!.board.port).toBe('simulated');
    expect(config.web.host).toBe('127.0.0.1');
    expect(config.mqtt.embedded.host).toBe('127.0.0.1');
    expect(dataDir).toBe('/etc/data');
  });

  test('the starting file means the same as no file', () => {
    expect(parseConfig(starterFile(), '/etc/lockout.yaml')).toEqual(parseConfig('', '/etc/lockout.yaml'));
  });

  test('all faults are told at once, each with its line, its range and what to do', () => {
    const faults = faultsOf(
      [
        'site: Gym 1',
        'web:',
        '  prot: 80',
        '  port: 99999',
        'bays:',
        '  - id: bay-1',
        '    load:',
        '      rateHz: fast',
        '  - id: bay-2',
        '    mount: bar',
        '',
      ].join('\n'),
    );
    expect(faults).toHaveLength(5);
    expect(faults).toContainEqual(expect.stringMatching(/^line 1: site is "Gym 1".*a to z/));
    expect(faults).toContainEqual('line 3: web.prot is not a known key; did you mean port?');
    expect(faults).toContainEqual('line 4: web.port is 99999, but must be a whole number from 0 to 65535');
    expect(faults).toContainEqual('line 8: bays.0.load.rateHz is "fast", but must be one of 10, 20, 40, 80, 320');
    expect(faults).toContainEqual(expect.stringMatching(/^line 10: bays.1.mount is not a known key/));
  });

  test.each([
    ['web.trustProxy', 'trustProxy', 'web'],
    ['webhooks.networks', 'networks', 'webhooks'],
  ])('%s takes addresses and networks, never everybody', (name, key, group) => {
    const faults = (...list: string[]) => faultsOf(`${group}: { ${key}: ${JSON.stringify(list)} }`);
    expect(faults('127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8')).toEqual([]);
    for (const wrong of ['true', 'loopback', 'a.lan', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1/8/8'])
      expect(faults(wrong), wrong).toEqual([expect.stringMatching(`${name}.0 is .*address`)]);
  });

  test('rules between values are checked', () => {
    const faults = faultsOf(
      [
        'bays:',
        '  - id: a',
        '    board: { port: /dev/ttyUSB0 }',
        '    load: { rateHz: 320 }',
        '  - id: a',
        '    board:',
        '      port: /dev/ttyUSB0',
        '    load: { countsPerN: 0, clockPin: 4 }',
      ].join('\n'),
    );
    expect(faults.join('\n')).toMatch(/bays.0.load.rateHz is 320, but an HX711 gives 10 or 80/);
    expect(faults).toContainEqual(expect.stringMatching(/^line 5: bays.1.id is "a", which bays.0 has already/));
    expect(faults).toContainEqual(expect.stringMatching(/^line 7: bays.1.board.port is the port of bays.0 already/));
    expect(faults).toContainEqual(expect.stringMatching(/countsPerN is 0/));
    expect(faults.join('\n')).toMatch(/bays.1.load.clockPin is 4, which is the pin of load.dataPin already/);
  });

  test('a log-in of the broker restricts somebody, and has a name of its own', () => {
    const accounts =
      'embedded: { accounts: [{ username: gym, password: a }, { username: ha, password: b }, { username: ha, password: c }] }';
    const open = faultsOf(`mqtt: { ${accounts} }`);
    expect(open[0]).toMatch(/^line 1: mqtt.embedded.accounts.0.username has no effect while mqtt.username is empty/);
    const closed = faultsOf(`mqtt: { username: gym, password: x, ${accounts} }`);
    expect(closed).toEqual([
      expect.stringMatching(/accounts.0.username is "gym", which another log-in has already/),
      expect.stringMatching(/accounts.2.username is "ha", which another/),
    ]);
    expect(faultsOf('mqtt: { username: gym, embedded: { accounts: [{}] } }').join()).toMatch(
      /accounts.0.username.*accounts.0.password/,
    );
  });

  test('the embedded broker opens to the network only with a log-in, or when that is wanted without', () => {
    const faults = (more: string) => faultsOf(`mqtt: { ${more} }`);
    expect(faults('embedded: { host: 0.0.0.0 }')).toEqual([
      expect.stringMatching(
        /mqtt.embedded.host is 0.0.0.0, .*set mqtt.username and mqtt.password, or .*allowAnonymous/,
      ),
    ]);
    expect(faults('embedded: { host: "::" }')).toHaveLength(1);
    expect(faults('embedded: { host: 127.0.0.2 }')).toEqual([]);
    expect(faults('embedded: { host: 0.0.0.0, allowAnonymous: true }')).toEqual([]);
    expect(faults('username: gym, password: x, embedded: { host: 0.0.0.0 }')).toEqual([]);
    expect(faults('url: "mqtt://broker:1883", embedded: { host: 0.0.0.0 }')).toEqual([]);
  });

  test('certificates lie beside the file, go with TLS only, and a certificate has its key', () => {
    const { config } = parseConfig(
      'mqtt: { url: "mqtts://b", tls: { ca: ca.crt, key: /k, cert: c } }',
      '/etc/lockout.yaml',
    );
    expect(config.mqtt.tls).toEqual({ ca: '/etc/ca.crt', cert: '/etc/c', key: '/k', servername: '' });
    const faults = (url: string, tls: string) => faultsOf(`mqtt: { url: "${url}", tls: { ${tls} } }`);
    expect(faults('mqtt://b', 'ca: x')).toEqual([expect.stringMatching(/mqtt.tls.ca is used only with TLS.*mqtts:/)]);
    expect(faults('wss://b', 'cert: x')).toEqual([expect.stringMatching(/mqtt.tls.cert needs mqtt.tls.key/)]);
    expect(faults('mqtts://b', 'key: x')).toEqual([expect.stringMatching(/mqtt.tls.key needs mqtt.tls.cert/)]);
  });

  test('no pin of a bay has two uses', () => {
    const faults = faultsOf(
      [
        'bays:',
        '  - distance: { sensor: hcsr04, rateHz: 16 }',
        '    loadRight: { dataPin: 5 }',
        '    outputs:',
        '      ledPin: 7',
        '      buzzerPin: 4',
        '      tareButtonPin: 7',
        '      undoButtonPin: 11',
      ].join('\n'),
    );
    expect(faults).toEqual([
      expect.stringMatching(/bays.0.loadRight.dataPin is 5, which is the pin of load.clockPin already/),
      'line 5: bays.0.outputs.ledPin is 7, which is the pin of distance.triggerPin already; each needs its own',
      'line 6: bays.0.outputs.buzzerPin is 4, which is the pin of load.dataPin already; each needs its own',
      expect.stringMatching(/bays.0.outputs.tareButtonPin is 7/),
    ]);
    // Pins of a sensor that is not there are free.
    expect(faultsOf('bays: [{ outputs: { ledPin: 7, buzzerPin: 8 } }]')).toEqual([]);
  });

  test('a second load cell is a second HX711', () => {
    expect(faultsOf('bays: [{ load: { sensor: nau7802 }, loadRight: {} }]')).toEqual([
      expect.stringMatching(/bays.0.loadRight needs load.sensor hx711/),
    ]);
    expect(faultsOf('bays: [{ loadRight: { countsPerN: 0 } }]')).toEqual([expect.stringMatching(/countsPerN is 0/)]);
    expect(parseConfig('bays: [{ loadRight: {} }]', '/etc/lockout.yaml').config.bays[0]!.loadRight).toMatchObject({
      dataPin: 9,
      clockPin: 10,
    });
    expect(parseConfig('', '/etc/lockout.yaml').config.bays[0]!.loadRight).toBeUndefined();
  });

  test('what is not YAML is named with its line', () => {
    expect(faultsOf('web:\n  port: [1\n')).toEqual([expect.stringMatching(/^line \d+: not YAML/)]);
    expect(faultsOf('web: {}\nweb: {}\n')).toEqual(['line 2: web is there twice; keep one of them']);
    expect(faultsOf('just a text')).toEqual([expect.stringMatching(/must be a group of keys/)]);
    expect(faultsOf('bays: []')).toEqual([expect.stringMatching(/a list of 1 to 16 entries/)]);
  });

  test('a fault from the environment names the variable; an unknown variable is a fault', () => {
    expect(faultsOf('', { LOCKOUT_WEB_PORT: 'http' })).toEqual([
      'LOCKOUT_WEB_PORT: web.port is "http", but must be a whole number from 0 to 65535',
    ]);
    expect(faultsOf('', { LOCKOUT_WEB_PROT: '80' })).toEqual([expect.stringMatching(/did you mean LOCKOUT_WEB_PORT/)]);
    expect(faultsOf('', { LOCKOUT_CONFIG: 'x.yaml' })).toEqual([]);
  });

  test('every value can come from the environment, and wins over the file', () => {
    // A log-in of the broker is whole or not at all.
    const tls = 'url: "mqtts://b", tls: { cert: /c, key: /k }';
    const file = `mqtt: { ${tls}, username: gym, embedded: { accounts: [{ username: ha, password: b }] } }`;
    for (const { path, schema } of leavesOf(Config as never).filter((leaf) =>
      leaf.path.every((part) => typeof part === 'string' || part === 0),
    )) {
      const { type, minimum = 1 } = schema as { type?: string; minimum?: number };
      const { default: fallback = type === 'array' ? [minimum] : minimum } = schema as { default?: unknown };
      const given = path[0] === 'mqtt' && fallback === '' ? '/other' : fallback;
      const { config } = parseConfig(file, '/etc/lockout.yaml', { [variableOf(path)]: String(given) });
      const value = path.reduce<unknown>((here, part) => (here as Record<string, unknown>)[part], config);
      expect(value, variableOf(path)).toEqual(given);
    }
    const { config } = parseConfig('web: { port: 1 }\nbays: [{ id: a }]', '/etc/lockout.yaml', {
      LOCKOUT_WEB_PORT: '81',
      LOCKOUT_BAYS_1_ID: 'b',
      LOCKOUT_BAYS_1_PLATES_PLATES_KG: '20, 10,5',
    });
    expect(config.bays[1]!.plates.platesKg).toEqual([20, 10, 5]);
    expect(faultsOf('', { LOCKOUT_BAYS_0_PLATES_PLATES_KG: '20,ten' })).toEqual([expect.stringMatching(/platesKg/)]);
    expect(config.web.port).toBe(81);
    expect(config.bays.map((bay) => bay.id)).toEqual(['a', 'b']);
  });

  test('no text makes it fail in another way than with faults', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(Array.isArray(faultsOf(text))).toBe(true);
      }),
    );
  });

  test('a named file must exist; without a name the file here is read if there is one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockout-config-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    expect(() => loadConfig('gone.yaml', {}, folder)).toThrow(/no such file.*config init/);
    expect(loadConfig(undefined, {}, folder).file).toBeNull();
    writeFileSync(join(folder, 'lockout.yaml'), 'site: north\n');
    expect(loadConfig(undefined, {}, folder)).toMatchObject({
      config: { site: 'north' },
      dataDir: join(folder, 'data'),
    });
  });

  test('odd files: an unknown tag, an alias without anchor, a bomb of aliases, wrong kinds, NaN', () => {
    expect(faultsOf('site: !gym x\n')).toEqual([expect.stringMatching(/^line 1: not YAML: Unresolved tag: !gym/)]);
    expect(faultsOf('site: *nowhere\n')).toEqual([expect.stringMatching(/not YAML: Unresolved alias.*nowhere/)]);
    const wide = (name: string, of: string) => `${name}: &${name} [${Array(12).fill(of).join(',')}]`;
    const bomb = [wide('a', 'x'), wide('b', '*a'), wide('c', '*b'), wide('d', '*c'), 'site: *d'].join('\n');
    expect(faultsOf(bomb)).toEqual([expect.stringMatching(/not YAML: Excessive alias count/)]);
    expect(faultsOf('bays: [{ load: { countsPerN: .nan } }]')).toEqual([expect.stringContaining('countsPerN is NaN')]);
    const bays = `bays: [${Array.from({ length: 17 }, (_, index) => `{ id: b${index} }`)}]`;
    expect(faultsOf(bays)).toEqual([expect.stringContaining('must be a list of 1 to 16 entries')]);
    expect(faultsOf(`bays: [{ name: ${'x'.repeat(41)} }]`)).toEqual([
      expect.stringContaining('a text of 1 to 40 characters'),
    ]);
    expect(faultsOf('mqtt: { url: "mqtt://:::" }')).toEqual([
      'line 1: mqtt.url is no address; write it like mqtt://broker.local:1883',
    ]);
  });

  test('bays that are mostly alike share their values by a merge key', () => {
    const { config } = parseConfig(
      'bays:\n  - &first\n    id: one\n    exercise: squat\n  - <<: *first\n    id: two\n',
      '/etc/lockout.yaml',
    );
    expect(config.bays.map((bay) => [bay.id, bay.exercise])).toEqual([
      ['one', 'squat'],
      ['two', 'squat'],
    ]);
  });

  test('a password is never shown, and a number in place of a text asks for quotes', () => {
    const faults = faultsOf('site: 12\nmqtt: { password: 987654 }\n');
    expect(faults.join()).not.toContain('987654');
    expect(faults).toEqual([
      expect.stringMatching(/site is 12.*put it in quotes$/),
      expect.stringMatching(/put it in quotes$/),
    ]);
  });

  test('a variable does not cover up that its group in the file is none', () => {
    expect(faultsOf('web: 5\n', { LOCKOUT_WEB_PORT: '80' })).toEqual(['line 1: web is 5, but must be a group of keys']);
    expect(faultsOf('bays: one\n', { LOCKOUT_BAYS_0_ID: 'x' })).toHaveLength(1);
  });

  test('a variable changes its own bay only, also where an alias in the file stands for two', () => {
    const text = 'bays:\n  - id: a\n    load: &cell { gain: 64 }\n  - id: b\n    load: *cell\n';
    const { config } = parseConfig(text, '/etc/lockout.yaml', { LOCKOUT_BAYS_0_LOAD_GAIN: '32' });
    expect(config.bays.map((bay) => bay.load.gain)).toEqual([32, 64]);
  });
});
