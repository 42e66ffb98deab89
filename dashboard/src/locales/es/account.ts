import type { Texts } from '../en.ts';

export const account: Texts['account'] = {
  logIn: 'Entrar',
  logInHint: 'Mira tus series, tu plan y tus marcas.',
  login: 'Nombre de usuario',
  secret: 'PIN o contraseña',
  logOut: 'Salir',
  forgotten: '¿Lo has olvidado? Un entrenador puede darte otro.',
  wait: (age) => `Próximo intento en ${age}`,
  noAdmin: 'Esta estación aún no tiene administrador.',
  setUpCodeLink: 'Configúrala con el código de su terminal',
  setUp: 'Primer administrador',
  setUpHint:
    'La estación mostró un código de un solo uso al arrancar. Quien lo tenga crea la primera cuenta, que puede hacerlo todo.',
  code: 'Código de un solo uso',
  codeHint: '¿Perdido? En la estación: npx lockout member set-up-code',
  alias: 'Tu nombre en las pantallas',
  password: 'Contraseña',
  passwordHint: '12 caracteres o más',
  makeAdmin: 'Crear la cuenta',
  roles: {
    visitor: 'visitante',
    screen: 'pantalla',
    member: 'miembro',
    trainer: 'entrenador',
    admin: 'administrador',
    'undo button': 'botón de deshacer',
  },
  mine: 'Mi página',
  notAllowed: 'No es para esta cuenta',
  notAllowedWhy: (role) => `Para esta página necesitas una cuenta de ${role}.`,
  pair: {
    title: 'Emparejar esta pantalla',
    link: '¿Es la pantalla de un puesto? Emparéjala',
    hint: 'Este navegador pasa a ser la pantalla de un puesto: muestra ese puesto y nada más. El código lo recibe un administrador en Gestionar, Puestos.',
    code: 'Código',
    submit: 'Emparejar',
  },
  claim: 'Fichar',
  claimAsk: (alias) => `¿Fichar como ${alias}?`,
  claimHint: 'El puesto cuyo código has escaneado muestra tu nombre y cuenta para ti.',
  claimNow: 'Fichar aquí',
  claimed: (bay) => `Estás en ${bay}`,
  claimedText: 'Desde ahora tus series se guardan para ti. Sal en la pantalla, o simplemente vete.',
  claimNoCode: 'Escanea con este teléfono el código de la pantalla de un puesto.',
  toHistory: 'A mis series',
};

export const problems: Texts['problems'] = {
  'wrong-log-in': 'El nombre o el PIN no es correcto.',
  'bad-pairing-code':
    'El código está mal, ya se usó o tiene más de diez minutos. Un administrador hace otro en Gestionar, Puestos.',
  'wrong-secret': 'El PIN o la contraseña actual no es correcta.',
  'wrong-set-up-code': 'Este no es el código. Está en el terminal de la estación.',
  'set-up-done': 'Ya hay un administrador. Entra con tu cuenta.',
  'too-many-tries': 'Demasiados intentos fallidos.',
  'changed-meanwhile': 'Otra persona lo ha cambiado entretanto. Vuelve a cargarlo.',
  'not-logged-in': 'Entra primero.',
  'secret-too-short':
    'Los miembros necesitan un PIN de 4 cifras o más; entrenadores y administradores, una contraseña de 12 caracteres o más.',
  'secret-too-easy':
    'Es de lo primero que alguien probaría: elige otra. Tres o cuatro palabras sin relación entre sí son una buena contraseña.',
  'private-address':
    'Esta dirección está en la propia estación o en su red. Añádela antes a webhooks.networks en la configuración.',
  'login-missing': 'Para entrar hace falta también un nombre de usuario.',
  'no-such-set': 'Esta serie ya no está: alguien la ha borrado, o no es tuya.',
  'not-yours': 'Esto es de otra persona: entra con su cuenta o pregunta a un entrenador.',
  'demo-elsewhere': 'Solo un navegador en el equipo de la demo puede cambiar de papel. Abre allí la demo.',
  'in-set': 'Hay una serie en curso en este puesto. Inténtalo cuando haya terminado.',
  'demo-starting': 'Los socios simulados aún no están. Inténtalo de nuevo en un momento.',
};
