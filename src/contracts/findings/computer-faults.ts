import type { FaultText } from './check.ts';

/** What can be wrong with the controller and what is connected to it. */
export const computerFaults = {
  'computer-slow': {
    check: 'computer',
    severity: 'error',
    title: 'The controller is too slow for its bays',
    meaning: 'Readings arrive late or are lost, and reps can be missed.',
    remedy:
      'Stop other programs on it, improve its cooling (a hot Pi slows down) or its power supply, or move some of the bays to a second controller.',
  },
  'disk-low': {
    check: 'disk',
    severity: 'warning',
    title: 'The disk is nearly full',
    meaning: 'An hour of lifting takes about 2 MB.',
    remedy: 'Free up space on the disk that holds dataDir.',
  },
  'disk-full': {
    check: 'disk',
    severity: 'error',
    title: 'The disk is full',
    meaning: 'Sets can’t be stored.',
    remedy: 'Free up space on the disk that holds dataDir.',
  },
  'disk-unknown': {
    check: 'disk',
    severity: 'info',
    title: 'The free disk space could not be read',
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
    title: 'Can’t check whether the clock is synchronized',
    meaning: 'This system has no timedatectl.',
    remedy: 'Compare the time shown with your watch.',
  },
  'broker-away': {
    check: 'broker',
    severity: 'warning',
    title: 'The MQTT broker can’t be reached',
    meaning: 'Reps are counted and stored. Messages wait and are sent once the broker is reachable.',
    remedy: 'Check mqtt.url, mqtt.username and mqtt.password, and that the broker is running.',
  },
  'broker-refuses': {
    check: 'broker',
    severity: 'error',
    title: 'The MQTT broker accepts the connection, but not the messages',
    meaning: 'Its access control list (ACL) denies them. They wait here and are sent once it allows them.',
    remedy:
      'Allow the station’s log-in to publish and read below <mqtt.base>/<site>/, and to publish on the discovery topics of Home Assistant (mosquitto: acl_file).',
  },
  'broker-conflict': {
    check: 'broker',
    severity: 'error',
    title: 'Another station publishes as this bay',
    meaning: 'This bay does not publish on MQTT while the other one does. Its messages wait here.',
    remedy: 'Give one of the two stations another site, or its bay another id.',
  },
  'broker-old': {
    check: 'broker',
    severity: 'warning',
    title: 'Home Assistant will stop working with this broker',
    meaning: 'It supports only MQTT 3.1.1. Home Assistant requires MQTT 5 from version 2027.1.',
    remedy: 'Use a broker with MQTT 5, such as mosquitto 2 or the embedded one, or set mqtt.protocol to auto.',
  },
  'outbox-long': {
    check: 'broker',
    severity: 'warning',
    title: 'Many messages wait for the MQTT broker',
    meaning: 'New ones are sent first. Beyond 100,000 the oldest are dropped; the database keeps every set.',
    remedy: 'Check that the broker is running and accepts them. If you don’t need MQTT, set mqtt.url to none.',
  },
  'outbox-full': {
    check: 'broker',
    severity: 'error',
    title: 'Messages for the MQTT broker were dropped',
    meaning:
      'More than 100,000 were waiting. The database has every set, but MQTT subscribers have not received all of them.',
    remedy: 'Check that the broker is running and accepts them.',
  },
  'outbox-orphans': {
    check: 'broker',
    severity: 'info',
    title: 'Messages are waiting for bays that are no longer configured',
    meaning: 'They are sent if the bay is configured again. Beyond 10,000 the oldest are dropped.',
    remedy: 'Nothing to do if the bay was removed for good.',
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
    title: 'The broker is part of the station, which isn’t running',
    meaning: '',
    remedy: 'Start the station (npm start) and run the doctor again to check it.',
  },
  'database-failing': {
    check: 'database',
    severity: 'error',
    title: 'The database can’t be written',
    meaning: 'Reps are counted, but will be lost at the next restart.',
    remedy: 'Do what the reason says.',
  },
  'database-damaged': {
    check: 'database',
    severity: 'error',
    title: 'The database is damaged',
    meaning: 'Sets may be missing, and writing may fail at any time.',
    remedy: 'Stop the station, restore a backup (lockout restore FILE), and replace the SD card if this happens again.',
  },
  'database-slow': {
    check: 'database',
    severity: 'warning',
    title: 'The database writes slowly',
    meaning: 'Sets are stored late. A power cut before that loses the last one.',
    remedy: 'Use a better SD card or an SSD.',
  },
  'database-absent': {
    check: 'database',
    severity: 'info',
    title: 'There is no database yet',
    meaning: 'It is created at the first start of the station.',
    remedy: 'Start the station.',
  },
  'database-unchecked': {
    check: 'database',
    severity: 'info',
    title: 'The database check did not finish',
    meaning: 'The database is large or its disk is slow.',
    remedy: 'Run the doctor again while no one lifts.',
  },
  'backup-overdue': {
    check: 'backup',
    severity: 'warning',
    title: 'The backup is overdue',
    meaning:
      'There has been no backup for more than twice the scheduled time. If the card fails now, every set since the last backup is lost.',
    remedy:
      'Do what the reason says: free up space in the backup folder, or mount it. Then select Make one now in Manage, System.',
  },
  'mail-failing': {
    check: 'alert-mail',
    severity: 'warning',
    title: 'Alerts can’t be sent by e-mail',
    meaning: 'An alert is tried again for a day, then no longer. They are all in the list on the page.',
    remedy: 'Do what the reason says.',
  },
  'push-failing': {
    check: 'alert-push',
    severity: 'warning',
    title: 'Alerts can’t be sent to phones',
    meaning: 'An alert is tried again for a day, then no longer. They are all in the list on the page.',
    remedy: 'Do what the reason says.',
  },
  'backup-off': {
    check: 'backup',
    severity: 'info',
    title: 'Scheduled backups are off',
    meaning: 'If the card fails, everything since the last manual backup is lost.',
    remedy: 'Set backup.everyH, for example to 24, and backup.folder to another disk or a USB stick.',
  },
  'retention-refused': {
    check: 'retention',
    severity: 'warning',
    title: 'Old sets are not deleted',
    meaning: 'Deletion is permanent, and the clock or the number of sets looks wrong.',
    remedy:
      'Do what the reason says. If the clock is right but can’t be confirmed (no network), set members.retentionTrustsClock to true. If most of the sets should be deleted, set members.retentionDeletesMost to true.',
  },
  'cases-full': {
    check: 'database',
    severity: 'warning',
    title: 'No more cases of wrong counts can be stored',
    meaning: 'Their number or size has reached the limit. Counts can still be corrected.',
    remedy:
      'Export them (npx lockout cases export), send them with a bug report, and remove old ones on the admin page.',
  },
  'phones-loopback': {
    check: 'phones',
    severity: 'info',
    title: 'No phone can reach this station',
    meaning: 'It accepts connections only from this machine (web.host). Screens show no QR code for signing in.',
    remedy:
      'Set web.host to 0.0.0.0 (LOCKOUT_WEB_HOST), or web.publicUrl to the address of the proxy in front of the station.',
  },
  'phones-no-network': {
    check: 'phones',
    severity: 'warning',
    title: 'This machine has no network',
    meaning: 'No phone can reach the station. Screens show no QR code for signing in.',
    remedy: 'Connect it by cable or Wi-Fi, or set web.publicUrl to the address at which phones reach it.',
  },
  'data-open': {
    check: 'database',
    severity: 'warning',
    title: 'Other users of this computer can use the data',
    meaning: 'The data folder contains names, histories and keys of members.',
    remedy:
      'Run chmod 700 on the data folder, as the user that owns it. Mount a disk without file modes (FAT, exFAT, NTFS) with umask=077 and the uid of the station.',
  },
  'reader-none': {
    check: 'reader',
    severity: 'info',
    title: 'No card reader is configured',
    meaning: 'Sets have no owner.',
    remedy: 'Nothing to do if this is intended.',
  },
  'reader-lost': {
    check: 'reader',
    severity: 'warning',
    title: 'A card reader does not answer',
    meaning:
      'Members can’t tap in with it. Sets are still counted and stored. A member who signs in within 5 minutes is asked whether an unclaimed set is theirs.',
    remedy: 'Do what the reason says. Check its plug, its port (npx lockout ports), its switches and its wires.',
  },
  'reader-shared': {
    check: 'reader',
    severity: 'warning',
    title: 'A card reader also types into the desktop',
    meaning: 'Card numbers are typed into whichever window has the focus.',
    remedy: 'Install python3, or add the udev rule of hardware.md (Card readers).',
  },
} as const satisfies Record<string, FaultText>;
