import type { Texts } from '../en.ts';

export const boards: Texts['boards'] = {
  ports: 'Platinen und Anschlüsse',
  portsHint: 'Was an der Station steckt und welcher Platz es benutzt.',
  noPorts: 'Nichts eingesteckt. Nimm ein Kabel, das Daten überträgt und nicht nur Strom.',
  notIn: 'nicht eingesteckt',
  free: 'frei',
  boardOf: (bay) => `Platine von ${bay}`,
  readerOf: (bay) => `Kartenleser von ${bay}`,
  pluggedIn: 'Eingesteckt',
  typed: 'ein anderer, oben eingegeben',
  restartBoard: 'Platine neu starten',
  restartBoardAsk: (name) => `Platine von ${name} neu starten?`,
  boardRestarted: 'Die Platine startet neu. In einigen Sekunden ist sie wieder da.',
  clock: 'Uhr',
  synced: 'vom Netz gestellt',
  notSynced: 'nicht vom Netz gestellt',
  addresses: 'Adressen',
  noAddress: 'in keinem Netz',
};
