import type { FaultText } from './check.ts';

/** What can be wrong with the controller and what hangs on it. */
export const computerFaults = {
  'computer-slow': {
    check: 'computer',
    severity: 'error',
    title: 'The controller is too slow for its bays',
    meaning: 'Readings come late or are lost, and reps with them.',
    remedy:
      'Stop other programs on it, cool it (a hot Pi slows down), give it a better power supply, or serve some of the bays with a second one.',
  },
  'disk-low': {
    check: 'disk',
    severity: 'warning',
    title: 'The disk is nearly full',
    meaning: 'An hour of lifting takes some 2 MB.',
    remedy: 'Make room on the disk of dataDir.',
  },
  'disk-full': {
    check: 'disk',
    severity: 'error',
    title: 'The disk is full',
    meaning: 'Sets can’t be kept.',
    remedy: 'Make room on the disk of dataDir.',
  },
  'disk-unknown': {
    check: 'disk',
    severity: 'info',
    title: 'The free disk could not be read',
    meaning: '',
    remedy: 'Check that dataDir names a folder that this user may read.',
  },
  'time-unsynchronized': {
    check: 'time',
    severity: 'warning',
    title: 'The clock of the controller is not synchronized',
    meaning:
      'Reps are right, but sets get wrong dates. A Pi without network starts at the time at which it was shut down.',
    remedy: 'Connect it to a network with time (timedatectl set-ntp true), or fit a real-time clock.',
  },
  'time-unknown': {
    check: 'time',
    severity: 'info',
    title: 'Can’t check here whether the clock is synchronised',
    meaning: 'This system has no timedatectl.',
    remedy: 'Compare the time shown with your watch.',
  },
  'broker-away': {
    check: 'broker',
    severity: 'warning',
    title: 'The MQTT broker can’t be reached',
    meaning: 'Reps count and are kept; what should be published waits and goes out once the broker is there.',
    remedy: 'Check mqtt.url, mqtt.username and mqtt.password, and that the broker runs.',
  },
  'broker-refuses': {
    check: 'broker',
    severity: 'error',
    title: 'The MQTT broker accepts the connection, but not the messages',
    meaning: 'Its access control list (ACL) denies them. They wait here and go out once it allows them.',
    remedy:
      'Let the log-in of the station publish and read below <mqtt.base>/<site>/, and publish on the discovery topics of Home Assistant (mosquitto: acl_file).',
  },
  'broker-conflict': {
    check: 'broker',
    severity: 'error',
    title: 'Another station publishes as this bay',
    meaning: 'This bay is not on MQTT as long as the other one is; its messages wait here.',
    remedy: 'Give one of the two stations another site, or its bay another id.',
  },
  'broker-old': {
    check: 'broker',
    severity: 'warning',
    title: 'Home Assistant will stop hearing this broker',
    meaning: 'It speaks MQTT 3.1.1 only; Home Assistant needs MQTT 5 from its version 2027.1 on.',
    remedy: 'Use a broker of MQTT 5, such as mosquitto 2 or the embedded one, or set mqtt.protocol to auto.',
  },
  'outbox-long': {
    check: 'broker',
    severity: 'warning',
    title: 'Many messages wait for the MQTT broker',
    meaning: 'New ones go out first. Beyond 100,000 the oldest are dropped; the database keeps every set.',
    remedy: 'See that the broker is there and accepts them. Without need of MQTT set mqtt.url to none.',
  },
  'outbox-full': {
    check: 'broker',
    severity: 'error',
    title: 'Messages for the MQTT broker were dropped',
    meaning: 'More than 100,000 waited. The database has every set, but who listens by MQTT has not.',
    remedy: 'See that the broker is there and accepts them.',
  },
  'outbox-orphans': {
    check: 'broker',
    severity: 'info',
    title: 'Messages wait of bays that are not configured any more',
    meaning: 'They go out when the bay is configured again; beyond 10,000 the oldest are dropped.',
    remedy: 'Nothing, if the bay is gone for good.',
  },
  'broker-off': {
    check: 'broker',
    severity: 'info',
    title: 'MQTT is off',
    meaning: '',
    remedy: 'Set mqtt.url to use it.',
  },
  'broker-with-station': {
    check: 'broker',
    severity: 'info',
    title: 'The broker runs within the station, which isn’t running',
    meaning: '',
    remedy: 'Start the station (npm start) and run the doctor again to check it.',
  },
  'database-failing': {
    check: 'database',
    severity: 'error',
    title: 'The database can’t be written',
    meaning: 'Reps count, but are lost at the next restart.',
    remedy: 'Do what the reason says.',
  },
  'database-damaged': {
    check: 'database',
    severity: 'error',
    title: 'The database is damaged',
    meaning: 'Sets may be missing, and writing may fail any time.',
    remedy: 'Stop the station, restore a backup (lockout restore FILE), and replace the SD card if this happens again.',
  },
  'database-slow': {
    check: 'database',
    severity: 'warning',
    title: 'The database writes slowly',
    meaning: 'Sets are kept late; a power cut in between loses the last one.',
    remedy: 'Use a better SD card or an SSD.',
  },
  'database-absent': {
    check: 'database',
    severity: 'info',
    title: 'There is no database yet',
    meaning: 'It is made at the first start of the station.',
    remedy: 'npm start',
  },
  'database-unchecked': {
    check: 'database',
    severity: 'info',
    title: 'The database was not checked to its end',
    meaning: 'It is large or its disk slow.',
    remedy: 'Run the doctor again while no one lifts.',
  },
  'backup-overdue': {
    check: 'backup',
    severity: 'warning',
    title: 'No backup for more than twice the time of the schedule',
    meaning: 'If the card fails now, every set since the last backup is lost.',
    remedy:
      'Do what the reason says: free or mount the folder of the backups. Then press Make one now in Manage, System.',
  },
  'backup-off': {
    check: 'backup',
    severity: 'info',
    title: 'The station makes no backups by itself',
    meaning: 'If the card fails, everything since the last manual backup is lost.',
    remedy: 'Set backup.everyH, for example to 24, and backup.folder to another disk or a USB stick.',
  },
  'retention-refused': {
    check: 'retention',
    severity: 'warning',
    title: 'Old sets are not deleted',
    meaning: 'What is deleted can’t be brought back, and the clock or the amount looks wrong.',
    remedy:
      'Do what the reason says. If the clock is right though nothing can confirm it (no network), set members.retentionTrustsClock to true; if most of the sets are to go, members.retentionDeletesMost.',
  },
  'cases-full': {
    check: 'database',
    severity: 'warning',
    title: 'No further cases of wrong counts are kept',
    meaning: 'Their number or their size has reached its limit. Counts can be corrected as before.',
    remedy:
      'Export them (npx lockout cases export), send them with a bug report, and remove old ones on the admin page.',
  },
  'phones-loopback': {
    check: 'phones',
    severity: 'info',
    title: 'No phone can reach this station',
    meaning: 'It listens to this machine alone (web.host). Screens show no QR code to tap in with.',
    remedy:
      'Set web.host to 0.0.0.0 (LOCKOUT_WEB_HOST), or web.publicUrl to the address of the proxy in front of the station.',
  },
  'phones-no-network': {
    check: 'phones',
    severity: 'warning',
    title: 'This machine is in no network',
    meaning: 'No phone can reach the station. Screens show no QR code to tap in with.',
    remedy: 'Connect it by cable or Wi-Fi, or set web.publicUrl to the address under which phones reach it.',
  },
  'data-open': {
    check: 'database',
    severity: 'warning',
    title: 'Other users of this computer can use the data',
    meaning: 'Names, histories and keys of members lie in the data folder.',
    remedy:
      'chmod 700 the data folder, as the user that owns it; mount a disk without modes (FAT, exFAT, NTFS) with umask=077 and the uid of the station.',
  },
  'reader-none': {
    check: 'reader',
    severity: 'info',
    title: 'No card reader is configured',
    meaning: 'Sets have no owner.',
    remedy: 'Nothing, if that is meant.',
  },
  'reader-lost': {
    check: 'reader',
    severity: 'warning',
    title: 'A card reader does not answer',
    meaning:
      'Members can’t tap in with it. Sets are counted and stored; a member who taps in within 5 minutes is asked whether an unclaimed set is theirs.',
    remedy: 'Do what the reason says. Check its plug, its port (npx lockout ports), its switches and its wires.',
  },
  'reader-shared': {
    check: 'reader',
    severity: 'warning',
    title: 'The keys of a card reader also reach the desktop',
    meaning: 'Card numbers are typed into whatever has the focus there.',
    remedy: 'Install python3, or add the udev rule of hardware.md (Card readers).',
  },
} as const satisfies Record<string, FaultText>;
