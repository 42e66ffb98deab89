import type { ConfigFaultTexts } from '../reason-texts.ts';

const inUnit = (unit: string) => (unit === '' ? '' : ` ${unit}`);
const must = (name: string, given: string, what: string, hint = '') =>
  `${name} es ${given}, pero debe ser ${what}${hint === '' ? '' : '; ponlo entre comillas'}`;

export const configFaults: ConfigFaultTexts = {
  'no-file': () => 'El archivo no existe; crea uno con: npx lockout config init',
  unreadable: ({ reason }) => `no se puede leer (${reason})`,
  'too-long': ({ chars, most }) => `tiene ${chars} caracteres; se leen como mucho ${most}`,
  'too-deep': ({ most }) => `tiene más de ${most} niveles, uno dentro de otro`,
  'too-many-parts': ({ most }) => `tiene más de ${most} líneas, claves y entradas`,
  'not-yaml': () => 'no es YAML válido. Revisa la sangría, las comillas y los dos puntos',
  'key-twice': ({ name }) => `${name} está dos veces; deja una`,
  'unknown-variable': ({ near }) =>
    `ningún valor de la configuración se llama así${near === '' ? '' : `; ¿querías decir ${near}?`}`,
  'unknown-key': ({ name, known }) => `${name} no es una clave conocida; aquí hay: ${known}`,
  'misspelt-key': ({ name, near }) => `${name} no es una clave conocida; ¿querías decir ${near}?`,
  'not-one-of': ({ name, given, known, hint }) => must(name, given, `uno de ${known}`, hint),
  'not-a-number': ({ name, given, unit }) => must(name, given, `un número${inUnit(unit)}`),
  'not-a-whole-number': ({ name, given, unit }) => must(name, given, `un número entero${inUnit(unit)}`),
  'not-in-range': ({ name, given, least, most, unit }) =>
    must(name, given, `un número de ${least} a ${most}${inUnit(unit)}`),
  'not-whole-in-range': ({ name, given, least, most, unit }) =>
    must(name, given, `un número entero de ${least} a ${most}${inUnit(unit)}`),
  'not-a-group': ({ name, given }) => must(name, given, 'un grupo de claves'),
  'not-a-list': ({ name, given, least, most }) => must(name, given, `una lista de ${least} a ${most} entradas`),
  'not-a-text': ({ name, given, hint }) => must(name, given, 'un texto con la forma que dice la ayuda', hint),
  'not-a-text-of-length': ({ name, given, least, most, hint }) =>
    must(name, given, `un texto de ${least} a ${most} caracteres con la forma que dice la ayuda`, hint),
  'not-right': ({ name, given, hint }) => must(name, given, 'otro valor', hint),
  'not-an-address': ({ name }) => `${name} no es una dirección; escríbela como mqtt://broker.local:1883`,
  'not-a-network': ({ name, given }) => must(name, given, 'una dirección como 10.0.0.2 o una red como 10.0.0.0/8'),
  'not-a-time-zone': ({ name, given }) => must(name, `«${given}»`, 'una zona horaria como Europe/Berlin'),
  'not-a-mail-address': ({ name, given }) => must(name, `«${given}»`, 'una dirección como trainer@studio.example'),
  'not-a-push-address': ({ name }) =>
    `${name} no es la dirección de un tema; escríbela como https://ntfy.example/gimnasio`,
  'no-mail-receiver': ({ name }) => `${name} está vacío: pon al menos una dirección que reciba los avisos`,
  'same-id': ({ name, given, other }) => `${name} es «${given}», como ya ${other}; dale a cada puesto el suyo`,
  'same-port': ({ name, other }) => `${name} ya es el puerto de ${other}; cada uno necesita el suyo`,
  'span-zero': ({ name }) => `${name} es 0; calibra la célula de carga para hallar su escala`,
  'span-zero-right': ({ name }) => `${name} es 0; tómalo de la hoja de datos de la célula`,
  'no-sensor': ({ name }) => `${name} y load.sensor son ambos none; un puesto necesita al menos un sensor`,
  'hx711-rate': ({ name, givenHz }) => `${name} es ${givenHz}, pero un HX711 da 10 u 80`,
  'hx711-gain': ({ name, gain }) => `${name} es ${gain}, pero un HX711 tiene 32, 64 o 128`,
  'hcsr04-rate': ({ name, givenHz }) => `${name} es ${givenHz}, pero un HC-SR04 da como mucho 16`,
  'right-needs-hx711': ({ name, given }) =>
    `${name} necesita load.sensor hx711, no ${given}: ambas células trabajan igual`,
  'same-pin': ({ name, pin, other }) => `${name} es ${pin}, ya el pin de ${other}; cada uno necesita el suyo`,
  'tls-unused': ({ name, url }) => `${name} solo vale con TLS, pero mqtt.url es ${url}; escribe mqtts:// o wss://`,
  'tls-needs-key': ({ name }) => `${name} necesita también mqtt.tls.key`,
  'tls-needs-cert': ({ name }) => `${name} necesita también mqtt.tls.cert`,
  'open-broker': ({ name, given }) =>
    `${name} es ${given}, que abre el broker a la red sin contraseña; pon mqtt.username y mqtt.password, o mqtt.embedded.allowAnonymous: true`,
  'account-without-effect': ({ name }) =>
    `${name} no restringe a nadie mientras mqtt.username está vacío: pon eso y mqtt.password para la propia estación`,
  'same-log-in': ({ name, given }) => `${name} es «${given}», que ya está en uso; dale a cada uno el suyo`,
  'not-an-input-device': ({ name, given }) => `${name} es ${given}, pero un input-device está en /dev/input/by-id/`,
  'pn532-baud': ({ name }, { given, right }) => `${name} es ${given}, pero un PN532 habla a ${right}`,
};
