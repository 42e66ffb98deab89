import type { AccessProblemTexts } from '../../problem-texts.ts';

export const accessProblems: AccessProblemTexts = {
  'not-logged-in': () => 'Entra primero.',
  'bad-token': () => 'El token no es válido o está revocado. Un administrador hace otro.',
  'wrong-log-in': () => 'El nombre o el PIN no es correcto. ¿Lo has olvidado? Un entrenador puede darte otro.',
  'wrong-secret': () => 'El PIN o la contraseña actual no es correcta.',
  'wrong-set-up-code': () =>
    'Este no es el código. Está en el terminal de la estación; otro: npx lockout member set-up-code',
  'bad-pairing-code': () =>
    'El código está mal, ya se usó o tiene más de diez minutos. Un administrador hace otro en Gestionar, Puestos.',
  'too-many-tries': ({ waitS }) => `Demasiados intentos fallidos. Inténtalo otra vez dentro de ${waitS}.`,
  'too-many-log-ins': () => 'Demasiadas entradas a la vez. Inténtalo otra vez dentro de unos segundos.',
  'set-up-done': () => 'Ya hay un administrador. Entra con tu cuenta.',
  'account-gone': () => 'Tu cuenta ya no existe.',
  'not-a-person': () => 'Esto es para personas que entran, no para tokens.',
  'role-too-low': ({ needed, role }) => `Para esto hace falta el papel ${needed}; has entrado como ${role}.`,
  'not-your-bay': ({ bay }) => `El puesto «${bay}» no es tuyo. Ficha allí.`,
  'not-yours': () => 'Esto es de otra persona: entra con su cuenta o pregunta a un entrenador.',
  'member-agrees': () => 'Solo el propio miembro puede aceptar estar en la clasificación.',
  'sign-in-by-card': () => 'Un miembro ficha con la tarjeta o el código QR. Un entrenador puede ficharlo desde aquí.',
  'give-away': () => 'Solo un entrenador puede dar una serie a alguien. La tuya la puedes ceder.',
  'delete-set': () => 'Solo su miembro o un entrenador puede borrar una serie.',
  'consents-not-yours': () =>
    'Solo el miembro dice qué acepta: al fichar por primera vez en un puesto, o en Yo, en su página.',
  'admin-adds-role': ({ role }) => `Solo un administrador puede añadir a alguien con el papel ${role}.`,
  'admin-changes-role': () => 'Solo un administrador puede cambiar un papel.',
  'admin-changes': ({ role }) => `Solo un administrador puede hacer esto a alguien con el papel ${role}.`,
  'prove-secret': () => 'Para cambiar tu PIN o contraseña, indica antes la actual.',
  'name-by-trainers': () => 'El nombre completo lo llevan los entrenadores. Pídeselo a uno.',
  'secret-too-short': ({ role, least }) => `El secreto para el papel ${role} necesita al menos ${least} caracteres.`,
  'password-missing': ({ role }) => `El papel ${role} necesita una contraseña, no un PIN.`,
  'pin-too-easy': () => 'Este PIN es de los que se prueban primero, como 1234, 0000 o un año. Elige otro.',
  'password-too-easy': () =>
    'Esta contraseña es fácil de adivinar. Tres o cuatro palabras sin relación entre sí son una buena.',
  'login-missing': () => 'Para entrar hace falta también un nombre de usuario. Indica uno.',
  'no-demo': () => 'Esta estación no es una demo. Entra con tu cuenta.',
  'demo-elsewhere': () => 'Solo un navegador en el equipo de la demo puede cambiar de papel. Abre allí la demo.',
  'demo-starting': () => 'Los miembros simulados aún no están. Inténtalo de nuevo en un momento.',
};
