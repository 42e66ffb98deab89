import type { PackageProblemTexts } from '../../problem-texts.ts';

export const packageProblems: PackageProblemTexts = {
  'no-update-here': () => 'Esta estación no se puede actualizar desde su página.',
  'update-in-progress': () => 'Hay una actualización en curso. Espera a que termine.',
  'no-package-here': () => 'No hay ningún paquete. Sube uno primero.',
  'not-fetched': ({ url, reason }) => `No se puede descargar ${url} (${reason}). Revisa la dirección.`,
  'package-no-key': ({ file }) =>
    `Aquí no vale ninguna clave: el paquete en uso se hizo sin ella. Pon la clave de las publicaciones en ${file}.`,
  'package-unsigned': () => 'Falta la firma. Sube también el archivo .minisig.',
  'package-signature-damaged': () => 'La firma está dañada: no tiene el formato de minisign. Descárgala otra vez.',
  'package-signature-old': () => 'La firma es del tipo antiguo de minisign. Firma sin -l.',
  'package-other-key': ({ signer, trusted }) =>
    `Está firmado con la clave ${signer}; esta estación solo acepta la clave ${trusted}.`,
  'package-forged': () =>
    'La firma no es de este archivo: se modificó o se dañó después de firmarlo. Descarga los dos otra vez.',
  'package-comment-forged': () => 'El comentario de la firma se modificó. Descárgala otra vez.',
  'package-damaged': ({ file }) => `${file} no es un paquete de Debian, o está dañado. Descárgalo otra vez.`,
  'package-foreign': ({ name }) => `Este es el paquete «${name}» y no lockout.`,
  'package-other-machine': ({ architecture, machine, version }) =>
    `Es para ${architecture}, y esta máquina es ${machine}. Usa lockout_${version}_${machine}.deb.`,
  'package-same': ({ version }) => `La versión ${version} ya está en uso.`,
  'package-older': ({ version, used }) =>
    `Es la versión ${version}, más antigua que ${used}, la que está en uso. Un programa más antiguo quizá no lea la base de datos más nueva.`,
  'package-undone': ({ version, reason }) => `La versión ${version} ya se deshizo una vez: ${reason}.`,
  'package-no-room': ({ freeMb, neededMb }) =>
    `Falta espacio: hay ${freeMb} libres y se necesitan ${neededMb}. Borra copias antiguas (/var/backups/lockout) u otros archivos.`,
};
