import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publicKeyText, readPublicKey, signFile, verifyFile } from '../../src/app/service/minisign.ts';

const { privateKey } = generateKeyPairSync('ed25519');
const content = Buffer.from('a release');
const trusted = readPublicKey(publicKeyText(privateKey));

test('what was signed is trusted, with its comment', () => {
  expect(verifyFile(content, signFile(content, privateKey, 'lockout 1.2.3 arm64'), trusted)).toBe(
    'lockout 1.2.3 arm64',
  );
});

test('a changed file, signature or comment, and another key, are refused with the reason', () => {
  const signature = signFile(content, privateKey, 'lockout 1.2.3 arm64');
  expect(() => verifyFile(Buffer.from('a relapse'), signature, trusted)).toThrow(/not of this file/);
  expect(() => verifyFile(content, signature.replace('1.2.3', '9.9.9'), trusted)).toThrow(/trusted comment .* changed/);
  expect(() => verifyFile(content, signature.split('\n').slice(0, 2).join('\n'), trusted)).toThrow(/damaged/);
  expect(() => verifyFile(content, '', trusted)).toThrow(/damaged/);
  const other = generateKeyPairSync('ed25519').privateKey;
  expect(() => verifyFile(content, signFile(content, other, 'lockout'), trusted)).toThrow(
    new RegExp(`trusts the key ${trusted.id} alone`),
  );
});

test('a signature made for another file by the same key is refused', () => {
  expect(() => verifyFile(content, signFile(Buffer.from('other'), privateKey, 'lockout'), trusted)).toThrow(
    /not of this file/,
  );
});

test('a key that is none is refused with what would be right', () => {
  expect(() => readPublicKey('')).toThrow(/begins with RW/);
  expect(() => readPublicKey(publicKeyText(privateKey).replace('RW', 'XX'))).toThrow(/begins with RW/);
});

/** Made with minisign 0.11 (`minisign -G -W`, `minisign -S -t`): two lines of text, key without a password. */
test('a signature that minisign itself made is trusted', () => {
  const key = readPublicKey(
    'untrusted comment: minisign public key\nRWQ5spqmpPnMWgdryunGQBS7P5oKnQPNNez/HYKG7TLm0KdqQVFNPCMA\n',
  );
  expect(
    verifyFile(
      Buffer.from('hello station\n'),
      [
        'untrusted comment: signature from minisign secret key',
        'RUQ5spqmpPnMWt5AI4ZNoHRJsp+94MjiBeLkOaNoF0CAY/22564t3t2gBk4yECp4612LhhJfMP3YCg94o7UKnPuZ92JPsqouNwI=',
        'trusted comment: lockout 1.0.0 arm64',
        'vvUHMkDIKIifpUSPG1e5to9TqinSfc7MYjjBPKjiOVKbdorSLPLiAjhAa1FA+4NrFDxsPsKtUPyIdST2yIl5Bw==',
        '',
      ].join('\n'),
      key,
    ),
  ).toBe('lockout 1.0.0 arm64');
});

const hasMinisign = spawnSync('minisign', ['-v']).error === undefined;
test.skipIf(!hasMinisign)('minisign itself trusts what was signed here', () => {
  const folder = mkdtempSync(join(tmpdir(), 'minisign-'));
  const file = join(folder, 'file');
  writeFileSync(file, content);
  writeFileSync(`${file}.minisig`, signFile(content, privateKey, 'lockout'));
  const [, key = ''] = publicKeyText(privateKey).split('\n');
  const checked = spawnSync('minisign', ['-Vm', file, '-P', key], { encoding: 'utf8' });
  expect(checked.stdout).toContain('Signature and comment signature verified');
});

test('a PEM key of openssl is the same key', () => {
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string;
  expect(publicKeyText(createPrivateKey(pem))).toBe(publicKeyText(privateKey));
});
