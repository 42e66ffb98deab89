import type { Texts } from '../en.ts';

export const menu: Texts['menu'] = {
  title: 'A dónde ir',
  members: 'Miembros',
  programmes: 'Programas',
  toBay: 'Volver a la pantalla del puesto',
  ways: {
    floor: 'Sala',
    members: 'Miembros',
    programmes: 'Programas',
    manage: 'Gestionar',
    mine: 'Mi página',
    chain: 'Cadena',
    fleet: 'Flota',
    accounts: 'Cuentas',
  },
};
