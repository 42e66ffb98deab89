import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const folder = new URL('../../src/install/docker/', import.meta.url);
const dockerfile = readFileSync(new URL('Dockerfile', folder), 'utf8');
/** Lines that go on are one instruction. */
const instructions = dockerfile
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.slice(0, line.indexOf(' ')), value: line.slice(line.indexOf(' ') + 1).trim() }));
const valuesOf = (name: string) => instructions.filter((one) => one.name === name).map(({ value }) => value);

test('the image is made of instructions that there are, and those that take JSON have JSON', () => {
  const known = [
    'FROM',
    'ARG',
    'COPY',
    'RUN',
    'ENV',
    'VOLUME',
    'EXPOSE',
    'USER',
    'WORKDIR',
    'HEALTHCHECK',
    'LABEL',
    'STOPSIGNAL',
    'ENTRYPOINT',
    'CMD',
  ];
  for (const { name } of instructions) expect(known).toContain(name);
  for (const name of ['VOLUME', 'ENTRYPOINT', 'CMD'])
    for (const value of valuesOf(name)) expect(JSON.parse(value)).toBeInstanceOf(Array);
  const [, check = ''] = /CMD (\[.*\])$/.exec(valuesOf('HEALTHCHECK')[0]!) ?? [];
  expect(() => new Function(JSON.parse(check)[2])).not.toThrow();
});

test('it has a fixed base, no root, no lists of apt, and takes the package of its own machine', () => {
  expect(valuesOf('ARG')[0]).toBe('BASE=debian:trixie-slim');
  expect(valuesOf('FROM')).toEqual([`\${BASE}`]);
  expect(valuesOf('USER')).toEqual(['lockout']);
  // Nothing after it is done as root.
  const after = instructions.slice(instructions.findIndex(({ name }) => name === 'USER'));
  expect(after.map(({ name }) => name)).not.toContain('RUN');
  expect(valuesOf('RUN').join()).toContain('rm -rf /var/lib/apt/lists/*');
  expect(valuesOf('RUN').join()).toContain('--no-install-recommends');
  // Docker's names of machines are Debian's.
  expect(valuesOf('COPY')).toEqual([`dist/packages/lockout_*_\${TARGETARCH}.deb /tmp/`]);
  expect(valuesOf('ENTRYPOINT').join()).toContain('/usr/lib/lockout/current/src/cli/lockout.mjs');
});

test('the composition keeps data and configuration, and gives the board by a stable name', () => {
  const { services, volumes } = parse(readFileSync(new URL('compose.yaml', folder), 'utf8'));
  const { lockout } = services;
  expect(lockout.volumes.map((volume: string) => volume.split(':')[1])).toEqual(JSON.parse(valuesOf('VOLUME')[0]!));
  for (const volume of lockout.volumes) expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
  expect(lockout.devices[0]).toMatch(/^\/dev\/serial\/by-id\/.*:\/dev\/lockout\/board$/);
  expect(lockout.group_add).toContain('dialout');
  expect(lockout.build).toMatchObject({ context: '../../..', dockerfile: 'src/install/docker/Dockerfile' });
});

test('its volumes, ports, user and limits are those of the package', () => {
  const unit = readFileSync(new URL('../files/usr/lib/systemd/system/lockout.service', folder), 'utf8');
  const ofUnit = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)![1]!;
  expect(valuesOf('USER')).toEqual([ofUnit('User')]);
  expect(valuesOf('WORKDIR')).toEqual([ofUnit('WorkingDirectory')]);
  expect(valuesOf('VOLUME').map((value) => JSON.parse(value))).toEqual([
    [ofUnit('WorkingDirectory'), ofUnit('ReadWritePaths')],
  ]);
  const command = [...JSON.parse(valuesOf('ENTRYPOINT')[0]!), ...JSON.parse(valuesOf('CMD')[0]!)];
  expect(command.join(' ')).toBe(ofUnit('ExecStart'));
  for (const variable of valuesOf('ENV')[0]!.split(' ')) expect(ofUnit('Environment').split(' ')).toContain(variable);
  const { web } = parse(readFileSync(new URL('../files/etc/lockout/lockout.yaml', folder), 'utf8'));
  expect(valuesOf('EXPOSE')[0]!.split(' ')).toContain(String(web.port));
});
