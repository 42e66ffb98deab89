import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { Texts } from '../en.ts';

const plural = pluralOf('es');

export const bay: Texts['bay'] = {
  someone: { none: 'Identifícate', guest: 'Invitado' },
  reps: (min, max) => (min === max ? `${max}` : `${min} a ${max}`),
  repsWord: (howMany) => `${howMany} reps`,
  ofTarget: (target) => `de ${target}`,
  targetReached: 'objetivo cumplido',
  holdTarget: (durationS) => `pausa ${durationS} s`,
  noHold: 'sin pausa',
  setOf: (n, of) => `serie ${n} de ${of}`,
  soundOn: 'El sonido está activado',
  soundOff: 'El sonido está desactivado',
  soundTouch: 'Toca una vez para oír',
  rail: 'Posición de la barra respecto a la línea de bloqueo',
  lockoutLine: 'bloqueo',
  noPosition: 'sin posición',
  ring: { hold: 'aguanta', met: 'logrado', missed: 'muy corta', rest: 'descanso' },
  load: 'carga',
  lastRep: 'última rep.',
  againstFastest: 'vs. la más rápida',
  now: 'ahora',
  cue: { ready: 'Listo', drive: 'Sube', hold: 'Aguanta', lower: 'Baja' },
  eachRep: 'Cada repetición',
  repsOfSet: 'Repeticiones de esta serie',
  movements: 'Todos los movimientos',
  repCounts: (n) => `La ${n} cuenta`,
  notCounted: 'No cuenta',
  notSure: 'No es seguro',
  notCountedAloud: (why) => `no cuenta: ${why}`,
  held: (durationS) => `pausa de ${durationS}\u00a0s`,
  firstSet: 'Túmbate y levanta',
  firstSetHint: 'No hay que pulsar nada: la serie empieza con la primera repetición.',
  waitsForBoard: 'No se puede contar nada hasta que vuelva la placa',
  setDone: 'Serie hecha',
  nextSet: 'Siguiente serie',
  nextSetHint: 'Levanta cuando estés listo: empieza sola.',
  counts: {
    counted: (howMany) => plural(howMany, '1 contada', `${howMany} contadas`),
    partial: (howMany) => plural(howMany, '1 parcial', `${howMany} parciales`),
    doubtful: (howMany) => plural(howMany, '1 dudosa', `${howMany} dudosas`),
    rejected: (howMany) => plural(howMany, '1 descartada', `${howMany} descartadas`),
  },
  figures: { load: 'carga', hold: 'pausa media', fastest: 'la más rápida', loss: 'pérdida de velocidad' },
  recent: 'Series recientes',
  recentFailed: 'La lista no se puede cargar ahora. Se pedirá otra vez tras la próxima serie.',
  recentNone: 'Ninguna aún. Cada serie queda aquí al acabar.',
  recentKept: (age) => `Estado de hace ${age}: la estación no responde ahora.`,
  rep: (howMany) => plural(howMany, 'rep', 'reps'),
  sensors: 'Sensores',
  moreNotes: (howMany) => `${howMany} más`,
  moreNotesText: 'La página de todos los puestos los nombra uno por uno.',
};

export const verdicts: Texts['verdicts'] = {
  counted: 'contada',
  partial: 'parcial',
  doubtful: 'dudosa',
  rejected: 'descartada',
};

export const reasons: Texts['reasons'] = {
  'short-of-lockout': ({ shortMm }) => `faltan ${shortMm}`,
  'shorter-than-set': ({ romMm, usualMm }) => `movió ${romMm} de ${usualMm}`,
  'larger-than-set': ({ romMm, usualMm }) => `movió ${romMm}, las otras ${usualMm}`,
  'less-than-any-rep': ({ romMm }) => `solo movió ${romMm}`,
  'more-than-plausible': ({ romMm }) => `movió ${romMm}: no es creíble`,
  'faster-than-plausible': ({ meanVelocityMps }) => `${meanVelocityMps}: demasiado rápido para una barra`,
  'slower-than-plausible': ({ concentricS }) => `${concentricS} de subida: más de lo que dura una repetición`,
  'turned-back': ({ romMm }) => `volvió tras ${romMm}`,
  'nothing-carried': ({ carriedKg }) => `nada levantado: ${carriedKg} en la célula`,
  'nothing-accelerated': () => 'sin carga: ¿algo en el haz?',
  'height-jumped': () => 'salto de altura: ¿se movió el sensor?',
  'hardly-seen': () => 'barra oculta casi todo el recorrido',
  'put-on-hooks': () => 'sube y no baja: ¿a los ganchos?',
  'force-unreliable': () => 'fuerza poco fiable',
  'force-too-slow': () => 'fuerza medida muy pocas veces',
  'force-only-alone': () => 'un movimiento, visto solo por la fuerza',
  'force-only-apart': () => 'vista solo por la fuerza, lejos de la serie',
  'force-only-light': () => 'vista solo por la fuerza, con menos carga',
  'force-only-put-down': () => 'vista solo por la fuerza: ¿a los ganchos?',
  'force-only-large': () => 'vista solo por la fuerza, demasiado grande',
  'counted-live': () => 'contada al principio, retirada al acabar la serie',
  'part-of-rep': ({ n }) => `parte de la repetición ${n}`,
  'no-movement': () => 'no se encontró de nuevo al acabar la serie',
  'excluded-by': ({ role }) => `quitada por: ${role}`,
  'counted-by': ({ role }) => `contada por: ${role}`,
};

export const flags: Texts['flags'] = {
  'hold-missed': 'pausa muy corta',
  overshoot: 'demasiado alto',
  dropped: 'bajada muy rápida',
  rocking: 'balanceo',
  stalled: 'atascada',
  uneven: 'desigual',
  gap: 'faltan muestras',
  'force-only': 'solo por la fuerza',
  'short-of-lockout': 'sin bloquear',
};

export const coaching: Texts['coaching'] = {
  'lockout-lost': ({ n, shortMm }) => `Desde la n.º ${n} faltó la extensión (${shortMm}): para ahí o baja la carga.`,
  'lockout-missed': ({ n, shortMm }) => `La n.º ${n} quedó a ${shortMm} de la extensión: sube la cadera del todo.`,
  'hold-shrinking': ({ firstS, lastS }) => `La pausa bajó de ${firstS} a ${lastS}: sigue contando arriba.`,
  'holds-short': ({ shortReps, reps }) => `${shortReps} de ${reps} pausas cortas: espera la segunda nota.`,
  'velocity-loss': ({ n, lossPercent }) =>
    `Más lento desde la n.º ${n}, un ${lossPercent} al final: basta con una o dos menos.`,
};

export const moment: Texts['moment'] = {
  best: 'Récord personal',
  bests: { load: 'mayor carga', 'reps-at-load': 'más reps', 'velocity-at-load': 'más rápida', hold: 'pausa más larga' },
  before: (value) => `antes ${value}`,
  at: (load) => `con ${load}`,
  programmeDone: 'Programa completado',
  programmeDoneText: 'Era la última serie de hoy.',
  restOf: (planned) => `de ${planned}`,
  restOver: 'fin del descanso',
};
