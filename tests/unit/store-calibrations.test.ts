import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { Calibration } from '../../src/contracts/calibration.ts';
import { Database } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { Repository } from '../../src/store/repository.ts';
import { tempDir } from '../integration/store-temp.ts';

const example = (Calibration as unknown as { examples: Calibration[] }).examples[0]!;
const newCalibration = (patch: Partial<Calibration> = {}): Calibration => ({ ...example, id: v7(), ...patch });
const open = () => new Repository(join(tempDir(), 'a.db'));

describe('calibrations', () => {
  it('are read again, field for field, and valid', () => {
    const repository = open();
    const whole = newCalibration();
    const bare = newCalibration({ force: null, distance: null, lag: null, firmwareVersion: '', restores: whole.id });
    repository.saveCalibration(whole);
    repository.saveCalibration(bare);
    const stored = repository.calibrations('bay-1', 9);
    expect(stored).toEqual([bare, whole]);
    for (const one of stored) expect(Compile(Calibration).Errors(one)).toEqual([]);
  });

  it('belong to a bay, the one saved last first, also when the clock went backwards', () => {
    const repository = open();
    const before = newCalibration({ at: '2026-11-22T17:00:00.000Z', id: '019aac3e-5b10-7c7c-9b5e-2f6a4e1d7a01' });
    const after = newCalibration({ at: '1970-01-01T00:00:12.000Z', id: '00000000-2ee0-7c7c-9b5e-2f6a4e1d7a01' });
    for (const one of [before, newCalibration({ bay: 'bay-2' }), after]) repository.saveCalibration(one);
    expect(repository.calibrations('bay-1', 9)).toEqual([after, before]);
    expect(repository.calibrations('bay-1', 1)).toEqual([after]);
    expect(repository.calibrations('bay-2', 9)).toHaveLength(1);
    expect(repository.calibrations('bay-3', 9)).toEqual([]);
  });

  it('stay as they are when one is saved twice', () => {
    const repository = open();
    const one = newCalibration();
    repository.saveCalibration(one);
    repository.saveCalibration({ ...one, board: 'another' });
    expect(repository.calibrations('bay-1', 9)).toEqual([one]);
  });

  it('can be kept in a database of the first release, whose sets stay', () => {
    const file = join(tempDir(), 'old.db');
    const old = new Database(file);
    migrate(old, MIGRATIONS.slice(0, 1), file);
    old.run("INSERT INTO outbox (bay, topic, message_id, payload_json) VALUES ('bay-1', 'rep', 'a', '{}')");
    old.close();
    const repository = new Repository(file);
    expect(repository.migrated[0]).toBe(2);
    expect(repository.count()).toBe(1);
    repository.saveCalibration(newCalibration());
    expect(repository.calibrations('bay-1', 9)).toHaveLength(1);
  });
});
