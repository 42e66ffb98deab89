/**
 * Three nodes of NATS, and three of RabbitMQ, of Debian's packages, as the broker of a hub, behind one address as a chain would have it: each connection goes to the next node
 * that is up. Rights by certificate, as mosquitto's in `src/hub/broker-files.ts`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROL_TOPIC, HUB_AT_BROKER } from '../../src/contracts/hub-live.ts';
import type { Authority } from '../../src/hub/authority.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const NODES = [0, 1, 2] as const;
const NATS = '/usr/sbin/nats-server';
const RABBIT = '/usr/lib/rabbitmq/bin';

export const CLUSTERS = { nats: NATS, rabbitmq: join(RABBIT, 'rabbitmq-server') } as const;
export type ClusterKind = keyof typeof CLUSTERS;

/** Empty, or why it is skipped. */
export const missingCluster = (kind: ClusterKind): string =>
  process.env.TEST_CLUSTERS === undefined
    ? 'skipped: on demand, with TEST_CLUSTERS=1'
    : existsSync(CLUSTERS[kind])
      ? ''
      : `skipped: ${kind}-server is not installed (apt-get install --no-install-recommends ${kind}-server)`;

const freePorts = () => Promise.all(NODES.map(freePort));

/** One address for all nodes. */
class Front {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  ports: readonly number[] = [];
  #next = 0;

  constructor() {
    this.#server = createServer((near) => this.#join(near, this.ports.length));
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  #join(near: Socket, triesLeft: number): void {
    near.on('error', () => near.destroy());
    if (triesLeft === 0) {
      near.destroy();
      return;
    }
    const far = connect(this.ports[this.#next++ % this.ports.length]!, '127.0.0.1');
    far.once('error', () => this.#join(near, triesLeft - 1));
    far.once('connect', () => {
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => [near, far].forEach((one) => void one.destroy()));
      }
      near.pipe(far).pipe(near);
    });
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

interface Who {
  authority: Authority;
  controllerIds: readonly string[];
}

export class BrokerCluster {
  readonly #kind: ClusterKind;
  readonly #folder = mkdtempSync(join(tmpdir(), 'lockout-cluster-'));
  readonly #front = new Front();
  #nodes: ChildProcess[] = [];
  #port = 0;
  /** Where the nodes of RabbitMQ find each other. */
  #names: ChildProcess | null = null;

  private constructor(kind: ClusterKind) {
    this.#kind = kind;
  }

  /** Its address alone: who may come is known later. */
  static async reserve(kind: ClusterKind): Promise<BrokerCluster> {
    const cluster = new BrokerCluster(kind);
    cluster.#port = await cluster.#front.listen();
    return cluster;
  }

  get url(): string {
    return `mqtts://localhost:${this.#port}`;
  }

  async start(who: Who): Promise<void> {
    const { key, cert } = await who.authority.server(['localhost', '127.0.0.1']);
    for (const [name, text] of Object.entries({
      'ca.pem': who.authority.certificate,
      'key.pem': key,
      'cert.pem': cert,
    }))
      this.#write(name, text);
    this.#front.ports = await freePorts();
    if (this.#kind === 'nats') await this.#startNats(who);
    else await this.#startRabbits(who);
  }

  /** As a power cut would end it. */
  async kill(node: number): Promise<void> {
    const child = this.#nodes[node]!;
    // RabbitMQ is a child of its script.
    process.kill(-child.pid!, 'SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  async stop(): Promise<void> {
    await this.#front.close();
    for (const [node, child] of this.#nodes.entries())
      if (child.exitCode === null && child.signalCode === null) await this.kill(node);
    this.#names?.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(name: string, text: string): string {
    const file = join(this.#folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  #spawn(program: string, args: string[], env: Record<string, string> = {}): { said: () => string } {
    const { PATH = '' } = process.env;
    const child = spawn(program, args, {
      ...{ cwd: this.#folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
      env: { PATH, LANG: 'C.UTF-8', HOME: this.#folder, ...env },
    });
    let said = '';
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk) => (said = `${said}${chunk}`.slice(-20_000)));
    this.#nodes.push(child);
    return { said: () => said };
  }

  /** NATS writes a topic with dots. */
  async #startNats({ controllerIds }: Who): Promise<void> {
    const routes = await freePorts();
    const user = (name: string, says: string, hears: string) =>
      `{ user: "CN=${name},O=Lockout", permissions: { publish: [${says}], subscribe: ["${hears}"] } }`;
    const users = [
      user(HUB_AT_BROKER, `"lockout.1.*.ask", "${CONTROL_TOPIC.replaceAll('/', '.')}"`, 'lockout.1.*.live'),
      ...controllerIds.map((id) => user(id, `"lockout.1.${id}.live"`, `lockout.1.${id}.ask`)),
    ];
    const nodes = NODES.map((n) => {
      const file = this.#write(
        `n${n}.conf`,
        `server_name: n${n}
listen: "127.0.0.1:-1"
jetstream { store_dir: "${join(this.#folder, `n${n}`)}", max_memory_store: 64MB, max_file_store: 64MB }
cluster { name: lockout, listen: "127.0.0.1:${routes[n]}", routes: [${routes.map((port) => `"nats://127.0.0.1:${port}"`).join(', ')}] }
authorization { users: [${users.join(',\n')}] }
mqtt {
  listen: "127.0.0.1:${this.#front.ports[n]}"
  tls { cert_file: "${join(this.#folder, 'cert.pem')}", key_file: "${join(this.#folder, 'key.pem')}", ca_file: "${join(this.#folder, 'ca.pem')}", verify_and_map: true }
}
`,
      );
      return this.#spawn(NATS, ['-c', file]);
    });
    for (const { said } of nodes) await until(() => /Server is ready/.test(said()) || said(), 30_000);
    await until(() => nodes.some(({ said }) => /JetStream cluster new metadata leader/.test(said())), 60_000);
  }

  async #startRabbits({ controllerIds }: Who): Promise<void> {
    const dists = await freePorts();
    const epmdPort = await freePort();
    this.#names = spawn('epmd', ['-port', `${epmdPort}`, '-address', '127.0.0.1'], { stdio: 'ignore' });
    const names = NODES.map((n) => `lockout${n}@localhost`);
    const users = [HUB_AT_BROKER, ...controllerIds];
    const right = (name: string) => {
      const isHub = name === HUB_AT_BROKER;
      const of = isHub ? '[0-9a-f]+' : '{username}';
      const [says, hears] = isHub ? ['ask', 'live'] : ['live', 'ask'];
      // To who is no mosquitto, what it says there means nothing; a refusal would end its connection.
      const control = isHub ? `|^${CONTROL_TOPIC.replace('$', '\\$').replaceAll('/', '\\.')}$` : '';
      return { write: `^lockout\\.1\\.${of}\\.${says}$${control}`, read: `^lockout\\.1\\.${of}\\.${hears}$` };
    };
    const definitions = this.#write(
      'definitions.json',
      JSON.stringify({
        vhosts: [{ name: '/' }],
        users: users.map((name) => ({ name, password_hash: '', tags: '' })),
        permissions: users.map((user) => ({ user, vhost: '/', configure: '^mqtt-.*', write: '.*', read: '.*' })),
        topic_permissions: users.map((user) => ({ user, vhost: '/', exchange: 'amq.topic', ...right(user) })),
      }),
    );
    const plugins = this.#write('plugins', '[rabbitmq_mqtt].');
    this.#write('.erlang.cookie', 'lockout');
    const nodes = NODES.map((n) => {
      const base = join(this.#folder, names[n]!);
      mkdirSync(base);
      const config = this.#write(
        `rabbit${n}.conf`,
        `listeners.tcp = none
mqtt.listeners.tcp = none
mqtt.listeners.ssl.1 = 127.0.0.1:${this.#front.ports[n]}
mqtt.allow_anonymous = false
mqtt.ssl_cert_login = true
ssl_cert_login_from = common_name
ssl_options.cacertfile = ${join(this.#folder, 'ca.pem')}
ssl_options.certfile = ${join(this.#folder, 'cert.pem')}
ssl_options.keyfile = ${join(this.#folder, 'key.pem')}
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
load_definitions = ${definitions}
cluster_formation.peer_discovery_backend = classic_config
${names.map((name, index) => `cluster_formation.classic_config.nodes.${index + 1} = ${name}`).join('\n')}
`,
      );
      return this.#spawn(CLUSTERS.rabbitmq, [], {
        RABBITMQ_NODENAME: names[n]!,
        RABBITMQ_DIST_PORT: `${dists[n]}`,
        RABBITMQ_MNESIA_BASE: base,
        RABBITMQ_LOG_BASE: base,
        RABBITMQ_LOGS: '-',
        RABBITMQ_CONFIG_FILE: config,
        RABBITMQ_CONF_ENV_FILE: '/dev/null',
        RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
        ERL_EPMD_PORT: `${epmdPort}`,
      });
    });
    for (const [n, { said }] of nodes.entries())
      await until(() => {
        const { exitCode } = this.#nodes[n]!;
        if (exitCode !== null) throw new Error(`RabbitMQ ended with ${exitCode}: ${said()}`);
        return /Server startup complete/.test(said());
      }, 120_000);
  }
}
