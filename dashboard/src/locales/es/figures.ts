import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { FigureTexts } from '../finding-texts.ts';
import { sendingReasons } from './sending-reasons.ts';

const plural = pluralOf('es');

/** What the doctor measured, around its numbers. */
export const figures: FigureTexts = {
  ...sendingReasons,
  value: ({ value, unit }) => `${value} ${unit}`,
  'up-to': ({ value, unit }) => `hasta ${value} ${unit}`,
  'at-least': ({ value, unit }) => `al menos ${value} ${unit}`,
  none: () => 'ninguno',
  'not-measured': () => 'no medido',
  readings: ({ readings }, given) => plural(given.readings, '1 lectura', `${readings} lecturas`),
  'per-second': ({ rateHz }) => `${rateHz} por segundo`,
  restarts: ({ restarts }, given) => plural(given.restarts, '1 reinicio', `${restarts} reinicios`),
  damaged: ({ damaged, messages }) => `${damaged} de ${messages} mensajes dañados`,
  late: ({ latePercent }) => `${latePercent} con más de 50 ms de retraso`,
  'readings-dropped': ({ readings }, given) =>
    plural(given.readings, '1 lectura descartada', `${readings} lecturas descartadas`),
  'clock-fast': ({ ppm }) => `adelanta ${ppm} ppm`,
  'clock-slow': ({ ppm }) => `atrasa ${ppm} ppm`,
  'load-noise': ({ noiseN, noiseCounts }) => `${noiseN} (${noiseCounts} pasos)`,
  'same-value': ({ values, runS }) => `${values}, uno de ellos durante ${runS}`,
  'none-longer': ({ mostS }) => `ninguno más de ${mostS}`,
  'without-target': ({ sharePercent }) => `${sharePercent} sin blanco`,
  lost: ({ readings, sharePercent, gaps, longestS }, given) =>
    `${readings} (${sharePercent}) en ${plural(given.gaps, '1 hueco', `${gaps} huecos`)}, el más largo de ${longestS}`,
  'of-them': ({ readings }) => `${readings} de ellas`,
  'voltage-low': () => 'demasiado baja ahora',
  'voltage-was-low': () => 'ha sido demasiado baja desde el arranque',
  errors: ({ errors }, given) => plural(given.errors, '1 error', `${errors} errores`),
  'undone-update': ({ to, version, reason }) => `${to} se deshizo, funciona ${version} (${reason})`,
  'failed-update': ({ to, reason }) => `a ${to} (${reason})`,
  paths: ({ paths }) => paths,
  'mode-700': () => 'modo 700',
  'none-configured': () => 'ninguno configurado',
  'of-reader': ({ name }) => `${name}:`,
  answers: () => 'responde',
  'held-up': ({ bays, worstMs }, given) =>
    `${plural(given.bays, '1 puesto', `${bays} puestos`)}, retenido ${worstMs} en el peor caso`,
  'system-says': ({ reason }) => reason,
  'this-machine': () => 'solo este equipo',
  'no-network': () => 'ninguna dirección en una red',
  'no-backup': () => 'aún ninguna',
  'newest-backup': ({ at }) => `la más reciente del ${at}`,
  'backup-every': ({ everyH }) => `una cada ${everyH} h`,
  'disk-free': ({ freeGb, path }) => `${freeGb} libres en ${path}`,
  'not-synchronized': ({ source }) => `sin sincronizar (${source})`,
  synchronized: () => 'sincronizado',
  setting: ({ name, value }) => `${name} es ${value}`,
  'mqtt-version': ({ version }) => `MQTT ${version}`,
  'of-broker': ({ address, reason }) => `${address} (${reason})`,
  connected: () => 'conectado',
  'messages-dropped': ({ messages }, given) =>
    plural(given.messages, '1 mensaje descartado', `${messages} mensajes descartados`),
  'messages-waiting': ({ messages }, given) =>
    plural(given.messages, 'espera 1 mensaje', `esperan ${messages} mensajes`),
  messages: ({ messages }, given) => plural(given.messages, '1 mensaje', `${messages} mensajes`),
  'no-file': () => 'ningún archivo',
  written: () => 'escrita',
  'no-damage': () => 'sin daños',
  'write-takes': ({ writeMs }) => `una escritura tarda ${writeMs}`,
  'takes-too-long': () => 'tarda demasiado',
  cases: ({ cases, sizeMb }, given) => `${plural(given.cases, '1 caso', `${cases} casos`)}, ${sizeMb}`,
  'fewer-cases': ({ cases, sizeMb }) => `menos de ${cases}, y sitio para uno más en ${sizeMb}`,
  'lag-expected': ({ lagMs, withinMs }) => `${lagMs} ± ${withinMs}`,
  'lag-measured': ({ lagMs, withinMs }) => `la fuerza ${lagMs} ± ${withinMs} después de la altura`,
  'nothing-lifted': () => 'no se levantó nada',
  'lag-unclear': () => 'el movimiento no lo mostró',
  'default-values': () => 'valores por defecto',
  'calibrated-two-cells': () => 'La carga se calibró con dos células; ahora hay una.',
  'calibrated-one-cell': () => 'La carga se calibró con una célula; ahora hay dos.',
  'calibrated-other-cell': (it) =>
    `La célula de carga se calibró con ${it.calibrated} y ganancia ${it.calibratedGain}; ahora es ${it.configured} con ${it.configuredGain}.`,
  'calibrated-other-distance': (it) =>
    `La distancia se calibró con ${it.calibrated}; ahora el sensor es ${it.configured}.`,
  'calibrated-other-rates': (it) =>
    `El desfase se midió a ${it.calibratedLoadHz} y ${it.calibratedDistanceHz} Hz; ahora los sensores van a ${it.loadHz} y ${it.distanceHz} Hz.`,
};
