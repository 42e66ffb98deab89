/** Alerts of an e-mail, in each language. */
import { describe, expect, it } from 'vitest';
import { type AlertTextOptions, headOf, linesOf } from '../../src/app/publish/alert-text.ts';
import type { PastAlert } from '../../src/contracts/alert-log.ts';
import { PastAlert as Schema } from '../../src/contracts/alert-log.ts';
import { ALERTS, type AlertKind } from '../../src/contracts/alerts.ts';
import { exampleOf } from '../../src/contracts/common.ts';

const alert = (patch: Partial<PastAlert>): PastAlert => ({
  ...exampleOf(Schema),
  bay: 'bay-1',
  severity: 'info',
  startedAt: '2026-07-01T16:05:00.000Z',
  endedAt: null,
  ...patch,
});
const options = (language: AlertTextOptions['language'], isInPounds = false): AlertTextOptions => ({
  language,
  zone: 'Europe/Berlin',
  nameOf: () => 'Fenster',
  isInPounds: () => isInPounds,
});

const heavy = alert({
  kind: 'load-disagrees',
  severity: 'warning',
  params: { measuredKg: 62.3, enteredKg: 100 },
  text: 'The scale shows about 62.3 kg.',
});

describe('an alert as people read it', () => {
  it('is in the language of the gym, with its commas, by its clock', () => {
    expect(headOf([heavy, heavy, heavy], options('de'))).toBe('Fenster: Last passt nicht und 2 weitere');
    expect(linesOf(heavy, options('de'))).toBe(
      'Fenster, Warnung, seit 01.07.2026, 18:05\nLast passt nicht. Die Waage zeigt etwa 62,5 kg, eingegeben sind 100 kg. Scheiben prüfen oder die Last neu eingeben.\n',
    );
    expect(linesOf({ ...heavy, endedAt: '2026-07-01T16:09:00.000Z' }, options('es'))).toMatch(
      /^Fenster, aviso, desde 1 jul 2026, 18:05, terminado desde 1 jul 2026, 18:09\nLa carga no cuadra\. /,
    );
  });

  it('speaks of pounds where the plates are in pounds', () => {
    expect(linesOf(heavy, options('en', true))).toContain('about 137.5 lb, but 220.5 lb was entered');
  });

  it('keeps its own sentence in English where it has no numbers', () => {
    const lost = alert({ kind: 'board-lost', severity: 'error', params: {}, text: 'Port /dev/ttyUSB0 is gone.' });
    expect(linesOf(lost, options('en'))).toBe('Fenster, error, since 1 Jul 2026, 18:05\nPort /dev/ttyUSB0 is gone.\n');
    expect(linesOf(lost, options('de'))).toContain('Elektronik weg. USB-Kabel wieder einstecken');
  });

  it.each(Object.keys(ALERTS) as AlertKind[])('has words for %s in each language', (kind) => {
    const params = Object.fromEntries(Object.keys(ALERTS[kind].params.properties).map((name) => [name, 3]));
    for (const language of ['en', 'de', 'es'] as const) {
      const text = linesOf(alert({ kind, params, text: 'English.' }), options(language));
      expect(text).not.toMatch(/undefined|NaN|\[object/);
      if (language !== 'en') expect(text).not.toContain('English.');
    }
  });
});
