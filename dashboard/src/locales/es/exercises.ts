import type { Texts } from '../en.ts';

export const exercises: Texts['exercises'] = {
  'hip-thrust': {
    label: 'Hip thrust',
    cues: ['Empuja el suelo', 'Sube la cadera', 'Aguanta', 'Baja'],
    setUpSteps: [
      'Acolcha la barra',
      'Espalda alta en el banco, barra sobre la cadera',
      'Pies firmes cerca de los glúteos',
    ],
  },
  'single-leg-deadlift': {
    label: 'Peso muerto a una pierna',
    cues: ['Cadera recta', 'Pierna libre atrás', 'Ponte erguido', 'Baja'],
    setUpSteps: [
      'Sobre una pierna, cerca de la barra',
      'Rodilla suave, cadera recta',
      'Agarre a la anchura de los hombros',
    ],
  },
  'bulgarian-split-squat': {
    label: 'Sentadilla búlgara',
    cues: ['Recto hacia abajo', 'Pie delantero plano', 'Empuja arriba'],
    setUpSteps: ['Pie trasero en el banco', 'Pie delantero un paso largo adelante', 'Barra en la espalda alta'],
  },
  squat: {
    label: 'Sentadilla',
    cues: ['Tensa', 'Baja entre las caderas', 'Empuja arriba', 'Ponte erguido'],
    setUpSteps: ['Barra en la espalda alta', 'Da un paso atrás con ambos pies', 'Pies a la anchura de los hombros'],
  },
  deadlift: {
    label: 'Peso muerto',
    cues: ['Tensa', 'Empuja el suelo', 'Bloquea', 'Baja'],
    setUpSteps: ['Barra sobre la mitad del pie', 'Agarre por fuera de las rodillas', 'Pecho alto, brazos largos'],
  },
  'bench-press': {
    label: 'Press de banca',
    cues: ['Hombros abajo y atrás', 'Barra al pecho', 'Empuja', 'Brazos largos'],
    setUpSteps: ['Ojos bajo la barra', 'Pies en el suelo', 'Soportes por debajo del pecho'],
  },
  'shoulder-press': {
    label: 'Press de hombros',
    cues: ['Tensa', 'Empuja', 'Pasa la cabeza', 'Baja'],
    setUpSteps: ['Barra delante de los hombros', 'Agarre algo más ancho que los hombros', 'Costillas abajo'],
  },
  generic: { label: 'Otro ejercicio', cues: ['Arriba', 'Abajo'], setUpSteps: ['Prepara la barra', 'Revisa la carga'] },
};
