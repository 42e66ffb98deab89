/** `lockout hub doctor`: what is wrong with a hub, and what to do. */
import type { Command } from 'commander';
import { systemClock } from '../common/clock.ts';
import type { HubFinding, HubFindingCode } from '../hub/index.ts';
import { type HubPlace, placed, placeOf } from './hub-place.ts';

type Text = (params: HubFinding['params']) => string;

const TEXTS: Record<HubFindingCode, Text> = {
  database: ({ version, megabytes }) => `PostgreSQL ${version} answers; the database has ${megabytes} MB.`,
  'database-unreachable': ({ why }) =>
    `PostgreSQL can't be reached: ${why}. Check LOCKOUT_HUB_DATABASE and \`systemctl status postgresql\`.`,
  'database-old': ({ version, oldest }) => `PostgreSQL ${version} is too old: ${oldest} or newer is required.`,
  schema: ({ schema }) => `The tables are those of schema ${schema}.`,
  'schema-none': () => 'The database has no tables yet. Start the hub once: lockout hub run',
  'schema-newer': ({ schema, known }) =>
    `The database was written by a newer hub (schema ${schema}, this one knows ${known}). Install that version again.`,
  disk: ({ percent, gigabytes }) => `${percent} % of the disk of the database (${gigabytes} GB) is free.`,
  'disk-unknown': () =>
    'How much of the disk is free is not known: the database is on another machine, or does not say where it is.',
  authority: ({ days }) => `The certificate authority is valid for ${days} days.`,
  'authority-missing': ({ folder, why }) =>
    `There is no certificate authority in ${folder} (${why}). If the hub ran before, put the folder back from its backup: without it every controller must be paired again.`,
  'authority-open': ({ file }) => `Other users can read ${file}. Run: chmod 600 ${file}`,
  'authority-ends': ({ days }) =>
    Number(days) < 0
      ? 'The certificate authority has expired. Pair every controller again with a new one.'
      : `The certificate authority expires in ${days} days. Plan to pair every controller again with a new one.`,
  clock: ({ seconds }) => `The clock differs by ${seconds} s from that of the database.`,
  'clock-off': ({ seconds }) =>
    `The clock differs by ${seconds} s from that of the database. Set both: timedatectl set-ntp true`,
  broker: ({ where }) => `The broker at ${where} answers.`,
  'broker-none': () =>
    'No broker is configured: pages show no live values. Say where it is: --mqtt URL, or LOCKOUT_HUB_MQTT',
  'broker-unreachable': ({ where, why }) =>
    `The broker at ${where} can't be used: ${why}. Live values are missing; sets and commands are not affected. See \`journalctl -u mosquitto\`, and write its files again: lockout hub mosquitto FOLDER --name NAME`,
  controllers: ({ count }) => `${count} controllers are accepted.`,
  'controllers-none': () => 'No controller is paired. Print a code: lockout hub invite GYM',
  'controllers-silent': ({ count, controllers }) =>
    `${count} controllers were not heard for 10 minutes: ${controllers}. Check power and Internet of their gyms.`,
  'controllers-pending': ({ count, controllers }) =>
    `${count} controllers wait to be accepted: ${controllers}. Run: lockout hub accept CONTROLLER`,
  'controllers-refused': ({ count, controllers }) =>
    `The hub refused changes of ${count} controllers: ${controllers}. Their logs say why.`,
  'certificates-end': ({ count, controllers }) =>
    `The certificates of ${count} controllers end within 14 days: ${controllers}. They renew them when they are connected.`,
  'clocks-off': ({ count, controllers }) =>
    `The clocks of ${count} controllers are off by more than 2 minutes: ${controllers}. Run timedatectl there.`,
  partitions: ({ count }) => `Sets have ${count} months, this one and the next among them.`,
  'partition-missing': ({ months }) =>
    `There is no partition for ${months} yet. A running hub makes it with the next request.`,
  'sets-without-month': ({ count }) =>
    `${count === 1000 ? '1000 or more' : count} sets have ids of a wrong clock and lie in sets_other.`,
  diverged: ({ count }) => `${count} sets have two contents. See the status page.`,
  backup: ({ hours, folder }) => `The newest backup in ${folder} is ${hours} hours old.`,
  'backup-old': ({ hours, folder }) =>
    hours === 'no'
      ? `There is no backup in ${folder}.`
      : `The newest backup in ${folder} is ${hours} hours old. See why none was made since.`,
  'backup-unknown': ({ why }) =>
    why === undefined
      ? 'Whether there are backups is not known. Say where they are: --backups FOLDER, or LOCKOUT_HUB_BACKUPS'
      : `The folder of the backups can't be read: ${why}`,
};
const SIGNS = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' };

interface DoctorPlace extends HubPlace {
  mqtt: string;
  backups: string;
  json?: boolean;
}

export const doctorCommand = (): Command =>
  placed('doctor', 'say what is wrong with the hub, its database and its controllers')
    .option('--mqtt <url>', 'address of the broker, also LOCKOUT_HUB_MQTT', process.env.LOCKOUT_HUB_MQTT ?? '')
    .option('--backups <folder>', 'where backups are, also LOCKOUT_HUB_BACKUPS', process.env.LOCKOUT_HUB_BACKUPS ?? '')
    .option('--json', 'print one JSON document with codes and figures')
    .action(async (options: DoctorPlace) => {
      const { examineHub } = await import('../hub/index.ts');
      const { mqtt: broker, backups } = options;
      const found = await examineHub({ ...placeOf(options), broker, backups, clock: systemClock });
      if (options.json) console.log(JSON.stringify(found, null, 2));
      else for (const { level, code, params } of found) console.log(`${SIGNS[level]}  ${TEXTS[code](params)}`);
      if (found.some(({ level }) => level === 'fault')) process.exitCode = 1;
    });
