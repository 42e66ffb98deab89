import { pluralOf } from '../../../../src/contracts/shown.ts';
import type { Texts } from '../en.ts';
import type { AdviceTexts, GreetingTexts } from '../reason-texts.ts';

const plural = pluralOf('es');

export const presence: Texts['presence'] = {
  guest: 'Invitado',
  tapIn: 'Acerca tu tarjeta',
  tapInHint: 'o levanta y reclámala después',
  codeAlt: 'Código para identificarte con el teléfono',
  claimable: (howMany) => plural(howMany, 'Una serie espera a su dueño', `${howMany} series esperan a su dueño`),
  waiting: (alias) => `${alias} sigue después de esta serie`,
  leavesIn: (age) => `Sales en ${age}`,
  enrolment: (alias) => `Tarjeta para ${alias}`,
  enrolmentText: (age) => `Acerca la tarjeta nueva al lector antes de ${age}.`,
  readerLost: 'Sin lector de tarjetas',
  lastTime: 'La última vez',
  lastReps: (sets, reps) => plural(sets, `1 serie, ${reps} reps`, `${sets} series, ${reps} reps`),
  done: 'Todas las series hechas',
  figures: { set: 'serie', reps: 'reps', load: 'carga', hold: 'pausa' },
  perSide: (load, plates) => `${load}, por lado ${plates}`,
  setOf: (n, of) => `${n} de ${of}`,
  superset: {
    title: 'Superserie',
    done: (done, of) => `${done} de ${of}`,
    noRest: 'sigue',
  },
  taps: {
    in: 'Hola',
    out: 'Hasta pronto',
    switched: 'Cambio hecho',
    waits: 'Después de esta serie',
    'confirm-out': 'Acércala otra vez para salir',
    claimed: 'La serie es tuya',
    unknown: 'Tarjeta desconocida',
    enrolled: 'Tarjeta añadida',
    refused: 'Ahora no es posible',
    repeated: 'Leída dos veces',
    'left-on-reader': 'Quita la tarjeta del lector',
    'two-cards': 'Dos tarjetas a la vez',
    malformed: 'La tarjeta no se puede leer',
  },
};

/** What a person reads after a tap, or when a member comes or goes. */
export const greetings: GreetingTexts = {
  hello: ({ name }) => `Hola, ${name}`,
  'hello-asked': ({ name }, { reps }) =>
    `Hola, ${name}. ¿Era tuya la última serie (${plural(reps, '1 repetición', `${reps} repeticiones`)})? Para sí, pasa la tarjeta otra vez`,
  claimed: ({ name }) => `La última serie es ahora de ${name}`,
  goodbye: ({ name }) => `Hasta luego, ${name}`,
  idle: ({ name }) => `${name} ha salido: no se ha movido nada durante un rato`,
  moved: ({ name }) => `${name} está ahora en otro puesto`,
  'confirm-out': () => 'Tu serie está guardada. Pasa la tarjeta otra vez para salir',
  'waits-in': ({ name }) => `Hay una serie en curso: ${name} entra cuando termine`,
  'waits-out': () => 'Hay una serie en curso: sales cuando termine. Pasa la tarjeta otra vez para quedarte',
  stays: ({ name }) => `${name} se queda`,
  'waits-no-more': ({ name }) => `${name} ya no espera`,
  'unknown-card': ({ lastDigits }) =>
    `La tarjeta …${lastDigits} no se conoce aquí. Un entrenador puede dársela a un miembro`,
  'hub-away': ({ lastDigits }) =>
    `La tarjeta …${lastDigits} no se puede consultar ahora: no se llega al hub. Inténtalo más tarde`,
  'hub-away-kept': ({ lastDigits }) =>
    `La tarjeta …${lastDigits} no se puede consultar ahora: no se llega al hub. Empieza sin más: tus series se guardan y serán tuyas cuando vuelva`,
  enrolled: ({ name, lastDigits }) => `La tarjeta …${lastDigits} es ahora de ${name}. Pásala otra vez para empezar`,
  'own-already': ({ name }) => `Esta tarjeta ya es de ${name}. Pasa una nueva por el lector`,
  'taken-already': () => 'Esta tarjeta es de otro miembro. Quítasela antes, o pasa una nueva por el lector',
  unavailable: () =>
    'Ahora no se pueden consultar tarjetas. Inténtalo dentro de un momento, o pregunta a un entrenador',
};

/** During a set; never an order. */
export const advice: AdviceTexts = {
  slower: ({ lossPercent }) =>
    `Dos veces seguidas un ${lossPercent} más lento que tu repetición más rápida: un buen momento para terminar la serie`,
};
