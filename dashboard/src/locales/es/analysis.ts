import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { AnalysisTexts } from '../en/analysis.ts';

const plural = pluralOf('es');

const noEsGrabacion = 'esto no es una grabación de Lockout; la primera línea debe ser «# lockout-recording: 1»';
const canal = { height: 'altura', force: 'fuerza' } as const;

/** La página que analiza una grabación en el navegador. */
export const analysis: AnalysisTexts = {
  title: 'Analizar una grabación',
  lead: 'Cuenta y mide las repeticiones de una grabación, y prueba otros ajustes con ella.',
  stays: 'El archivo se queda en este ordenador: este navegador lo analiza y no lo envía a ningún sitio.',
  choose: 'Elegir una grabación (CSV)',
  drop: 'o suéltala aquí',
  another: 'Otra grabación',
  formats:
    'Las grabaciones de esta estación: los datos en bruto de una serie, «lockout record», un caso. Otras como CSV de la misma forma: la primera línea «# lockout-recording: 1» y después las columnas t_s,height_mm,force_n.',
  reading: (share) => `Analizando: ${share}`,
  cancel: 'Cancelar',
  ofSet: 'la grabación de una serie',
  tooLarge: (size, most) =>
    `Este archivo tiene ${size} MB; aquí se analizan ${most} MB como máximo. En la estación o en un ordenador: npx lockout analyze ARCHIVO.`,
  notOne: 'Suelta los archivos de uno en uno.',
  failed: (why) => `El archivo no se puede analizar: ${why}`,
  faultyTitle: (count) => plural(count, 'El archivo tiene un fallo', `El archivo tiene ${count} fallos`),
  faultyHint: 'En un archivo con fallos no se cuenta nada. Corrige las líneas o graba de nuevo.',
  line: (line) => `Línea ${line}`,
  wholeFile: 'El archivo',
  moreFaults: (count) => `y ${count} más`,
  faults: {
    'not-a-recording': () => noEsGrabacion,
    'unknown-version': ({ found, known }) =>
      `aquí no se conoce la versión ${found} de la grabación, solo ${known}; usa un Lockout más nuevo`,
    'wrong-columns': ({ found, wanted }) => `las columnas deben empezar por ${wanted}, no por «${found}»`,
    'wrong-cell-count': ({ cells, columns, names }) =>
      `${cells} celdas, pero ${columns} columnas (${names}); ¿está cortada la línea?`,
    'not-a-number': ({ column, found }) =>
      `columna ${column}: «${found}» no es un número; deja la celda vacía donde no hay lectura`,
    'too-large': ({ column, found }) => `columna ${column}: ${found} es demasiado grande`,
    'no-time': () => 'columna t_s: vacía; cada fila necesita su tiempo en segundos',
    'time-out-of-range': ({ found }) => `columna t_s: ${found} está fuera de rango; los tiempos son segundos`,
    'bad-flags': ({ found }) => `columna flags: ${found} no es un número entero desde 0`,
    'time-goes-back': ({ channel, lastS, atS }) =>
      `columna t_s: el tiempo (${canal[channel]}) retrocede de ${lastS} s a ${atS} s; las filas deben ir en orden de tiempo`,
    'not-text': () => 'esto no es un archivo de texto, así que no es una grabación de Lockout',
    'unknown-exercise': ({ found, known }) =>
      `ejercicio desconocido «${found}»; se conocen ${known}. Elige uno en los ajustes para analizarlo de todos modos`,
    'unknown-mount': ({ found, known }) => `force_mount desconocido «${found}»; se conocen ${known}`,
    'no-columns-yet': () => 'aún falta la línea con los nombres de las columnas',
    'no-columns': ({ wanted }) => `el archivo termina antes de los nombres de las columnas (${wanted})`,
    'no-readings': () => 'la grabación no contiene lecturas',
    empty: () => 'el archivo está vacío; graba primero una serie (npx lockout record)',
  },

  counted: (reps, sets) => `${reps} contadas en ${sets}`,
  sets: (count) => plural(count, '1 serie', `${count} series`),
  asRecorded: (reps) => `Como se grabó: ${reps}`,
  facts: {
    exercise: 'Ejercicio',
    mount: 'Célula de carga',
    length: 'Duración',
    readings: 'Lecturas',
    height: 'Altura',
    force: 'Fuerza',
  },
  channel: { ok: 'bien', unreliable: 'poco fiable', absent: 'ninguna' },
  leftOut: (count) => `${count} valores atípicos descartados`,
  mounts: {
    bar: 'entre la barra y la persona',
    platform: 'bajo la barra y la persona',
    hooks: 'en los ganchos',
    none: 'ninguna',
  },
  thinned:
    'Una grabación larga: la curva muestra la lectura más baja y la más alta de cada tramo. Se cuenta con todas.',
  noMovements: 'No se encontró ningún movimiento.',

  settings: 'Ajustes para probar',
  settingsHint: 'Lo que queda vacío vale como dice la grabación.',
  asItSays: (what) => `como se grabó (${what})`,
  useForce: 'Fuerza',
  noForce: 'no usar la fuerza',
  targetHold: 'Objetivo de la pausa',
  heightLag: 'Retraso de la altura',
  forceLag: 'Retraso de la fuerza',
  top: 'Altura esperada arriba',
  range: 'Recorrido esperado',
  expectedHint: 'Los dos o ninguno: como se aprende de un miembro en varias series.',
  again: 'Analizar con estos ajustes',
  reset: 'Como se grabó',
  notANumber: (from, to) => `Escribe un número de ${from} a ${to}, por ejemplo 12,5.`,
  both: 'Escribe la altura y el recorrido, o ninguno.',

  movements: 'Movimientos',
  columns: {
    n: 'Rep.',
    start: 'Inicio',
    lockout: 'Arriba',
    up: 'Subida',
    hold: 'Pausa',
    down: 'Bajada',
    top: 'Altura arriba',
    range: 'Recorrido',
    mean: 'Media',
    propulsive: 'Media propulsiva',
    peak: 'Pico',
    load: 'Carga',
    force: 'Fuerza media',
    power: 'Potencia media',
    work: 'Trabajo',
    verdict: 'Veredicto y motivos',
  },
  show: (index) => `Mostrar el movimiento ${index} en la curva`,
  more: 'Mostrar más',
  json: 'Todas las cifras (JSON)',
  csv: 'Movimientos (CSV)',
  jsonHint: 'El documento JSON es el de npx lockout analyze --json.',
};
