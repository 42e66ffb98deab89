/** A machine that is updated from the page, as far as the station sees it: releases, keys, root's folder, and real packages. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyText, readPublicKey, signFile } from '../../src/app/service/minisign.ts';
import type { UpdatePlace } from '../../src/app/service/page-updates.ts';
import { writeUpdateReport } from '../../src/app/service/update-report.ts';
import { removeRequest } from '../../src/app/service/update-request.ts';
import type { UpdateReport } from '../../src/contracts/update.ts';
import { writeDeb } from '../../src/install/deb.ts';

const ARCHITECTURE = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();

interface MadePackage {
  deb: Buffer;
  signature: string;
}

export function updateBench(folder: string) {
  const { privateKey } = generateKeyPairSync('ed25519');
  const place: UpdatePlace = {
    lib: join(folder, 'lib'),
    keys: [join(folder, 'none.pub'), join(folder, 'release.pub')],
    updates: join(folder, 'updates'),
    requests: join(folder, 'requests'),
    isPackage: true,
    isService: true,
  };
  mkdirSync(join(place.lib, 'current'), { recursive: true });
  mkdirSync(place.updates);
  writeFileSync(join(place.lib, 'current/package.json'), '{ "version": "1.1.0" }');
  writeFileSync(place.keys[1]!, publicKeyText(privateKey));
  let made = 0;

  return {
    place,
    keyId: readPublicKey(publicKeyText(privateKey)).id,

    /** A small real package. */
    package(
      version: string,
      { architecture = ARCHITECTURE, name = 'lockout', key = privateKey as KeyObject, content = 'new' } = {},
    ): MadePackage {
      const staging = join(folder, `staging-${made}`);
      const file = join(folder, `${made++}.deb`);
      mkdirSync(join(staging, 'usr/share'), { recursive: true });
      writeFileSync(join(staging, 'usr/share/text'), content);
      const fields = {
        Package: name,
        Version: version,
        Architecture: architecture,
        Maintainer: 'Test <test@example.org>',
        Description: 'a test',
      };
      writeDeb({ staging, fields, scripts: {}, epochS: 1_700_000_000, file });
      const deb = readFileSync(file);
      return { deb, signature: signFile(deb, key, `lockout ${version} ${architecture}`) };
    },

    /** What root's part writes while it goes on. */
    report(patch: Partial<UpdateReport>): void {
      const now = new Date().toISOString();
      const none = { endedAt: null, reason: '', backup: null, wasFailing: false, schemaBefore: null };
      writeUpdateReport(
        { phase: 'waiting', from: '1.1.0', to: '1.2.0', startedAt: now, ...none, ...patch },
        place.updates,
      );
      removeRequest(place.requests);
    },
  };
}
