import { answered } from '../../../../src/contracts/sending-reasons.ts';
import type { SendingReasonTexts } from '../reason-texts.ts';

const why =
  (words: string) =>
  ({ answer }: { readonly answer: string }) =>
    answered(words, answer);

export const sendingReasons: SendingReasonTexts = {
  'mail-log-in-refused': why('Der Mailserver weist die Anmeldung ab: Prüfe mail.username und mail.password.'),
  'mail-log-in-wanted': why('Der Mailserver verlangt eine Anmeldung: Setze mail.username und mail.password.'),
  'mail-address-refused': why('Der Mailserver nimmt von mail.from oder für mail.to nichts an: Prüfe die Adressen.'),
  'mail-message-refused': why('Der Mailserver weist die Nachricht ab.'),
  'mail-no-tls': why('Der Mailserver spricht TLS nicht so, wie mail.tls sagt: Prüfe mail.tls und mail.port.'),
  'mail-silent': why('Der Mailserver antwortet nicht: Prüfe mail.host und mail.port.'),
  'mail-unreachable': why('Der Mailserver ist nicht erreichbar: Prüfe mail.host und mail.port.'),
  'mail-broken': why('Die Verbindung zum Mailserver scheitert: Prüfe mail.host, mail.port und mail.tls.'),
  'mail-no-server': why('Unter mail.host und mail.port antwortet kein Mailserver.'),
  'mail-no-host': why('Es gibt keinen Rechner mit dem Namen mail.host.'),
  'mail-no-smtp': why('Was antwortet, spricht kein SMTP: Prüfe mail.host und mail.port.'),
  'mail-untrusted': why(
    'Dem Zertifikat des Mailservers wird nicht vertraut: Prüfe mail.host und die Uhr dieses Rechners.',
  ),
  'mail-failed': why('Der Mailserver hat versagt.'),
  'push-token-refused': why('Der Push-Server weist das Token ab: Prüfe push.token.'),
  'push-topic-refused': why('Der Push-Server erlaubt dieses Thema nicht: Prüfe push.token und das Thema in push.url.'),
  'push-no-address': why('Der Push-Server kennt diese Adresse nicht: Prüfe push.url.'),
  'push-too-long': why('Der Push-Server nimmt keine so lange Nachricht an.'),
  'push-limited': why('Der Push-Server begrenzt, wie viele Nachrichten er annimmt.'),
  'push-own-network': why(
    'Der Push-Server steht im Netz des Studios: Nimm seine Adresse in webhooks.networks auf, oder prüfe push.url.',
  ),
  'push-unreachable': ({ reason }) => `Der Push-Server ist nicht erreichbar (${reason}): Prüfe push.url.`,
  'push-broken': why('Die Verbindung zum Push-Server scheitert: Prüfe push.url.'),
  'push-redirected': why('Der Push-Server leitet anderswohin weiter: Prüfe push.url.'),
  'push-failed': why('Der Push-Server hat versagt.'),
  'alerts-unread': ({ reason }) => `Die Warnungen lassen sich nicht lesen (${reason}).`,
};
