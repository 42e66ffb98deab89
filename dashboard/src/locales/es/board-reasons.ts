import type { BoardReasonTexts } from '../reason-texts.ts';

interface Sensor {
  readonly sensor: string;
  readonly part: string;
  readonly pins: string;
}

const of =
  (words: string) =>
  ({ sensor, part, pins }: Sensor): string =>
    `${sensor} (${part}, ${pins === '' ? 'I²C' : `${PINS} ${pins}`}) ${words}.`;
const PINS = 'pines';

export const boardReasons: BoardReasonTexts = {
  opening: ({ port }) => `Se está abriendo la placa (${port}).`,
  flashing: () => 'Se está grabando el firmware. Después la estación sigue contando.',
  queued: () => 'Espera su turno: las placas arrancan una tras otra.',
  'port-open': () => 'El puerto está abierto; se espera la respuesta de la placa.',
  'awaiting-samples': () => 'Espera las primeras lecturas.',
  'no-response': () => 'El proceso de la placa no responde.',
  hangs: () => 'El proceso de la placa está colgado; se está reiniciando.',
  'process-ended': ({ how }) => `El proceso de la placa terminó (${how}); se está reiniciando.`,
  'port-missing': ({ port, found }) =>
    `No hay ninguna placa en ${port}. ${found === '' ? 'No hay ningún puerto serie USB: ¿está enchufada?' : `Puertos presentes: ${found}.`}`,
  'port-forbidden': ({ port }) =>
    `Faltan permisos para ${port}: añade el usuario al grupo dialout (sudo usermod -aG dialout $USER) y vuelve a iniciar su sesión.`,
  'port-in-use': ({ port }) =>
    `Otro programa usa ${port}: cierra el monitor serie del IDE de Arduino, o el otro Lockout.`,
  'port-failing': ({ reason }) => `El puerto no se puede abrir (${reason}).`,
  unplugged: ({ reason }) => `La placa se ha desenchufado${reason === '' ? '' : ` (${reason})`}. Enchúfala otra vez.`,
  'port-silent': ({ port }) =>
    `${port} está abierto pero nada responde: ¿es el puerto correcto, y está grabado el firmware de Lockout (npx lockout flash)?`,
  'port-garbled': ({ port, baudHz }) =>
    `${port} envía datos ilegibles a ${baudHz} baudios: quizá el firmware habla a otra velocidad (board.baud), o no es el de Lockout (npx lockout flash).`,
  'stopped-answering': ({ port }) => `La placa en ${port} dejó de responder a mitad del saludo.`,
  'other-firmware': ({ name }) =>
    `La placa ejecuta «${name}», no el firmware de Lockout: grábalo (\`npx lockout flash\`), o elige otro puerto.`,
  'other-protocol': ({ theirs, ours }) =>
    `El firmware habla el protocolo ${theirs}, este Lockout el ${ours}: ejecuta \`npx lockout flash\`.`,
  restarted: ({ causes }) => `La placa se ha reiniciado sola (${causes}): revisa su alimentación y su cable USB.`,
  garbage: () => 'La placa solo envía datos ilegibles: revisa el cable USB y la velocidad.',
  'fell-silent': () => 'La placa está enchufada, pero ha enmudecido.',
  'wire-bad': ({ badPercent }) =>
    `El ${badPercent} de lo que envía la placa se pierde o llega dañado: revisa el cable USB.`,
  'pin-unusable': ({ output, pin }) => `${output}: esta placa no puede usar el pin ${pin} para ello.`,
  'sensor-failed': of('ha fallado'),
  'sensor-no-answer': of('no responde: revisa sus cables y su alimentación'),
  'sensor-wrong-id': of('no es lo configurado: en su dirección responde otro chip'),
  'sensor-timeout': of('ha dejado de medir: revisa sus cables y su alimentación'),
  'sensor-i2c-nack': of('rechaza las órdenes: revisa SDA y SCL y sus resistencias pull-up'),
  'sensor-i2c-stuck': of(
    'está bloqueado con el bus I²C a nivel bajo: apaga y enciende la alimentación, busca un cortocircuito',
  ),
  'sensor-full-scale': of('está a tope: está sobrecargado, o un cable del puente está abierto'),
  'sensor-garbled': of('da lecturas corruptas: mantén sus cables cortos y lejos de la red y de motores'),
  'sensor-bad-pins': of('está configurado en pines que esta placa no puede usar para ello'),
  'sensor-unconfirmed': of('no se pudo configurar: la placa no confirma la orden'),
  'sensor-damaged': of('no se pudo configurar: la orden llega dañada'),
  'sensor-other-command': of('no se pudo configurar: el firmware espera otra orden, ejecuta `npx lockout flash`'),
  'sensor-no-slot': of('no se pudo configurar: la placa no tiene esa ranura'),
  'sensor-unsupported': of('no es compatible con este firmware: ejecuta `npx lockout flash`'),
  'sensor-bad-gain': of('no puede trabajar con la ganancia configurada: cambia `gain`'),
  'sensor-bad-rate': of('no puede medir con la frecuencia configurada: cambia `rateHz`'),
  'sensor-busy': of('no se pudo configurar: la placa está ocupada'),
  'sensor-sends-nothing': of('no envía nada: revisa sus cables y su alimentación'),
  'sensor-stopped-sending': of('ha dejado de enviar: revisa sus cables y su alimentación'),
  'sensor-load-frozen': of('repite un valor: revisa su cable de datos y los cuatro cables del puente'),
  'sensor-distance-frozen': of('repite un valor: apaga y enciende su alimentación'),
  'sensor-sees-nothing': of('no ve nada en su alcance: comprueba adónde apunta y limpia su ventana'),
};
