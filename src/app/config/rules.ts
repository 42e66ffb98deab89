/** What the schema can't say: rules between values. */

import { isLoopback } from '../../contracts/config/loopback.ts';
import type { BayConfig, Config } from '../../contracts/config.ts';
import type { ConfigFaultCode } from '../../contracts/config-faults.ts';
import { sameDevice } from '../../readers/index.ts';
import { isNetwork } from '../../web/index.ts';
import type { Fault, Path, Where } from './faults.ts';

type ParamsOf<Kind extends ConfigFaultCode['kind']> = Omit<Extract<ConfigFaultCode, { kind: Kind }>['params'], 'name'>;

/** Notes a fault of the value at `path`, by its dotted name. */
const faultAt =
  (whereOf: (path: Path) => Where, note: (fault: Fault) => void) =>
  <Kind extends ConfigFaultCode['kind']>(path: Path, kind: Kind, params: ParamsOf<Kind>): void =>
    note({
      ...whereOf(path),
      code: { kind, params: { ...params, name: path.join('.') } } as unknown as ConfigFaultCode,
    });

export function semanticFaults(config: Config, whereOf: (path: Path) => Where): Fault[] {
  const faults: Fault[] = [];
  const fault = faultAt(whereOf, (one) => faults.push(one));
  if (config.zone !== '' && !isTimeZone(config.zone)) fault(['zone'], 'not-a-time-zone', { given: config.zone });
  if (!URL.canParse(config.mqtt.url) && config.mqtt.url.includes('://')) fault(['mqtt', 'url'], 'not-an-address', {});
  const checkNetworks = (list: readonly string[], ...at: Path) =>
    list.forEach((entry, index) => {
      if (!isNetwork(entry)) fault([...at, index], 'not-a-network', { given: entry });
    });
  checkNetworks(config.web.trustProxy, 'web', 'trustProxy');
  checkNetworks(config.webhooks.networks, 'webhooks', 'networks');
  const isMail = (address: string) => /^[^@\s,;<>]+@[^@\s,;<>]+$/.test(address);
  if (config.mail.host !== '') {
    if (!isMail(config.mail.from)) fault(['mail', 'from'], 'not-a-mail-address', { given: config.mail.from });
    if (config.mail.to.length === 0) fault(['mail', 'to'], 'no-mail-receiver', {});
  }
  config.mail.to.forEach((address, index) => {
    if (!isMail(address)) fault(['mail', 'to', index], 'not-a-mail-address', { given: address });
  });
  if (config.push.url !== '' && !isTopic(config.push.url)) fault(['push', 'url'], 'not-a-push-address', {});
  faults.push(...tlsFaults(config, whereOf));
  faults.push(...brokerFaults(config, whereOf));
  const ids = new Map<string, number>();
  const ports = new Map<string, number>();
  config.bays.forEach((bay, index) => {
    const at = (...rest: Path): Path => ['bays', index, ...rest];
    const sameId = ids.get(bay.id);
    if (sameId !== undefined) fault(at('id'), 'same-id', { given: bay.id, other: `bays.${sameId}` });
    ids.set(bay.id, index);
    const samePort = bay.board.port === 'simulated' ? undefined : ports.get(bay.board.port);
    if (samePort !== undefined) fault(at('board', 'port'), 'same-port', { other: `bays.${samePort}` });
    ports.set(bay.board.port, index);
    if (bay.load.countsPerN === 0) fault(at('load', 'countsPerN'), 'span-zero', {});
    if (bay.load.sensor === 'none' && bay.distance.sensor === 'none') fault(at('distance', 'sensor'), 'no-sensor', {});
    if (bay.load.sensor === 'hx711' && bay.load.rateHz !== 10 && bay.load.rateHz !== 80)
      fault(at('load', 'rateHz'), 'hx711-rate', { givenHz: bay.load.rateHz });
    if (bay.load.sensor === 'hx711' && ![32, 64, 128].includes(bay.load.gain))
      fault(at('load', 'gain'), 'hx711-gain', { gain: bay.load.gain });
    if (bay.distance.sensor === 'hcsr04' && bay.distance.rateHz > 16)
      fault(at('distance', 'rateHz'), 'hcsr04-rate', { givenHz: bay.distance.rateHz });
    if (bay.loadRight && bay.load.sensor !== 'hx711')
      fault(at('loadRight'), 'right-needs-hx711', { given: bay.load.sensor });
    if (bay.loadRight?.countsPerN === 0) fault(at('loadRight', 'countsPerN'), 'span-zero-right', {});
    const users = new Map<number, string>();
    for (const [group, key, pin] of pinsOf(bay)) {
      const other = users.get(pin);
      if (other) fault(at(group, key), 'same-pin', { pin, other });
      users.set(pin, `${group}.${key}`);
    }
  });
  return [...faults, ...readerFaults(config, whereOf)];
}

/** The last part of the path is a topic, as ntfy names them; a log-in belongs into the token. */
function isTopic(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, pathname, username, password, search, hash } = new URL(address);
  return /^https?:$/.test(protocol) && /\/[\w-]{1,64}$/.test(pathname) && username + password + search + hash === '';
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function tlsFaults({ mqtt }: Config, whereOf: (path: Path) => Where): Fault[] {
  const { cert, key, ...rest } = mqtt.tls;
  const faults: Fault[] = [];
  const fault = faultAt(whereOf, (one) => faults.push(one));
  const set = Object.entries({ cert, key, ...rest }).find(([, value]) => value !== '');
  if (set && /^(mqtt|ws):/.test(mqtt.url)) fault(['mqtt', 'tls', set[0]], 'tls-unused', { url: mqtt.url });
  else if (cert !== '' && key === '') fault(['mqtt', 'tls', 'cert'], 'tls-needs-key', {});
  else if (key !== '' && cert === '') fault(['mqtt', 'tls', 'key'], 'tls-needs-cert', {});
  return faults;
}

/** Log-ins of the embedded broker: needed on a network, each one its own, and none while everybody may do everything anyway. */
function brokerFaults({ mqtt }: Config, whereOf: (path: Path) => Where): Fault[] {
  const faults: Fault[] = [];
  const fault = faultAt(whereOf, (one) => faults.push(one));
  const { host, allowAnonymous } = mqtt.embedded;
  const isOpen = mqtt.url === 'embedded' && mqtt.username === '' && !allowAnonymous && !isLoopback(host);
  if (isOpen) {
    fault(['mqtt', 'embedded', 'host'], 'open-broker', { given: host });
    return faults;
  }
  const names = [mqtt.username];
  mqtt.embedded.accounts.forEach(({ username }, index) => {
    const path = ['mqtt', 'embedded', 'accounts', index, 'username'];
    if (mqtt.username === '') fault(path, 'account-without-effect', {});
    else if (names.includes(username)) fault(path, 'same-log-in', { given: username });
    else names.push(username);
  });
  return faults;
}

/** The speed at which a PN532 starts (UM0701-02, 7.2.8). */
const PN532_BAUD = 115200;

/** A reader has a port of its own: never a board's, whatever name it goes by. */
function readerFaults({ bays }: Config, whereOf: (path: Path) => Where): Fault[] {
  const faults: Fault[] = [];
  const fault = faultAt(whereOf, (one) => faults.push(one));
  const users = bays.flatMap(({ board: { port } }, index) =>
    port === 'simulated' ? [] : [{ port, name: `bays.${index}.board` }],
  );
  for (const [bayIndex, { readers }] of bays.entries())
    for (const [index, { kind, port, baud }] of readers.entries()) {
      const at = (key: string): Path => ['bays', bayIndex, 'readers', index, key];
      if (kind === 'input-device' && !port.startsWith('/dev/input/'))
        fault(at('port'), 'not-an-input-device', { given: port });
      else if (kind === 'pn532' && baud !== PN532_BAUD)
        fault(at('baud'), 'pn532-baud', { given: baud, right: PN532_BAUD });
      else {
        const user = users.find((one) => sameDevice(one.port, port));
        users.push({ port, name: `bays.${bayIndex}.readers.${index}` });
        if (user) fault(at('port'), 'same-port', { other: user.name });
      }
    }
  return faults;
}

/** Every pin that the bay uses, with the key that says so. */
function pinsOf({ load, loadRight, distance, outputs }: BayConfig): [group: string, key: string, pin: number][] {
  const used: [group: string, key: string, pin: number | undefined][] = [
    ['load', 'dataPin', load.sensor === 'hx711' ? load.dataPin : undefined],
    ['load', 'clockPin', load.sensor === 'hx711' ? load.clockPin : undefined],
    ['loadRight', 'dataPin', loadRight?.dataPin],
    ['loadRight', 'clockPin', loadRight?.clockPin],
    ['distance', 'triggerPin', distance.sensor === 'hcsr04' ? distance.triggerPin : undefined],
    ['distance', 'echoPin', distance.sensor === 'hcsr04' ? distance.echoPin : undefined],
    ...Object.entries(outputs).map(([key, pin]): [string, string, number | undefined] => ['outputs', key, pin]),
  ];
  return used.flatMap(([group, key, pin]) => (pin === undefined ? [] : [[group, key, pin]]));
}
