import type { Texts } from '../en.ts';

export const common: Texts['common'] = {
  product: 'Lockout',
  connecting: 'Conectando…',
  unreachable: 'No se puede contactar con la estación',
  noSuchPage: 'Esta página no existe',
  noSuchBay: (bay) => `Esta estación no tiene el puesto «${bay}»`,
  hiddenBay: (bay: string) =>
    `El puesto «${bay}» no existe o no puedes verlo. Los miembros ven el puesto en el que han iniciado sesión.`,
  allBays: 'Todos los puestos de esta estación',
  slow: 'La estación responde con lentitud. Aún se espera.',
  loading: 'Cargando…',
  pageFailed: 'No se pudo cargar esta página',
  pageFailedWhy: 'La estación no está o se ha actualizado. Vuelve a cargar cuando haya conexión.',
  loadAgain: 'Volver a cargar',
  back: 'Atrás',
  removeAsk: (what: string) => `¿Quitar ${what}?`,
  stopsAtOnce: 'Deja de funcionar al instante. No se puede deshacer.',
  cancel: 'Cancelar',
  close: 'Cerrar',
  unknown: '–',
  age: {
    seconds: (howMany) => `${howMany} s`,
    minutes: (howMany) => `${howMany} min`,
    hours: (howMany) => `${howMany} h`,
    days: (howMany) => `${howMany} d`,
    ago: (age) => `hace ${age}`,
  },
};

export const link: Texts['link'] = {
  lost: 'Sin conexión',
  noData: 'Aún no hay datos.',
  lastData: (age) => `Últimos datos hace ${age}.`,
  offline: 'Este dispositivo está sin conexión',
  offlineToDo: 'Activa su wifi o conecta su cable.',
  toDo: 'Comprueba que la estación está encendida y que este dispositivo está en su red.',
  retries: 'Lo intenta de nuevo por sí sola.',
};

export const settings: Texts['settings'] = {
  title: 'Esta pantalla',
  open: 'Ajustes de esta pantalla',
  language: 'Idioma',
  units: 'Unidades',
  kilograms: 'Kilogramos',
  pounds: 'Libras',
  colours: 'Colores',
  dark: 'Oscuros',
  light: 'Claros',
  contrast: 'Contraste',
  normal: 'Normal',
  high: 'Alto',
  sound: 'Sonido',
  on: 'Sí',
  off: 'No',
  soundHint: 'Una nota al bloquear, dos al cumplir la pausa, tres al acabar la serie.',
  soundBlocked: 'El navegador pide un toque antes de dejar sonar a la página.',
  tryIt: 'Probar',
  keptHere: 'Solo vale en esta pantalla.',
};

export const numbers: Texts['numbers'] = {
  noNumber: (example) => `Escribe un número, por ejemplo ${example}.`,
  twoReadings: (whole, decimal) =>
    `Puede ser ${whole} o ${decimal}. Escribe ${whole} sin punto, o ${decimal} con coma.`,
  whole: 'Escribe un número entero.',
  atLeast: (least) => `Como mínimo ${least}.`,
  atMost: (most) => `Como máximo ${most}.`,
};
