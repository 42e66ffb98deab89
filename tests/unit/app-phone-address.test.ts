import { describe, expect, it } from 'vitest';
import { machineAddresses, phoneAddress } from '../../src/app/phone-address.ts';

const WEB = { host: '0.0.0.0', port: 8080, publicUrl: '' };
const LAN = { name: 'eth0', address: '192.168.1.20' };

describe('the address for phones', () => {
  it.each([
    ['the address in the network', WEB, [LAN], 'http://192.168.1.20:8080'],
    ['by HTTPS', { ...WEB, tls: {} }, [LAN], 'https://192.168.1.20:8080'],
    ['without the port that browsers take by themselves', { ...WEB, port: 80 }, [LAN], 'http://192.168.1.20'],
    [
      'of the cable, not of a container',
      WEB,
      [{ name: 'docker0', address: '172.17.0.1' }, LAN],
      'http://192.168.1.20:8080',
    ],
    ['of Wi-Fi', WEB, [{ name: 'wlan0', address: '10.0.0.7' }], 'http://10.0.0.7:8080'],
    ['of a tunnel when there is nothing else', WEB, [{ name: 'tun0', address: '10.8.0.2' }], 'http://10.8.0.2:8080'],
    ['every address of IPv6, too', { ...WEB, host: '::' }, [LAN], 'http://192.168.1.20:8080'],
    ['the one that it listens on', { ...WEB, host: '10.0.0.9' }, [LAN], 'http://10.0.0.9:8080'],
    ['one of IPv6', { ...WEB, host: 'fd00::9' }, [LAN], 'http://[fd00::9]:8080'],
    [
      'web.publicUrl before all',
      { ...WEB, host: '127.0.0.1', publicUrl: 'https://gym.example' },
      [],
      'https://gym.example',
    ],
  ])('is %s', (_, web, addresses, origin) => {
    expect(phoneAddress(web, addresses)).toEqual({ kind: 'reachable', origin });
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('is none while the station listens on %s alone', (host) => {
    expect(phoneAddress({ ...WEB, host }, [LAN])).toEqual({ kind: 'unreachable', why: 'loopback' });
  });

  it('is none without a network, and on one without addresses', () => {
    const alone = { kind: 'unreachable', why: 'no-network' };
    expect(phoneAddress(WEB, [])).toEqual(alone);
    expect(phoneAddress(WEB, [{ name: 'eth0', address: '169.254.3.4' }])).toEqual(alone);
    expect(phoneAddress(WEB, [{ name: 'eth0', address: 'fe80::1' }])).toEqual(alone);
  });

  it('of this machine holds no loopback', () => {
    for (const { address } of machineAddresses()) expect(address).not.toMatch(/^127\.|^::1$/);
  });
});
