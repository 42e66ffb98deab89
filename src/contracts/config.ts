import Type from 'typebox';
import { oneOf, quantity, Slug, strict } from './common.ts';
import { BayConfig } from './config/bay.ts';
import { text } from './config/text.ts';

export { BayConfig } from './config/bay.ts';

const port = (description: string, fallback: number) =>
  Type.Integer({
    description: `${description}; 0 takes any free one`,
    unit: '1',
    minimum: 0,
    maximum: 65535,
    default: fallback,
  });

const BrokerAccount = strict(
  {
    username: text('name to log in with', '', { minLength: 1 }),
    password: text('better from the environment: LOCKOUT_MQTT_EMBEDDED_ACCOUNTS_0_PASSWORD', '', {
      minLength: 1,
      secret: true,
    }),
    rights: oneOf(['read', 'command'], {
      description:
        '`read`: may listen to everything; `command`: may also give commands to bays; neither can speak for a bay',
      default: 'read',
    }),
  },
  { title: 'Broker account' },
);

/** The whole configuration: a YAML file, each value also from the environment (`LOCKOUT_WEB_PORT`, `LOCKOUT_BAYS_0_BOARD_PORT`). */
export const Config = strict(
  {
    site: { ...Slug('name of the gym in topics'), default: 'gym' } as ReturnType<typeof Slug>,
    zone: text(
      'time zone of the gym, such as Europe/Berlin: its days, "today" and exports; empty: that of this computer',
      '',
      { maxLength: 60 },
    ),
    language: oneOf(['en', 'de', 'es'], {
      description: 'language of e-mails and push messages; pages follow their reader',
      default: 'en',
    }),
    hub: strict(
      {
        url: text(
          'address of the hub of a chain of gyms, such as https://hub.example:8443; `lockout hub pair` writes it; empty: none',
          '',
          { pattern: '^(https://[^/?#]+)?$' },
        ),
      },
      { title: 'Hub', default: {} },
    ),
    dataDir: text('folder of the database, beside the configuration file unless absolute', 'data', { minLength: 1 }),
    log: strict(
      {
        level: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
          description: 'least severe message to write',
          default: 'info',
        }),
      },
      { title: 'Log', default: {} },
    ),
    web: strict(
      {
        host: text(
          'address to listen on; `0.0.0.0` opens the page to the whole network, where everyone must log in',
          '127.0.0.1',
          { minLength: 1 },
        ),
        port: port('port of the page and the API', 8080),
        publicUrl: text(
          'address under which phones reach the page, such as https://lockout.gym.example; empty: the address of this machine in its network',
          '',
          { pattern: '^(https?://[^/?#]+)?$' },
        ),
        allowedHosts: Type.Array(text('a host name', '', { pattern: '^[a-z0-9.-]+$' }), {
          description:
            'further names that this station answers to, such as lockout.lan; it knows localhost, its addresses, the name of this machine (also with .local) and that of publicUrl',
          maxItems: 8,
          default: [],
        }),
        localScreen: Type.Boolean({
          description:
            'screen.html in the data folder makes the browser that opens it the bay screen; false: there is no such file, and every screen is paired by a code',
          default: true,
        }),
        tls: Type.Optional(
          strict(
            {
              cert: text('file of the certificate (PEM), with those between it and the root', 'cert.pem', {
                minLength: 1,
              }),
              key: text('file of its private key (PEM), without a password', 'key.pem', { minLength: 1 }),
            },
            {
              title: 'HTTPS',
              description:
                'The page by HTTPS: off this machine, browsers keep the screen awake and work without the station only then. Paths are beside the configuration file unless absolute; a new certificate is read at the next start. Left out: plain HTTP.',
            },
          ),
        ),
        trustProxy: Type.Array(
          text('an address, or a network such as 10.0.0.0/8', '', { minLength: 2, maxLength: 50 }),
          {
            description:
              'addresses of reverse proxies: whom they serve, and whether by HTTPS, is as their X-Forwarded-For and X-Forwarded-Proto say; from anywhere else these headers mean nothing',
            maxItems: 8,
            default: [],
          },
        ),
      },
      { title: 'Web', default: {} },
    ),
    mqtt: strict(
      {
        url: text(
          '`embedded` for the broker in this process, `none`, or the address of a broker such as mqtt://broker.local:1883',
          'embedded',
          {
            pattern: '^(embedded|none|(mqtts?|wss?)://.+)$',
          },
        ),
        base: text('first part of every topic', 'lockout', { pattern: '^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$' }),
        protocol: oneOf(['auto', 'v5', 'v3.1.1'], {
          description: 'version of MQTT; `auto`: 5 where the broker knows it, else 3.1.1',
          default: 'auto',
        }),
        tls: strict(
          {
            ca: text(
              'PEM file of the authority that signed the certificate of the broker; empty: one that Node knows',
              '',
            ),
            cert: text('PEM file of the client certificate, for a broker that requires one', ''),
            key: text('PEM file of its key', ''),
            servername: text('name in the certificate of the broker, when it is not that of mqtt.url', ''),
          },
          { title: 'TLS, for mqtts:// and wss://; files beside the configuration file unless absolute', default: {} },
        ),
        username: text('empty: no log-in', ''),
        password: text('better from the environment: LOCKOUT_MQTT_PASSWORD', '', { secret: true }),
        embedded: strict(
          {
            host: text(
              'address of the embedded broker; `0.0.0.0` opens it to the whole network, for which mqtt.username must be set',
              '127.0.0.1',
              { minLength: 1 },
            ),
            port: port('port of the embedded broker', 1883),
            allowAnonymous: Type.Boolean({
              description:
                'the network needs no log-in: every client there may listen and send commands to bays; only the station publishes for a bay',
              default: false,
            }),
            accounts: Type.Array(BrokerAccount, {
              description:
                'log-ins for other programs, such as Home Assistant; that of mqtt.username may do everything',
              maxItems: 8,
              default: [],
            }),
          },
          { title: 'Embedded broker', default: {} },
        ),
        homeAssistant: strict(
          {
            discovery: Type.Boolean({
              description: 'announce each bay to Home Assistant as a device with its sensors; false removes them',
              default: false,
            }),
            prefix: text('where Home Assistant looks for devices', 'homeassistant', {
              pattern: '^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$',
            }),
          },
          { title: 'Home Assistant', default: {} },
        ),
      },
      { title: 'MQTT', default: {} },
    ),
    backup: strict(
      {
        everyH: quantity('h', {
          description: 'a backup is made so often; 0: only when asked for',
          minimum: 0,
          maximum: 8760,
          default: 0,
        }),
        keep: Type.Integer({
          description: 'so many backups are kept; older ones are deleted',
          unit: '1',
          minimum: 1,
          maximum: 1000,
          default: 14,
        }),
        folder: text('folder of the backups, best on another disk; in the data folder unless absolute', 'backups', {
          minLength: 1,
        }),
      },
      { title: 'Backup', default: {} },
    ),
    webhooks: strict(
      {
        networks: Type.Array(
          text('an address, or a network such as 192.168.1.0/24', '', { minLength: 2, maxLength: 50 }),
          {
            description:
              'addresses of this machine and of its own network that webhooks may go to, such as that of Home Assistant; to the internet they always may, to addresses of the link only never',
            maxItems: 16,
            default: [],
          },
        ),
      },
      { title: 'Webhooks', default: {} },
    ),
    mail: strict(
      {
        host: text('mail server that alerts are sent by (SMTP); empty: alerts are not sent by e-mail', ''),
        port: Type.Integer({
          description: 'port of the mail server; 465 for `tls: always`, 587 for `tls: starttls`',
          unit: '1',
          minimum: 1,
          maximum: 65535,
          default: 587,
        }),
        tls: oneOf(['starttls', 'always', 'never'], {
          description: '`starttls`: encrypted after the greeting; `always`: from the first byte; `never`: in the clear',
          default: 'starttls',
        }),
        username: text('empty: no log-in', ''),
        password: text('better from the environment: LOCKOUT_MAIL_PASSWORD', '', { secret: true }),
        from: text('sender, such as station@gym.example', '', { maxLength: 200 }),
        to: Type.Array(text('an address, such as trainers@gym.example', '', { minLength: 3, maxLength: 200 }), {
          description: 'who gets them',
          maxItems: 10,
          default: [],
        }),
        leastSeverity: oneOf(['info', 'warning', 'error'], {
          description: 'alerts below it are not sent by e-mail',
          default: 'warning',
        }),
      },
      { title: 'E-mail', default: {} },
    ),
    push: strict(
      {
        url: text(
          'address of a topic at an ntfy server that alerts are sent to, such as https://ntfy.sh/a-name-that-none-guesses; one in the own network needs its address in `webhooks.networks`; empty: alerts are not sent to phones',
          '',
          { maxLength: 300 },
        ),
        token: text('access token of the server; better from the environment: LOCKOUT_PUSH_TOKEN; empty: none', '', {
          secret: true,
        }),
        leastSeverity: oneOf(['info', 'warning', 'error'], {
          description: 'alerts below it are not sent to phones',
          default: 'warning',
        }),
      },
      { title: 'Push', default: {} },
    ),
    floor: strict(
      {
        leaderboard: Type.Boolean({
          description: 'a page that compares members who have agreed to it by name',
          default: false,
        }),
        classMode: Type.Boolean({
          description: 'trainers can start one clock of work and rest on several bays',
          default: false,
        }),
      },
      { title: 'Floor', default: {} },
    ),
    members: strict(
      {
        idleLogoutS: quantity('s', {
          description: 'a member is signed out of a bay after this time without movement',
          minimum: 30,
          maximum: 3600,
          default: 180,
        }),
        retentionTrustsClock: Type.Boolean({
          default: false,
          description:
            'true: the clock of this controller is right though no time server confirms it (a clock of its own, no network); old sets are deleted by it',
        }),
        retentionDeletesMost: Type.Boolean({
          default: false,
          description:
            'true: old sets are deleted even when they are more than half of all, as when retentionDays was just set; take it out again afterwards',
        }),
        retentionDays: Type.Optional(
          Type.Integer({
            description: 'sets, reps and recordings are deleted when they are older; left out: they are kept',
            unit: 'd',
            minimum: 1,
            maximum: 36500,
          }),
        ),
      },
      { title: 'Members', default: {} },
    ),
    bays: Type.Array(BayConfig, {
      description: 'the bays that this controller serves',
      minItems: 1,
      maxItems: 16,
      default: [{}],
    }),
  },
  {
    $id: 'Config',
    requiresRestart: true,
    title: 'Lockout configuration',
    description: 'Every field may be left out.',
    default: {},
  },
);
export type Config = Type.Static<typeof Config>;
