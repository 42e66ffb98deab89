/** What mosquitto needs to carry live values: its configuration, who may say and hear what, certificates. */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askTopic, CONTROL_TOPIC, HUB_AT_BROKER, liveTopic, MAX_LIVE_BYTES } from '../contracts/hub-live.ts';
import type { BrokerKeys } from '../mqtt/connection.ts';
import type { Authority } from './authority.ts';
import type { Pairing } from './pairing.ts';

interface BrokerFiles {
  authority: Authority;
  pairing: Pick<Pairing, 'revocationList'>;
  /** where they are written */
  folder: string;
  /** where mosquitto finds them; left out: there */
  at?: string;
  /** under which hub and controllers reach it */
  names: readonly string[];
  /** address and port, or the port alone */
  listener: string;
  /** mosquitto's plugin for rights, where it runs; null: it has none, and who is revoked keeps what they have open */
  plugin: string | null;
}

/** A controller is its certificate's name: it says what is its own, and hears what is for it. */
const RIGHTS = `# Written by \`lockout hub mosquitto\`.
user ${HUB_AT_BROKER}
topic read ${liveTopic('+')}
topic write ${askTopic('+')}
# It says there who is revoked.
topic write ${CONTROL_TOPIC}

pattern write ${liveTopic('%u')}
pattern read ${askTopic('%u')}
`;

const configuration = (
  at: string,
  listener: string,
  plugin: string | null,
) => `# Written by \`lockout hub mosquitto\`, for a broker that is the hub's alone.
listener ${listener}
cafile ${join(at, 'ca.pem')}
certfile ${join(at, 'broker.pem')}
keyfile ${join(at, 'broker.key')}
crlfile ${join(at, 'crl.pem')}
tls_version tlsv1.2
require_certificate true
use_identity_as_username true
allow_anonymous false
acl_file ${join(at, 'lockout.acl')}

# What passes through is of this moment: nothing is kept.
persistence false
retain_available false
persistent_client_expiration 1h
max_packet_size ${MAX_LIVE_BYTES}
# Of QoS 0 too: what a hub that is busy for a moment has yet to read.
max_queued_messages 50000
set_tcp_nodelay true
sys_interval 0
${plugin === null ? '' : `\nplugin ${plugin}\nplugin_opt_config_file ${join(at, 'revoked.json')}\n`}`;

/** Role of those who are revoked. */
export const REVOKED = 'revoked';
/** No user has it at first; the hub says who is revoked whenever it comes. For who has none, the file with the rights decides. */
const NO_USERS = {
  roles: [
    {
      rolename: REVOKED,
      acls: ['publishClientSend', 'publishClientReceive', 'subscribePattern'].map((acltype) => ({
        ...{ acltype, topic: '#', priority: 0, allow: false },
      })),
    },
  ],
};

const LIBRARIES = '/usr/lib';
const PLUGIN = 'mosquitto_dynamic_security.so';
/** Of Debian's package it lies in the folder of the architecture. */
export function rightsPlugin(): string | null {
  const folders = existsSync(LIBRARIES) ? readdirSync(LIBRARIES).map((name) => join(LIBRARIES, name)) : [];
  return [LIBRARIES, ...folders].map((folder) => join(folder, PLUGIN)).find((file) => existsSync(file)) ?? null;
}

/** With which a hub comes to the broker. */
export const keysAtBroker = async (authority: Authority): Promise<BrokerKeys> => ({
  ca: authority.certificate,
  ...(await authority.client(HUB_AT_BROKER)),
});

/** Again: with a new certificate of the broker, and the list of revoked ones of now. @returns the configuration's file */
export async function writeBrokerFiles(options: BrokerFiles): Promise<string> {
  const { authority, pairing, folder, at = folder, names, listener, plugin } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { key, cert } = await authority.server(names);
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    return file;
  };
  write('ca.pem', authority.certificate);
  write('broker.key', key);
  write('broker.pem', cert);
  write('crl.pem', await pairing.revocationList());
  write('lockout.acl', RIGHTS);
  if (plugin !== null) write('revoked.json', JSON.stringify(NO_USERS));
  return write('lockout.conf', configuration(at, listener, plugin));
}
