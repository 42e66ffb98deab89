import { pluralOf } from '../../../../../src/contracts/shown.ts';
import type { RequestProblemTexts } from '../../problem-texts.ts';

const plural = pluralOf('de');
const AGAIN = 'Lade die Seite neu und versuch es noch einmal.';

export const requestProblems: RequestProblemTexts = {
  'invalid-input': (_, { howMany }) =>
    `Die Angaben haben ${plural(howMany, 'einen Fehler', `${howMany} Fehler`)}. Prüfe sie und sende sie noch einmal.`,
  'nul-character': () => 'Die Angaben enthalten das Zeichen U+0000. Entferne es.',
  'bad-idempotency-key': () => 'Der Idempotency-Key ist ungültig. Nimm 8 bis 128 Buchstaben, Ziffern oder . : _ -.',
  'out-of-range': ({ name, given, least, most }) => `${name} ist ${given}; erlaubt ist ${least} bis ${most}.`,
  'bad-period': ({ mostDays }) => `Das Ende muss nach dem Anfang liegen, um höchstens ${mostDays} Tage.`,
  'bad-request': () => `Die Anfrage ist nicht zu lesen. ${AGAIN}`,
  'not-http-request': () => `Das ist keine HTTP-Anfrage, die die Station lesen kann. ${AGAIN}`,
  'bad-address': () => 'Die Adresse ist ungültig. Prüfe sie.',
  'address-too-long': () => 'Ein Teil der Adresse ist zu lang. Prüfe sie.',
  'not-found': ({ path }) => `Unter ${path} gibt es nichts. Prüfe die Adresse.`,
  'no-stream': ({ path }) => `Unter ${path} gibt es keinen Datenstrom.`,
  'method-not-allowed': ({ path, method, allowed }) => `${path} nimmt ${method} nicht an, nur ${allowed}.`,
  'request-timeout': () => 'Die Anfrage kam nicht rechtzeitig an. Versuch es noch einmal.',
  'payload-too-large': () => 'Das ist zu groß für die Station.',
  'unsupported-media-type': ({ given }) => `Der Inhaltstyp „${given}“ wird hier nicht angenommen.`,
  'request-header-fields-too-large': ({ mostKb }) => `Der Kopf der Anfrage ist größer als ${mostKb} kB.`,
  'upgrade-required': () => 'Das ist ein WebSocket.',
  'foreign-host': ({ host }) =>
    `Auf den Namen „${host}“ antwortet diese Station nicht. Nimm ihre Adresse, oder trag den Namen unter web.allowedHosts ein.`,
  'foreign-origin': ({ origin }) => `Eine Seite von ${origin} darf das nicht. Nimm eine Seite dieser Station.`,
  'no-origin': () => 'Der Browser sagt nicht, von welcher Seite die Änderung kommt. Nimm eine Seite dieser Station.',
  'if-match-missing': () => `Die Angabe If-Match fehlt. ${AGAIN}`,
  'bad-if-match': () => `Die Angabe If-Match ist ungültig. ${AGAIN}`,
  'idempotency-key-reused': () => `Dieser Idempotency-Key gehört zu einer anderen Anfrage. ${AGAIN}`,
  'in-progress': () => 'Diese Anfrage läuft schon. Versuch es in einer Sekunde noch einmal.',
  'done-already': () =>
    'Das ist schon getan, und das Geheimnis wurde dabei gezeigt. Ist es verloren, entferne es und mach ein neues.',
  internal: ({ request }) =>
    `In der Station ist etwas schiefgegangen. Ihr Protokoll sagt unter der Anfrage ${request} mehr.`,
};
