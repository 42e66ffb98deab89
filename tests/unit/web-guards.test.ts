import { describe, expect, it } from 'vitest';
import { Config } from '../../src/contracts/config.ts';
import { HIDDEN, redact } from '../../src/web/redact.ts';
import { hostName, isSameOrigin, isTrustedHost, ownNames } from '../../src/web/same-origin.ts';
import { acceptsGzip } from '../../src/web/send-csv.ts';
import { defaultConfig } from '../support/fake-web.ts';

const NAMES = ownNames(
  { host: '0.0.0.0', publicUrl: 'https://lockout.gym.example:8443', allowedHosts: ['known.example.com'] },
  'Pi-3.gym.lan',
);

describe('host names', () => {
  it.each([
    ['localhost:8080', true],
    ['127.0.0.1', true],
    ['192.168.1.20:8080', true],
    ['[::1]:8080', true],
    ['pi-3:8080', true],
    ['pi-3.gym.lan', true],
    ['PI-3.local.', true],
    ['lockout.gym.example:8443', true],
    // Whoever runs the network's names may point any of these at this machine.
    ['router', false],
    ['raspberrypi:8080', false],
    ['evil.local', false],
    ['evil.lan', false],
    ['evil.internal', false],
    ['evil.home.arpa', false],
    ['evil.localhost', false],
    ['evil.pi-3.local', false],
    ['localhost@evil.lan', false],
    ['localhost:8080:80', false],
    ['known.example.com', true],
    ['evil.example.com', false],
    ['evil.example.com:8080', false],
    ['127.0.0.1.evil.example.com', false],
    ['evil.local.example.com', false],
    ['', false],
  ])('%s: %s', (host, trusted) => {
    expect(isTrustedHost(host, NAMES)).toBe(trusted);
  });

  it('drops the port and the brackets', () => {
    expect(hostName('[fe80::1]:80')).toBe('fe80::1');
    expect(hostName('A.Local:80')).toBe('a.local');
  });
});

describe('origins', () => {
  it.each([
    [undefined, 'a:8080', true],
    ['http://a:8080', 'a:8080', true],
    ['http://a:8080', 'A:8080', true],
    ['https://a', 'a', true],
    ['http://a', 'a:8080', false],
    ['http://b:8080', 'a:8080', false],
    ['null', 'a:8080', false],
    ['', 'a:8080', false],
  ])('%s to %s: %s', (origin, host, same) => {
    expect(isSameOrigin(origin, host)).toBe(same);
  });
});

describe('secrets', () => {
  it('are hidden where the schema marks them, and told when they are not set', () => {
    const config = defaultConfig();
    expect(redact(config, Config)).toEqual(config);
    config.mqtt.password = 'p';
    expect(redact(config, Config).mqtt.password).toBe(HIDDEN);
    expect(config.mqtt.password).toBe('p');
  });
});

describe('accepting gzip', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['deflate, GZIP;q=0.5', true],
    ['*', true],
    ['gzip;q=0', false],
    ['gzip;q=0.0, *', false],
    ['br', false],
  ])('%s: %s', (header, accepted) => {
    expect(acceptsGzip(header)).toBe(accepted);
  });
});
