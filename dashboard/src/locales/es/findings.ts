import type { FindingTexts } from '../finding-texts.ts';

/** De cada fallo que encuentra el doctor: qué pasa, qué significa y qué hacer. */
export const findings: FindingTexts = {
  'board-lost': [
    'La placa no responde',
    'En este puesto no se mide nada.',
    'Haz lo que dice el motivo. Revisa el cable USB, el puerto (npx lockout ports) y el firmware (npx lockout flash).',
  ],
  'board-degraded': [
    'La placa responde, pero no todo va bien',
    'Falla un sensor o el cable; el puesto cuenta con lo que queda, si es que cuenta.',
    'Haz lo que dice el motivo y examina de nuevo.',
  ],
  'board-restarted': [
    'La placa se reinició mientras se la escuchaba',
    'Cada reinicio abre en la serie un hueco de uno a tres segundos.',
    'Usa un cable USB corto y un puerto con alimentación propia; busca un cortocircuito en la alimentación de los sensores.',
  ],
  'link-damaged': [
    'Mucho de lo que envía la placa llega dañado',
    'Pueden faltar repeticiones o quedar en duda, porque faltan lecturas.',
    'Cambia el cable USB; que mida menos de 3 m y esté lejos de motores y de la red eléctrica.',
  ],
  'link-noisy': [
    'Algo de lo que envía la placa llega dañado',
    'Aún no se pierde nada importante, pero con un buen cable esto no ocurre.',
    'Cambia el cable USB; que mida menos de 3 m y esté lejos de motores y de la red eléctrica.',
  ],
  'samples-late': [
    'Las lecturas llegan tarde',
    'El ordenador está sobrecargado. Los tiempos son correctos (los sella la placa), pero la página y los sonidos van con retraso.',
    'Cierra otros programas del ordenador; revisa su alimentación (una Pi se frena con poco voltaje) y su refrigeración.',
  ],
  'queue-full': [
    'La placa descarta lecturas por falta de sitio',
    'La línea serie es demasiado lenta para las frecuencias configuradas.',
    'Pon board.baud a 250000 (con el firmware incluido) o baja load.rateHz.',
  ],
  'board-clock-off': [
    'El reloj de la placa va mal',
    'Velocidades y pausas están mal en la misma proporción. Un resonador cerámico se queda dentro de 5.000 ppm.',
    'Cambia la placa.',
  ],
  'sensor-silent': [
    'El sensor no da lecturas',
    'El puesto no puede usarlo.',
    'Revisa su alimentación, sus cables y los pines de lockout.yaml según la tabla de conexiones.',
  ],
  'hx711-slow': [
    'El HX711 va a su frecuencia lenta',
    'El peso es correcto, pero la fuerza llega diez veces por segundo y 0,2 s tarde: pausas y velocidades se estropean.',
    'Une RATE con VCC (levanta la pista que lo une a GND), o pon load.rateHz a 10 y vive con ello.',
  ],
  'rate-low': [
    'El sensor entrega menos de la mitad de lo configurado',
    'Las repeticiones rápidas se ven demasiado toscas, y el retraso que se descuenta es erróneo.',
    'Baja rateHz a lo que el sensor puede, o busca problemas en el bus: resistencias pull-up, longitud del cable, alimentación.',
  ],
  'rate-off': [
    'La frecuencia no es la configurada',
    'Se cuenta bien, porque la placa sella cada lectura; el retraso del sensor puede variar un poco.',
    'Pon rateHz a lo que se mide, si sigue así.',
  ],
  'jitter-high': [
    'Las lecturas llegan de forma irregular',
    'Los sellos de tiempo fallan en milisegundos, lo que hace más ruidosa la velocidad.',
    'Graba el firmware incluido (npx lockout flash); en I²C revisa las resistencias pull-up y la longitud del cable.',
  ],
  'noise-unknown': [
    'Algo se movió: no se puede saber el ruido de la célula de carga',
    'La barra y las guías vibran mientras se mueven.',
    'No toques la barra durante diez segundos y examina de nuevo.',
  ],
  'load-noisy': [
    'La célula de carga tiene ruido',
    'Los pesos parpadean, y la fuerza ayuda menos a la velocidad.',
    'Apantalla y acorta el cable de la célula, trenza sus pares, aléjalo de la red eléctrica; revisa las soldaduras.',
  ],
  'load-very-noisy': [
    'La célula de carga tiene demasiado ruido',
    'El ruido es tan grande como la fuerza de una repetición lenta.',
    'Revisa los cuatro cables del puente y la masa; cambia el amplificador si un cable nuevo no ayuda.',
  ],
  'distance-noisy': [
    'El sensor de distancia tiene ruido',
    'El recorrido y la velocidad se vuelven toscos.',
    'Dale un blanco plano, mate y claro de 10 × 10 cm a menos de 1 m; protégelo del sol; limpia su ventana.',
  ],
  'distance-very-noisy': [
    'El sensor de distancia tiene demasiado ruido',
    'Así se ven la goma negra, el cristal o la luz del sol: traen saltos de 30 cm, y las repeticiones quedan en duda.',
    'Pega un trozo de plástico blanco mate en lo que mira.',
  ],
  'sensor-frozen': [
    'El sensor repite un mismo valor',
    'Parece vivo, pero no mide nada.',
    'Revisa su cable de datos (célula de carga: también los cuatro cables del puente); apágalo y enciéndelo.',
  ],
  saturated: [
    'La célula de carga está a tope',
    'La fuerza por encima del límite se pierde: la célula está sobrecargada, un cable del puente está abierto o la ganancia es muy alta.',
    'Descarga la célula. Si sigue: revisa E+, E−, A+, A−. Si solo ocurre con barras pesadas: baja load.gain.',
  ],
  'saturated-now-and-then': [
    'La célula de carga llega a su límite',
    'Los picos se recortan.',
    'Baja load.gain o usa una célula para más carga; un cable suelto se ve igual.',
  ],
  'out-of-range': [
    'El sensor de distancia no ve nada',
    'La altura falta gran parte del tiempo.',
    'Apúntalo a lo largo del recorrido de la barra hacia un blanco a su alcance (VL53L1X en modo corto: de 4 cm a 1,3 m).',
  ],
  'out-of-range-now-and-then': [
    'El sensor de distancia pierde a veces su blanco',
    'La altura tiene huecos.',
    'Centra el blanco en su haz durante todo el recorrido; limpia su ventana.',
  ],
  'readings-fail': [
    'Fallan muchas lecturas',
    'La placa pregunta y el sensor responde mal, tarde o nunca.',
    'Acorta sus cables, añade resistencias pull-up de 4,7 kΩ en I²C, revisa sus 5 V con carga.',
  ],
  'readings-fail-now-and-then': [
    'Fallan algunas lecturas',
    'Cada una se omite y se marca como hueco.',
    'Acorta sus cables, añade resistencias pull-up de 4,7 kΩ en I²C, aléjalos de motores y de la red eléctrica.',
  ],
  'readings-lost': [
    'Muchas lecturas se pierden por el camino',
    'Los huecos interrumpen las pausas, y las repeticiones pueden quedar en duda.',
    'Cambia el cable USB; después atiende a lo hallado en la conexión.',
  ],
  'readings-lost-now-and-then': [
    'Algunas lecturas se pierden por el camino',
    'Una pausa con un hueco cuenta como interrumpida.',
    'Cambia el cable USB; cierra otros programas del ordenador.',
  ],
  drifting: [
    'El cero se va',
    'Pesos y alturas serán erróneos en minutos.',
    'Deja que una célula nueva se caliente diez minutos; mira si algo se apoya en ella; revisa el soporte y la alimentación del sensor.',
  ],
  'drift-unknown': [
    'Algo se movió: no se puede saber si el cero se va',
    '',
    'No toques la barra durante diez segundos y examina de nuevo.',
  ],
  'lag-unknown': [
    'No se midió el retraso entre los sensores',
    'Hace falta movimiento.',
    'Examina de nuevo y levanta tres veces, rápido, mientras escucha.',
  ],
  'lag-off': [
    'El retraso entre los sensores no es el configurado',
    'Fuerza y altura se superponen torcidas, lo que estropea la velocidad y el momento del bloqueo.',
    'Calibra, o corrige load.lagMs y distance.lagMs.',
  ],
  'calibration-missing': [
    'Este puesto nunca se calibró',
    'Se cuenta, pero pesos y alturas se suponen con los valores de fábrica.',
    'Calibra: lleva cinco minutos y un disco conocido.',
  ],
  'calibration-of-other-sensors': [
    'Parte de la calibración guardada es de otros sensores',
    'Esa parte no se usa; se usan los valores de lockout.yaml.',
    'Calibra otra vez.',
  ],
  'readings-wild': [
    'Lecturas sueltas están muy desviadas',
    'Cada una se omite al contar; una segunda en pocos segundos le quita al sensor la confianza.',
    'Célula de carga: revisa su cable y sus soldaduras. Distancia: un blanco mate y claro, y nada más en su haz.',
  ],
  'channel-unreliable': [
    'Al contar no se confiaría en este sensor',
    'El motivo es el que la página muestra durante una serie.',
    'Atiende a lo hallado arriba y examina de nuevo.',
  ],
  'computer-slow': [
    'El controlador es demasiado lento para sus puestos',
    'Las lecturas llegan tarde o se pierden, y con ellas repeticiones.',
    'Cierra otros programas en él, refrigéralo (una Pi caliente va más lenta), dale una fuente de alimentación mejor o atiende parte de los puestos con un segundo.',
  ],
  'disk-low': [
    'El disco está casi lleno',
    'Una hora de levantar ocupa unos 2 MB.',
    'Haz sitio en el disco de dataDir.',
  ],
  'disk-full': ['El disco está lleno', 'Las series no se guardan.', 'Haz sitio en el disco de dataDir.'],
  'disk-unknown': [
    'No se pudo leer el espacio libre',
    '',
    'Comprueba que dataDir nombra una carpeta que este usuario puede leer.',
  ],
  'power-low': [
    'El ordenador recibe poca tensión',
    'Se vuelve lento, y las placas USB y la tarjeta pueden fallar sin aviso.',
    'Usa la fuente hecha para esta Pi, con su propio cable; da a placas y pantalla un hub con alimentación.',
  ],
  'machine-hot': [
    'El ordenador está demasiado caliente',
    'Por encima de 80 °C se vuelve lento, y las lecturas llegan tarde.',
    'Ponle un disipador o un ventilador, y aire; quítalo del sol.',
  ],
  'storage-errors': [
    'El sistema de archivos ha encontrado errores',
    'La tarjeta o su alimentación falló mientras se escribía; pueden faltar series, y la escritura puede fallar en cualquier momento.',
    'Haz una copia de seguridad (lockout backup), pon una tarjeta nueva y revisa la fuente.',
  ],
  'update-undone': [
    'La última actualización se deshizo',
    'La versión nueva no iba bien, y la anterior vuelve a funcionar, con todo lo guardado.',
    'Haz lo que dice el motivo; luego toma una versión posterior, o la misma con: sudo lockout update ARCHIVO --again',
  ],
  'update-failed': [
    'La última actualización falló',
    'La versión nueva no se usa.',
    'Haz lo que dice el motivo y vuelve a empezar la actualización.',
  ],
  'time-unsynchronized': [
    'El reloj del ordenador no está en hora',
    'Las repeticiones son correctas, pero las series llevan fechas erróneas. Una Pi sin red arranca con la hora a la que se apagó.',
    'Conéctalo a una red con hora (timedatectl set-ntp true) o ponle un reloj de tiempo real.',
  ],
  'time-unknown': [
    'Aquí no se puede saber si el reloj está en hora',
    'Este sistema no tiene timedatectl.',
    'Compara la hora mostrada con tu reloj.',
  ],
  'broker-away': [
    'No se llega al broker MQTT',
    'Se cuenta y se guarda; lo que hay que publicar espera a que esté el broker.',
    'Revisa mqtt.url, mqtt.username y mqtt.password, y que el broker funcione.',
  ],
  'broker-refuses': [
    'El broker MQTT acepta la conexión, pero no los mensajes',
    'Su lista de control de acceso (ACL) los prohíbe. Esperan aquí y salen en cuanto se permitan.',
    'Permite al usuario de la estación publicar y leer bajo <mqtt.base>/<site>/, y publicar en los temas de descubrimiento de Home Assistant (mosquitto: acl_file).',
  ],
  'broker-conflict': [
    'Otra estación publica como este puesto',
    'Mientras esté, este puesto no está en MQTT; sus mensajes esperan aquí.',
    'Da otro site a una de las dos estaciones, u otra id a su puesto.',
  ],
  'broker-old': [
    'Home Assistant dejará de oír este broker',
    'Solo habla MQTT 3.1.1; Home Assistant exige MQTT 5 desde su versión 2027.1.',
    'Usa un broker con MQTT 5, como mosquitto 2 o el incluido, o pon mqtt.protocol en auto.',
  ],
  'outbox-long': [
    'Muchos mensajes esperan al broker MQTT',
    'Los nuevos salen primero. Por encima de 100.000 se descartan los más antiguos; la base de datos guarda cada serie.',
    'Mira que el broker esté y los acepte. Si no hace falta MQTT, pon mqtt.url en none.',
  ],
  'outbox-full': [
    'Se descartaron mensajes para el broker MQTT',
    'Esperaban más de 100.000. La base de datos tiene cada serie, pero quien escucha por MQTT no.',
    'Mira que el broker esté y los acepte.',
  ],
  'outbox-orphans': [
    'Esperan mensajes de puestos que ya no están configurados',
    'Salen cuando el puesto se configure de nuevo; por encima de 10.000 se descartan los más antiguos.',
    'Nada, si el puesto ya no existe.',
  ],
  'broker-off': ['MQTT está apagado', '', 'Pon mqtt.url para usarlo.'],
  'broker-with-station': [
    'El broker va dentro de la estación, que no está en marcha',
    '',
    'Arranca la estación (npm start) y examina de nuevo.',
  ],
  'database-failing': [
    'No se puede escribir en la base de datos',
    'Se cuenta, pero se pierde en el próximo arranque.',
    'Haz lo que dice el motivo.',
  ],
  'database-damaged': [
    'La base de datos está dañada',
    'Pueden faltar series, y escribir puede fallar en cualquier momento.',
    'Para la estación, aparta lockout.sqlite y pon una copia en su lugar; desconfía de la tarjeta SD.',
  ],
  'database-slow': [
    'La base de datos escribe despacio',
    'Las series se guardan tarde; un corte de luz entretanto cuesta la última.',
    'Usa una tarjeta SD mejor o un SSD.',
  ],
  'data-open': [
    'Otros usuarios de este ordenador pueden usar los datos',
    'En la carpeta de datos están los nombres, los historiales y las claves de los miembros.',
    'Haz chmod 700 de la carpeta de datos, como el usuario al que pertenece; monta un disco sin permisos (FAT, exFAT, NTFS) con umask=077 y el uid de la estación.',
  ],
  'database-absent': ['Aún no hay base de datos', 'Se crea en el primer arranque de la estación.', 'npm start'],
  'database-unchecked': [
    'La base de datos no se revisó hasta el final',
    'Es grande o su disco es lento.',
    'Examina de nuevo cuando nadie levante.',
  ],
  'backup-overdue': [
    'Sin copia de seguridad desde hace más del doble de lo previsto',
    'Si la tarjeta falla ahora, se pierden todas las series desde la última copia.',
    'Haz lo que dice el motivo: libera o monta la carpeta de las copias. Después haz una copia en Gestionar, Sistema.',
  ],
  'mail-failing': [
    'Los avisos no salen por correo',
    'Cada aviso se reintenta durante un día y después ya no. Todos están en la lista de la página.',
    'Haz lo que dice el motivo.',
  ],
  'push-failing': [
    'Los avisos no llegan a los móviles',
    'Cada aviso se reintenta durante un día y después ya no. Todos están en la lista de la página.',
    'Haz lo que dice el motivo.',
  ],
  'backup-off': [
    'La estación no hace copias por sí sola',
    'Si la tarjeta falla, se pierde todo desde la última copia hecha a mano.',
    'Pon backup.everyH, por ejemplo en 24, y backup.folder en otro disco o en una memoria USB.',
  ],
  'retention-refused': [
    'Las series antiguas no se borran',
    'Lo borrado no vuelve, y el reloj o la cantidad parecen incorrectos.',
    'Haz lo que dice el motivo. Si el reloj es correcto aunque nada pueda confirmarlo (sin red), pon members.retentionTrustsClock en true; si deben irse la mayoría de las series, members.retentionDeletesMost.',
  ],
  'cases-full': [
    'No se guardan más casos de recuentos erróneos',
    'Su número o su tamaño ha llegado al límite. Los recuentos se pueden corregir como siempre.',
    'Expórtalos (npx lockout cases export), envíalos con un informe de error y quita los antiguos en la página de administración.',
  ],
  'phones-loopback': [
    'Ningún teléfono puede llegar a esta estación',
    'Solo la oye esta máquina (web.host). Las pantallas no muestran código QR.',
    'Pon web.host a 0.0.0.0 (LOCKOUT_WEB_HOST), o web.publicUrl a la dirección del proxy que está delante de la estación.',
  ],
  'phones-no-network': [
    'Esta máquina no está en ninguna red',
    'Ningún teléfono puede llegar a la estación. Las pantallas no muestran código QR.',
    'Conéctala por cable o Wi-Fi, o pon web.publicUrl a la dirección con la que los teléfonos llegan a ella.',
  ],
  'reader-none': [
    'No hay lector de tarjetas configurado',
    'Las series no son de nadie.',
    'Nada, si es lo que quieres.',
  ],
  'reader-lost': [
    'Un lector de tarjetas no responde',
    'Nadie puede identificarse con él. Las series cuentan y se guardan; quien se identifique en 5 minutos se las lleva.',
    'Haz lo que dice el motivo. Revisa su enchufe, su puerto (npx lockout ports), sus interruptores y sus cables.',
  ],
  'reader-shared': [
    'Las teclas de un lector de tarjetas llegan también al escritorio',
    'Los números de tarjeta se escriben en lo que tenga allí el foco.',
    'Instala python3 o añade la regla udev de hardware.md (Card readers).',
  ],
};
