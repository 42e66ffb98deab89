/** Power, temperature and file systems of the machine, and what became of the last update. Pure. */
import type { Finding } from '../../contracts/diagnosis.ts';
import type { UpdateReport } from '../../contracts/update.ts';
import { bare, fault, fine, NONE, upTo, value } from './finding.ts';
import type { Surroundings } from './observation.ts';

/** A Pi slows down from 80 °C on; a margin for a warmer day. */
const HOT_C = 78;

export function judgeMachine({
  machine,
  version,
  update,
}: Pick<Surroundings, 'machine' | 'version' | 'update'>): Finding[] {
  return [
    ...judgePower(machine.power),
    ...judgeTemperature(machine.temperatureC),
    ...judgeStorage(machine.storageErrors),
    judgeVersion(version, update),
  ];
}

function judgePower(power: Surroundings['machine']['power']): Finding[] {
  if (power === null) return [];
  if (power === 'fine') return [fine('power', 'station', 'enough voltage since the start')];
  return [fault('power-low', 'station', bare(power === 'low' ? 'voltage-low' : 'voltage-was-low'))];
}

function judgeTemperature(temperatureC: number | null): Finding[] {
  if (temperatureC === null) return [];
  const texts = [value(temperatureC, '°C'), upTo(HOT_C, '°C')] as const;
  return [temperatureC > HOT_C ? fault('machine-hot', 'station', ...texts) : fine('temperature', 'station', ...texts)];
}

function judgeStorage(errors: number | null): Finding[] {
  if (errors === null) return [];
  if (errors === 0) return [fine('storage', 'station', 'no errors')];
  return [fault('storage-errors', 'station', { kind: 'errors', params: { errors } }, NONE)];
}

function judgeVersion(version: string, update: UpdateReport | null): Finding {
  if (update?.phase === 'undone')
    return fault('update-undone', 'station', {
      kind: 'undone-update',
      params: { to: update.to, version, reason: update.reason },
    });
  if (update?.phase === 'failed')
    return fault('update-failed', 'station', {
      kind: 'failed-update',
      params: { to: update.to, reason: update.reason },
    });
  return fine('version', 'station', version);
}
