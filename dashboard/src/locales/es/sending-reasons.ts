import { answered } from '../../../../src/contracts/sending-reasons.ts';
import type { SendingReasonTexts } from '../reason-texts.ts';

const why =
  (words: string) =>
  ({ answer }: { readonly answer: string }) =>
    answered(words, answer);

export const sendingReasons: SendingReasonTexts = {
  'mail-log-in-refused': why('El servidor de correo rechaza el acceso: revisa mail.username y mail.password.'),
  'mail-log-in-wanted': why('El servidor de correo pide un acceso: indica mail.username y mail.password.'),
  'mail-address-refused': why(
    'El servidor de correo no acepta nada de mail.from o para mail.to: revisa las direcciones.',
  ),
  'mail-message-refused': why('El servidor de correo rechaza el mensaje.'),
  'mail-no-tls': why('El servidor de correo no habla TLS como dice mail.tls: revisa mail.tls y mail.port.'),
  'mail-silent': why('El servidor de correo no responde: revisa mail.host y mail.port.'),
  'mail-unreachable': why('No se llega al servidor de correo: revisa mail.host y mail.port.'),
  'mail-broken': why('Falla la conexión con el servidor de correo: revisa mail.host, mail.port y mail.tls.'),
  'mail-no-server': why('Ningún servidor de correo responde en mail.host y mail.port.'),
  'mail-no-host': why('No hay ningún ordenador con el nombre mail.host.'),
  'mail-no-smtp': why('Lo que responde no habla SMTP: revisa mail.host y mail.port.'),
  'mail-untrusted': why(
    'El certificado del servidor de correo no es de confianza: revisa mail.host y el reloj de este ordenador.',
  ),
  'mail-failed': why('El servidor de correo ha fallado.'),
  'push-token-refused': why('El servidor push rechaza el token: revisa push.token.'),
  'push-topic-refused': why('El servidor push no permite este tema: revisa push.token y el tema de push.url.'),
  'push-no-address': why('El servidor push no conoce esta dirección: revisa push.url.'),
  'push-too-long': why('El servidor push no acepta un mensaje tan largo.'),
  'push-limited': why('El servidor push limita cuántos mensajes acepta.'),
  'push-own-network': why(
    'El servidor push está en la red del gimnasio: añade su dirección a webhooks.networks o revisa push.url.',
  ),
  'push-unreachable': ({ reason }) => `No se llega al servidor push (${reason}): revisa push.url.`,
  'push-broken': why('Falla la conexión con el servidor push: revisa push.url.'),
  'push-redirected': why('El servidor push redirige a otra dirección: revisa push.url.'),
  'push-failed': why('El servidor push ha fallado.'),
  'alerts-unread': ({ reason }) => `No se pueden leer los avisos (${reason}).`,
};
