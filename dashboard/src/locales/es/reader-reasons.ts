import type { ReaderReasonTexts } from '../reason-texts.ts';

export const readerReasons: ReaderReasonTexts = {
  'reader-opening': () => 'Abriendo.',
  'reader-missing': ({ port, found }) =>
    `No hay lector de tarjetas en ${port}. ${found === '' ? 'No hay ningún puerto serie USB: ¿está enchufado?' : `Puertos presentes: ${found}.`}`,
  'reader-input-missing': ({ port }) =>
    `No hay lector de tarjetas en ${port}: enchúfalo (ls /dev/input/by-id muestra lo que hay).`,
  'reader-forbidden': ({ port, group }) =>
    `Faltan permisos para ${port}: añade tu usuario al grupo ${group} (sudo usermod -aG ${group} $USER) y vuelve a iniciar sesión.`,
  'reader-in-use': ({ port }) => `Otro programa usa ${port}. Ciérralo.`,
  'reader-port-of-board': ({ port, board }) =>
    `${port} es el puerto de una placa (${board}): da al lector el suyo, con su nombre en /dev/serial/by-id/.`,
  'reader-unplugged': ({ reason }) => `Se desenchufó${reason === '' ? '' : ` (${reason})`}.`,
  'reader-pn532-silent': () =>
    'El puerto está abierto, pero ningún PN532 responde: cruza TX y RX, revisa GND y la alimentación, y pon sus interruptores en HSU (los dos apagados).',
  'reader-pn532-lost': () => 'El PN532 ya no responde. Revisa sus cables y su alimentación.',
  'reader-other-chip': () =>
    'El chip que responde no es un PN532. Usa un módulo PN532 o elige el tipo de lector correcto.',
  'reader-failing': ({ reason }) => `No se puede usar (${reason}).`,
  'reader-flapping': ({ times }) => `Se desconectó ${times} veces en un minuto: revisa el enchufe y el cable.`,
  'reader-shared': ({ reason }) =>
    `Sus teclas también llegan al escritorio (${reason}): evítalo con la regla udev de hardware.md.`,
};
