import type { BayProblemTexts } from '../../problem-texts.ts';

export const bayProblems: BayProblemTexts = {
  'no-such-bay': ({ bay }) => `El puesto «${bay}» no existe.`,
  'other-bay': ({ bay }) => `Esta pantalla es de otro puesto, no de «${bay}».`,
  'no-set': ({ bay }) => `En el puesto «${bay}» no hay ninguna serie en curso.`,
  'in-set': ({ bay }) => `En el puesto «${bay}» hay una serie en curso. Inténtalo otra vez cuando termine.`,
  'set-being-stored': () => 'La serie ha terminado, pero aún no está guardada. Bórrala dentro de un momento.',
  'no-such-alert': () => 'Este aviso ya ha pasado.',
  'bay-replaying': ({ bay }) => `En el puesto «${bay}» ya se reproduce una grabación. Detenla antes.`,
  'bay-calibrating': ({ bay }) => `El puesto «${bay}» se está calibrando. Guarda eso antes, o abandónalo.`,
  'no-replay': ({ bay }) => `En el puesto «${bay}» no se reproduce nada.`,
  'no-calibration': ({ bay }) => `En el puesto «${bay}» no hay ninguna calibración en curso.`,
  'no-member-signed-in': ({ bay }) => `En el puesto «${bay}» no hay nadie fichado.`,
  'no-such-code': () => 'Este código ha caducado o ya se usó. Escanea el que muestra ahora la pantalla.',
  'nothing-to-undo': () =>
    'Esa salida ya no se puede deshacer: fue hace más de 30 s, o ha fichado otra persona. Pasa la tarjeta otra vez.',
  'no-such-question': () =>
    'Ya no se pregunta por esta serie: la siguiente ha empezado, o el miembro se ha ido. Un entrenador aún puede asignarla.',
  'consents-answered': () => 'Ya está contestado, o no hay nadie fichado. Cámbialo en Yo, en tu página.',
  'switched-off': ({ setting }) => `Está desactivado. Un administrador pone ${setting} en true.`,
};
