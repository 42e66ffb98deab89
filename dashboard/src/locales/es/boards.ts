import type { Texts } from '../en.ts';

export const boards: Texts['boards'] = {
  ports: 'Placas y puertos',
  portsHint: 'Qué está conectado a la estación y qué puesto lo usa.',
  noPorts: 'No hay nada conectado. Usa un cable que lleve datos, no solo corriente.',
  notIn: 'no conectado',
  free: 'libre',
  boardOf: (bay) => `placa de ${bay}`,
  readerOf: (bay) => `lector de tarjetas de ${bay}`,
  pluggedIn: 'Conectados',
  typed: 'otro, escrito arriba',
  restartBoard: 'Reiniciar la placa',
  restartBoardAsk: (name) => `¿Reiniciar la placa de ${name}?`,
  boardRestarted: 'La placa se reinicia. Vuelve en unos segundos.',
  clock: 'Reloj',
  synced: 'ajustado por la red',
  notSynced: 'no ajustado por la red',
  addresses: 'Direcciones',
  noAddress: 'en ninguna red',
};
