import type { FindingTexts } from '../finding-texts.ts';

/** Zu jedem Fehler, den der Doktor findet: was ist, was es bedeutet, was zu tun ist. */
export const findings: FindingTexts = {
  'board-lost': [
    'Die Platine antwortet nicht',
    'An diesem Platz wird nichts gemessen.',
    'Tu, was der Grund sagt. Prüfe USB-Kabel, Anschluss (npx lockout ports) und Firmware (npx lockout flash).',
  ],
  'board-degraded': [
    'Die Platine antwortet, aber nicht alles ist gut',
    'Ein Sensor oder das Kabel fällt aus; der Platz zählt mit dem, was bleibt, wenn überhaupt.',
    'Tu, was der Grund sagt, und untersuche noch einmal.',
  ],
  'board-restarted': [
    'Die Platine hat währenddessen neu gestartet',
    'Jeder Neustart reißt ein Loch von ein bis drei Sekunden in einen Satz.',
    'Nimm ein kurzes USB-Kabel und einen Anschluss mit eigener Versorgung; such einen Kurzschluss an der Versorgung der Sensoren.',
  ],
  'link-damaged': [
    'Vieles von der Platine kommt beschädigt an',
    'Wiederholungen können fehlen oder angezweifelt werden, weil Messwerte fehlen.',
    'Tausche das USB-Kabel, halte es unter 3 m und fern von Motoren und Netzleitungen.',
  ],
  'link-noisy': [
    'Manches von der Platine kommt beschädigt an',
    'Noch geht nichts Wichtiges verloren, aber bei einem guten Kabel kommt das nicht vor.',
    'Tausche das USB-Kabel, halte es unter 3 m und fern von Motoren und Netzleitungen.',
  ],
  'samples-late': [
    'Messwerte kommen spät an',
    'Der Rechner ist überlastet. Die Zeiten stimmen (die Platine stempelt sie), aber Seite und Töne hinken nach.',
    'Beende andere Programme auf dem Rechner; prüfe seine Versorgung (ein Pi wird bei zu wenig Spannung langsam) und Kühlung.',
  ],
  'queue-full': [
    'Die Platine verwirft Messwerte aus Platzmangel',
    'Die serielle Leitung ist zu langsam für die eingestellten Raten.',
    'Setze board.baud auf 250000 (mit der mitgelieferten Firmware) oder verringere load.rateHz.',
  ],
  'board-clock-off': [
    'Die Uhr der Platine geht falsch',
    'Geschwindigkeiten und Haltezeiten sind um denselben Anteil falsch. Ein Keramikresonator bleibt innerhalb von 5.000 ppm.',
    'Tausche die Platine.',
  ],
  'sensor-silent': [
    'Der Sensor gibt keine Messwerte',
    'Der Platz kann ihn nicht nutzen.',
    'Prüfe Versorgung, Drähte und die Pins in lockout.yaml nach der Verdrahtungstabelle.',
  ],
  'hx711-slow': [
    'Der HX711 läuft mit seiner langsamen Rate',
    'Das Gewicht stimmt, aber die Kraft kommt zehnmal in der Sekunde und 0,2 s zu spät: Haltezeiten und Geschwindigkeiten sind verdorben.',
    'Verbinde RATE mit VCC (löse die Leiterbahn, die es an GND legt), oder setze load.rateHz auf 10 und lebe damit.',
  ],
  'rate-low': [
    'Der Sensor liefert weniger als die Hälfte des Eingestellten',
    'Schnelle Wiederholungen werden zu grob gesehen, und der herausgerechnete Verzug ist falsch.',
    'Senke rateHz auf das, was der Sensor kann, oder such Ärger am Bus: Pull-ups, Kabellänge, Versorgung.',
  ],
  'rate-off': [
    'Die Rate ist nicht die eingestellte',
    'Gezählt wird richtig, denn die Platine stempelt jeden Messwert; der Verzug des Sensors kann etwas abweichen.',
    'Setze rateHz auf das Gemessene, wenn es so bleibt.',
  ],
  'jitter-high': [
    'Die Messwerte kommen ungleichmäßig',
    'Die Zeitstempel sind um Millisekunden falsch, was die Geschwindigkeit unruhiger macht.',
    'Schreib die mitgelieferte Firmware (npx lockout flash); bei I²C prüfe Pull-ups und Kabellänge.',
  ],
  'noise-unknown': [
    'Etwas hat sich bewegt: Das Rauschen der Kraftmessdose ist nicht zu bestimmen',
    'Stange und Schienen klappern, während sie sich bewegen.',
    'Lass die Stange zehn Sekunden in Ruhe und untersuche noch einmal.',
  ],
  'load-noisy': [
    'Die Kraftmessdose rauscht',
    'Gewichte flackern, und die Kraft hilft der Geschwindigkeit weniger.',
    'Schirme und kürze das Kabel der Dose, verdrille seine Paare, halte es fern von Netzleitungen; prüfe die Lötstellen.',
  ],
  'load-very-noisy': [
    'Die Kraftmessdose rauscht zu sehr',
    'Das Rauschen ist so groß wie die Kraft einer langsamen Wiederholung.',
    'Prüfe die vier Drähte der Brücke und die Masse; tausche den Verstärker, wenn ein neues Kabel nicht hilft.',
  ],
  'distance-noisy': [
    'Der Abstandssensor rauscht',
    'Weg und Geschwindigkeit werden grob.',
    'Gib ihm ein flaches, mattes, helles Ziel von 10 × 10 cm innerhalb von 1 m; beschatte es vor der Sonne; putze sein Fenster.',
  ],
  'distance-very-noisy': [
    'Der Abstandssensor rauscht zu sehr',
    'So sehen schwarzer Gummi, Glas oder Sonnenlicht aus: Damit kommen Sprünge von 30 cm, und Wiederholungen werden angezweifelt.',
    'Klebe ein Stück mattes weißes Plastik auf das, was er ansieht.',
  ],
  'sensor-frozen': [
    'Der Sensor wiederholt einen Wert',
    'Er sieht lebendig aus, misst aber nichts.',
    'Prüfe seine Datenleitung (Kraftmessdose: auch die vier Drähte der Brücke); schalte ihn aus und ein.',
  ],
  saturated: [
    'Die Kraftmessdose ist am Anschlag',
    'Kraft über der Grenze geht verloren: Die Dose ist überlastet, ein Draht der Brücke offen oder die Verstärkung zu hoch.',
    'Entlaste die Dose. Bleibt es: prüfe E+, E−, A+, A−. Kommt es nur bei schweren Stangen: senke load.gain.',
  ],
  'saturated-now-and-then': [
    'Die Kraftmessdose stößt an ihre Grenze',
    'Spitzen werden abgeschnitten.',
    'Senke load.gain oder nimm eine Dose für mehr Last; ein loser Draht sieht ebenso aus.',
  ],
  'out-of-range': [
    'Der Abstandssensor sieht nichts',
    'Die Höhe fehlt einen großen Teil der Zeit.',
    'Richte ihn entlang des Weges der Stange auf ein Ziel in seiner Reichweite (VL53L1X im kurzen Modus: 4 cm bis 1,3 m).',
  ],
  'out-of-range-now-and-then': [
    'Der Abstandssensor verliert manchmal sein Ziel',
    'Die Höhe hat Löcher.',
    'Stell das Ziel über den ganzen Weg in die Mitte seines Strahls; putze sein Fenster.',
  ],
  'readings-fail': [
    'Viele Messungen misslingen',
    'Die Platine fragt, und der Sensor antwortet falsch, spät oder gar nicht.',
    'Kürze seine Drähte, setze bei I²C Pull-ups von 4,7 kΩ, prüfe seine 5 V unter Last.',
  ],
  'readings-fail-now-and-then': [
    'Einige Messungen misslingen',
    'Jede wird ausgelassen und als Lücke vermerkt.',
    'Kürze seine Drähte, setze bei I²C Pull-ups von 4,7 kΩ, halte sie fern von Motoren und Netzleitungen.',
  ],
  'readings-lost': [
    'Viele Messwerte gehen unterwegs verloren',
    'Haltezeiten werden von den Lücken unterbrochen, und Wiederholungen können angezweifelt werden.',
    'Tausche das USB-Kabel; kümmere dich dann um das, was zur Verbindung gefunden wurde.',
  ],
  'readings-lost-now-and-then': [
    'Einige Messwerte gehen unterwegs verloren',
    'Ein Halten über eine Lücke hinweg gilt als unterbrochen.',
    'Tausche das USB-Kabel; beende andere Programme auf dem Rechner.',
  ],
  drifting: [
    'Die Null läuft davon',
    'Gewichte und Höhen werden binnen Minuten falsch sein.',
    'Lass eine neue Dose zehn Minuten warm werden; sieh nach, was an ihr lehnt; prüfe Halterung und Versorgung des Sensors.',
  ],
  'drift-unknown': [
    'Etwas hat sich bewegt: Das Weglaufen der Null ist nicht zu bestimmen',
    '',
    'Lass die Stange zehn Sekunden in Ruhe und untersuche noch einmal.',
  ],
  'lag-unknown': [
    'Der Verzug zwischen den Sensoren wurde nicht gemessen',
    'Dazu braucht es Bewegung.',
    'Untersuche noch einmal und hebe dabei dreimal schnell.',
  ],
  'lag-off': [
    'Der Verzug zwischen den Sensoren ist nicht der eingestellte',
    'Kraft und Höhe liegen schief übereinander, was Geschwindigkeit und Augenblick der Streckung verdirbt.',
    'Kalibriere, oder berichtige load.lagMs und distance.lagMs.',
  ],
  'calibration-missing': [
    'Dieser Platz wurde nie kalibriert',
    'Gezählt wird, aber Gewichte und Höhen sind aus den Vorgaben geraten.',
    'Kalibriere: Das braucht fünf Minuten und eine bekannte Scheibe.',
  ],
  'calibration-of-other-sensors': [
    'Ein Teil der Kalibrierung gehört zu anderen Sensoren',
    'Dieser Teil wird nicht benutzt, sondern die Werte aus lockout.yaml.',
    'Kalibriere noch einmal.',
  ],
  'readings-wild': [
    'Einzelne Messwerte liegen weit daneben',
    'Jeder wird beim Zählen ausgelassen; ein zweiter binnen Sekunden kostet den Sensor das Vertrauen.',
    'Kraftmessdose: prüfe Kabel und Lötstellen. Abstand: ein mattes, helles Ziel, und nichts sonst im Strahl.',
  ],
  'channel-unreliable': [
    'Beim Zählen würde diesem Sensor nicht getraut',
    'Der Grund ist der, den die Seite während eines Satzes zeigt.',
    'Kümmere dich um das oben Gefundene und untersuche noch einmal.',
  ],
  'computer-slow': [
    'Die Steuerung ist zu langsam für ihre Plätze',
    'Messwerte kommen spät oder gehen verloren, und mit ihnen Wiederholungen.',
    'Beende andere Programme darauf, kühle sie (ein heißer Pi wird langsam), gib ihr ein besseres Netzteil, oder bediene einen Teil der Plätze mit einer zweiten.',
  ],
  'disk-low': [
    'Der Speicher ist fast voll',
    'Eine Stunde Heben braucht etwa 2 MB.',
    'Schaffe Platz auf dem Speicher von dataDir.',
  ],
  'disk-full': ['Der Speicher ist voll', 'Sätze werden nicht behalten.', 'Schaffe Platz auf dem Speicher von dataDir.'],
  'disk-unknown': [
    'Der freie Speicher war nicht zu lesen',
    '',
    'Prüfe, dass dataDir einen Ordner nennt, den dieser Benutzer lesen darf.',
  ],
  'power-low': [
    'Der Rechner bekommt zu wenig Spannung',
    'Er wird langsam, und USB-Platinen und die Karte können ohne ein Wort ausfallen.',
    'Nimm das Netzteil, das für diesen Pi gemacht ist, mit seinem eigenen Kabel; gib Platinen und Bildschirm einen Hub mit eigener Versorgung.',
  ],
  'machine-hot': [
    'Der Rechner ist zu heiß',
    'Über 80 °C wird er langsam, und Messwerte kommen spät.',
    'Gib ihm einen Kühlkörper oder Lüfter, und Luft; stell ihn aus der Sonne.',
  ],
  'storage-errors': [
    'Das Dateisystem hat Fehler gefunden',
    'Die Karte oder ihre Versorgung fiel aus, während geschrieben wurde; Sätze können fehlen, und das Schreiben kann jederzeit scheitern.',
    'Mach eine Sicherung (lockout backup), setz eine neue Karte ein und prüfe das Netzteil.',
  ],
  'update-undone': [
    'Die letzte Aktualisierung wurde zurückgenommen',
    'Der neuen Version ging es nicht gut, und die alte läuft wieder, mit allem, was gespeichert war.',
    'Tu, was der Grund sagt; nimm dann eine spätere Version, oder dieselbe mit: sudo lockout update DATEI --again',
  ],
  'update-failed': [
    'Die letzte Aktualisierung ist gescheitert',
    'Die neue Version wird nicht benutzt.',
    'Tu, was der Grund sagt, und beginne die Aktualisierung noch einmal.',
  ],
  'time-unsynchronized': [
    'Die Uhr des Rechners ist nicht gestellt',
    'Wiederholungen stimmen, aber Sätze bekommen falsche Daten. Ein Pi ohne Netz beginnt mit der Zeit, zu der er ausging.',
    'Verbinde ihn mit einem Netz, das die Zeit gibt (timedatectl set-ntp true), oder bau eine Echtzeituhr ein.',
  ],
  'time-unknown': [
    'Ob die Uhr gestellt ist, lässt sich hier nicht sagen',
    'Dieses System hat kein timedatectl.',
    'Vergleiche die gezeigte Zeit mit deiner Uhr.',
  ],
  'broker-away': [
    'Der MQTT-Broker ist nicht zu erreichen',
    'Gezählt und behalten wird; was veröffentlicht werden soll, wartet, bis der Broker da ist.',
    'Prüfe mqtt.url, mqtt.username und mqtt.password, und dass der Broker läuft.',
  ],
  'broker-refuses': [
    'Der MQTT-Broker nimmt die Verbindung an, aber nicht die Nachrichten',
    'Seine Zugriffsliste (ACL) verbietet sie. Sie warten hier und gehen hinaus, sobald sie erlaubt sind.',
    'Erlaube der Anmeldung der Station, unter <mqtt.base>/<site>/ zu veröffentlichen und zu lesen und auf den Discovery-Themen von Home Assistant zu veröffentlichen (mosquitto: acl_file).',
  ],
  'broker-conflict': [
    'Eine andere Station veröffentlicht als dieser Platz',
    'Solange sie da ist, ist dieser Platz nicht auf MQTT; seine Nachrichten warten hier.',
    'Gib einer der beiden Stationen ein anderes site oder ihrem Platz eine andere id.',
  ],
  'broker-old': [
    'Home Assistant wird diesen Broker bald nicht mehr hören',
    'Er spricht nur MQTT 3.1.1; Home Assistant verlangt ab Version 2027.1 MQTT 5.',
    'Nimm einen Broker mit MQTT 5, etwa mosquitto 2 oder den eingebauten, oder setze mqtt.protocol auf auto.',
  ],
  'outbox-long': [
    'Viele Nachrichten warten auf den MQTT-Broker',
    'Neue gehen zuerst hinaus. Über 100.000 fallen die ältesten weg; die Datenbank behält jeden Satz.',
    'Sieh nach, ob der Broker da ist und sie annimmt. Wird MQTT nicht gebraucht, setze mqtt.url auf none.',
  ],
  'outbox-full': [
    'Nachrichten für den MQTT-Broker sind weggefallen',
    'Mehr als 100.000 haben gewartet. Die Datenbank hat jeden Satz, wer über MQTT zuhört, nicht.',
    'Sieh nach, ob der Broker da ist und sie annimmt.',
  ],
  'outbox-orphans': [
    'Es warten Nachrichten von Plätzen, die nicht mehr eingerichtet sind',
    'Sie gehen hinaus, wenn der Platz wieder eingerichtet ist; über 10.000 fallen die ältesten weg.',
    'Nichts, wenn es den Platz nicht mehr gibt.',
  ],
  'broker-off': ['MQTT ist aus', '', 'Setze mqtt.url, um es zu nutzen.'],
  'broker-with-station': [
    'Der Broker läuft in der Station, und die läuft nicht',
    '',
    'Starte die Station (npm start) und untersuche noch einmal.',
  ],
  'database-failing': [
    'Die Datenbank lässt sich nicht schreiben',
    'Gezählt wird, aber beim nächsten Neustart ist es verloren.',
    'Tu, was der Grund sagt.',
  ],
  'database-damaged': [
    'Die Datenbank ist beschädigt',
    'Sätze können fehlen, und das Schreiben kann jederzeit misslingen.',
    'Halte die Station an, schieb lockout.sqlite beiseite und lege eine Sicherung an ihre Stelle; misstraue der SD-Karte.',
  ],
  'database-slow': [
    'Die Datenbank schreibt langsam',
    'Sätze werden spät behalten; ein Stromausfall dazwischen kostet den letzten.',
    'Nimm eine bessere SD-Karte oder eine SSD.',
  ],
  'data-open': [
    'Andere Benutzer dieses Rechners kommen an die Daten',
    'Im Datenordner liegen Namen, Verläufe und Schlüssel der Mitglieder.',
    'chmod 700 auf den Datenordner, als der Benutzer, dem er gehört; einen Datenträger ohne Rechte (FAT, exFAT, NTFS) mit umask=077 und der uid der Station einhängen.',
  ],
  'database-absent': ['Es gibt noch keine Datenbank', 'Sie entsteht beim ersten Start der Station.', 'npm start'],
  'database-unchecked': [
    'Die Datenbank wurde nicht bis zu Ende geprüft',
    'Sie ist groß oder ihr Speicher langsam.',
    'Untersuche noch einmal, während niemand hebt.',
  ],
  'backup-overdue': [
    'Seit mehr als der doppelten Zeit des Plans keine Sicherung',
    'Fällt die Karte jetzt aus, ist jeder Satz seit der letzten Sicherung verloren.',
    'Tu, was der Grund sagt: den Ordner der Sicherungen leeren oder einhängen. Dann unter Verwalten, System eine Sicherung machen.',
  ],
  'mail-failing': [
    'Warnungen gehen nicht als E-Mail hinaus',
    'Eine Warnung wird einen Tag lang wieder versucht, dann nicht mehr. Alle stehen in der Liste auf der Seite.',
    'Tu, was der Grund sagt.',
  ],
  'push-failing': [
    'Warnungen kommen nicht auf die Handys',
    'Eine Warnung wird einen Tag lang wieder versucht, dann nicht mehr. Alle stehen in der Liste auf der Seite.',
    'Tu, was der Grund sagt.',
  ],
  'backup-off': [
    'Die Station macht von selbst keine Sicherungen',
    'Fällt die Karte aus, ist alles seit der letzten Sicherung von Hand verloren.',
    'Setze backup.everyH, zum Beispiel auf 24, und backup.folder auf eine andere Platte oder einen USB-Stick.',
  ],
  'retention-refused': [
    'Alte Sätze werden nicht gelöscht',
    'Was gelöscht ist, kommt nicht zurück, und die Uhr oder die Menge sieht falsch aus.',
    'Tu, was der Grund sagt. Stimmt die Uhr, obwohl nichts sie bestätigen kann (kein Netzwerk), setze members.retentionTrustsClock auf true; sollen die meisten Sätze weg, members.retentionDeletesMost.',
  ],
  'cases-full': [
    'Weitere Fälle falscher Zählungen werden nicht aufgehoben',
    'Ihre Zahl oder Größe hat die Grenze erreicht. Zählungen lassen sich korrigieren wie bisher.',
    'Exportiere sie (npx lockout cases export), schick sie mit einer Fehlermeldung und entferne alte auf der Verwaltungsseite.',
  ],
  'phones-loopback': [
    'Kein Telefon kann diese Station erreichen',
    'Sie ist nur für diesen Rechner da (web.host). Die Bildschirme zeigen keinen QR-Code.',
    'Setze web.host auf 0.0.0.0 (LOCKOUT_WEB_HOST), oder web.publicUrl auf die Adresse des Proxys vor der Station.',
  ],
  'phones-no-network': [
    'Dieser Rechner ist in keinem Netz',
    'Kein Telefon kann die Station erreichen. Die Bildschirme zeigen keinen QR-Code.',
    'Verbinde ihn mit Kabel oder WLAN, oder setze web.publicUrl auf die Adresse, unter der Telefone ihn erreichen.',
  ],
  'reader-none': ['Kein Kartenleser ist eingerichtet', 'Sätze gehören niemandem.', 'Nichts, wenn das so gemeint ist.'],
  'reader-lost': [
    'Ein Kartenleser antwortet nicht',
    'Niemand meldet sich damit an. Sätze zählen und bleiben; eine Anmeldung binnen 5 Minuten holt sie sich.',
    'Tu, was der Grund sagt. Prüfe Stecker, Anschluss (npx lockout ports), Schalter und Drähte.',
  ],
  'reader-shared': [
    'Die Tasten eines Kartenlesers erreichen auch den Schreibtisch',
    'Kartennummern werden in das getippt, was dort den Fokus hat.',
    'Installiere python3, oder füge die udev-Regel aus hardware.md (Card readers) hinzu.',
  ],
};
