import { pluralOf } from '../../../../../src/contracts/shown.ts';
import type { RequestProblemTexts } from '../../problem-texts.ts';

const plural = pluralOf('es');
const AGAIN = 'Recarga la página e inténtalo otra vez.';

export const requestProblems: RequestProblemTexts = {
  'invalid-input': (_, { howMany }) =>
    `Los datos tienen ${plural(howMany, 'un fallo', `${howMany} fallos`)}. Revísalos y envíalos otra vez.`,
  'nul-character': () => 'Los datos contienen el carácter U+0000. Quítalo.',
  'bad-idempotency-key': () => 'El Idempotency-Key no es válido. Usa de 8 a 128 letras, cifras o . : _ -.',
  'out-of-range': ({ name, given, least, most }) => `${name} es ${given}; se admite de ${least} a ${most}.`,
  'bad-period': ({ mostDays }) => `El final debe ser posterior al principio, como mucho ${mostDays} días.`,
  'bad-request': () => `La petición no se puede leer. ${AGAIN}`,
  'not-http-request': () => `Esto no es una petición HTTP que la estación pueda leer. ${AGAIN}`,
  'bad-address': () => 'La dirección no es válida. Revísala.',
  'address-too-long': () => 'Una parte de la dirección es demasiado larga. Revísala.',
  'not-found': ({ path }) => `No hay nada en ${path}. Revisa la dirección.`,
  'no-stream': ({ path }) => `En ${path} no hay ningún flujo de datos.`,
  'method-not-allowed': ({ path, method, allowed }) => `${path} no admite ${method}, solo ${allowed}.`,
  'request-timeout': () => 'La petición no llegó a tiempo. Inténtalo otra vez.',
  'payload-too-large': () => 'Es demasiado grande para la estación.',
  'unsupported-media-type': ({ given }) => `Aquí no se admite el tipo de contenido «${given}».`,
  'request-header-fields-too-large': ({ mostKb }) => `La cabecera de la petición supera ${mostKb} kB.`,
  'upgrade-required': () => 'Esto es un WebSocket.',
  'foreign-host': ({ host }) =>
    `La estación no responde al nombre «${host}». Usa su dirección, o añade el nombre a web.allowedHosts.`,
  'foreign-origin': ({ origin }) => `Una página de ${origin} no puede hacer esto. Usa una página de esta estación.`,
  'no-origin': () => 'El navegador no dice de qué página viene el cambio. Usa una página de esta estación.',
  'if-match-missing': () => `Falta el dato If-Match. ${AGAIN}`,
  'bad-if-match': () => `El dato If-Match no es válido. ${AGAIN}`,
  'idempotency-key-reused': () => `Este Idempotency-Key es de otra petición. ${AGAIN}`,
  'in-progress': () => 'Esta petición ya está en curso. Inténtalo otra vez dentro de un segundo.',
  'done-already': () => 'Ya está hecho, y el secreto se mostró entonces. Si lo has perdido, quítalo y haz otro.',
  internal: ({ request }) => `Algo ha fallado en la estación. Su registro dice más en la petición ${request}.`,
};
