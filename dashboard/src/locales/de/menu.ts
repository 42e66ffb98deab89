import type { Texts } from '../en.ts';

export const menu: Texts['menu'] = {
  title: 'Wohin',
  members: 'Mitglieder',
  programmes: 'Pläne',
  toBay: 'Zurück zum Bildschirm des Platzes',
  ways: {
    floor: 'Übersicht',
    members: 'Mitglieder',
    programmes: 'Pläne',
    manage: 'Verwalten',
    mine: 'Meine Seite',
    chain: 'Kette',
    fleet: 'Flotte',
    accounts: 'Konten',
  },
};
