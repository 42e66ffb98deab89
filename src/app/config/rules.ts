/** What the schema can't say: rules between values. */

import { isLoopback } from '../../contracts/config/loopback.ts';
import type { BayConfig, Config } from '../../contracts/config.ts';
import { sameDevice } from '../../readers/index.ts';
import { isNetwork } from '../../web/index.ts';
import type { Fault, Path } from './faults.ts';

export function semanticFaults(config: Config, whereOf: (path: Path) => string): Fault[] {
  const faults: Fault[] = [];
  const fault = (path: Path, text: string) => faults.push({ where: whereOf(path), text: `${path.join('.')} ${text}` });
  if (!URL.canParse(config.mqtt.url) && config.mqtt.url.includes('://'))
    fault(['mqtt', 'url'], 'is no address; write it like mqtt://broker.local:1883');
  const checkNetworks = (list: readonly string[], ...at: Path) =>
    list.forEach((entry, index) => {
      if (!isNetwork(entry))
        fault([...at, index], `is ${entry}, but must be an address such as 10.0.0.2 or a network such as 10.0.0.0/8`);
    });
  checkNetworks(config.web.trustProxy, 'web', 'trustProxy');
  checkNetworks(config.webhooks.networks, 'webhooks', 'networks');
  const isMail = (address: string) => /^[^@\s,;<>]+@[^@\s,;<>]+$/.test(address);
  if (config.mail.host !== '') {
    if (!isMail(config.mail.from))
      fault(['mail', 'from'], `is "${config.mail.from}", but must be an address such as station@gym.example`);
    if (config.mail.to.length === 0) fault(['mail', 'to'], 'is empty: name at least one address that gets the alerts');
  }
  config.mail.to.forEach((address, index) => {
    if (!isMail(address))
      fault(['mail', 'to', index], `is "${address}", but must be an address such as trainers@gym.example`);
  });
  faults.push(...tlsFaults(config, whereOf));
  faults.push(...brokerFaults(config, whereOf));
  const ids = new Map<string, number>();
  const ports = new Map<string, number>();
  config.bays.forEach((bay, index) => {
    const at = (...rest: Path): Path => ['bays', index, ...rest];
    const sameId = ids.get(bay.id);
    if (sameId !== undefined)
      fault(at('id'), `is "${bay.id}", which bays.${sameId} has already; give each bay its own`);
    ids.set(bay.id, index);
    const samePort = bay.board.port === 'simulated' ? undefined : ports.get(bay.board.port);
    if (samePort !== undefined)
      fault(at('board', 'port'), `is the port of bays.${samePort} already; one board serves one bay`);
    ports.set(bay.board.port, index);
    if (bay.load.countsPerN === 0) fault(at('load', 'countsPerN'), 'is 0; calibrate the load cell to find its span');
    if (bay.load.sensor === 'none' && bay.distance.sensor === 'none')
      fault(at('distance', 'sensor'), 'and load.sensor are both none; a bay needs at least one sensor');
    if (bay.load.sensor === 'hx711' && bay.load.rateHz !== 10 && bay.load.rateHz !== 80)
      fault(at('load', 'rateHz'), `is ${bay.load.rateHz}, but an HX711 gives 10 or 80`);
    if (bay.load.sensor === 'hx711' && ![32, 64, 128].includes(bay.load.gain))
      fault(at('load', 'gain'), `is ${bay.load.gain}, but an HX711 has 32, 64 or 128`);
    if (bay.distance.sensor === 'hcsr04' && bay.distance.rateHz > 16)
      fault(at('distance', 'rateHz'), `is ${bay.distance.rateHz}, but an HC-SR04 gives at most 16`);
    if (bay.loadRight && bay.load.sensor !== 'hx711')
      fault(at('loadRight'), `needs load.sensor hx711, not ${bay.load.sensor}: both cells work alike`);
    if (bay.loadRight?.countsPerN === 0)
      fault(at('loadRight', 'countsPerN'), 'is 0; take it from the data sheet of the cell');
    const users = new Map<number, string>();
    for (const [group, key, pin] of pinsOf(bay)) {
      const other = users.get(pin);
      if (other) fault(at(group, key), `is ${pin}, which is the pin of ${other} already; each needs its own`);
      users.set(pin, `${group}.${key}`);
    }
  });
  return [...faults, ...readerFaults(config, whereOf)];
}

function tlsFaults({ mqtt }: Config, whereOf: (path: Path) => string): Fault[] {
  const { cert, key, ...rest } = mqtt.tls;
  const faultAt = (name: string, text: string): Fault[] => {
    const path = ['mqtt', 'tls', name];
    return [{ where: whereOf(path), text: `${path.join('.')} ${text}` }];
  };
  const set = Object.entries({ cert, key, ...rest }).find(([, value]) => value !== '');
  if (set && /^(mqtt|ws):/.test(mqtt.url))
    return faultAt(set[0], `is used only with TLS, but mqtt.url is ${mqtt.url}; write that as mqtts:// or wss://`);
  if (cert !== '' && key === '') return faultAt('cert', 'needs mqtt.tls.key too');
  return key !== '' && cert === '' ? faultAt('key', 'needs mqtt.tls.cert too') : [];
}

/** Log-ins of the embedded broker: needed on a network, each one its own, and none while everybody may do everything anyway. */
function brokerFaults({ mqtt }: Config, whereOf: (path: Path) => string): Fault[] {
  const { host, allowAnonymous } = mqtt.embedded;
  const isOpen = mqtt.url === 'embedded' && mqtt.username === '' && !allowAnonymous && !isLoopback(host);
  if (isOpen) {
    const text = `mqtt.embedded.host is ${host}, which opens the broker to the network without a log-in; set mqtt.username and mqtt.password, or mqtt.embedded.allowAnonymous: true`;
    return [{ where: whereOf(['mqtt', 'embedded', 'host']), text }];
  }
  const names = [mqtt.username];
  return mqtt.embedded.accounts.flatMap(({ username }, index) => {
    const path = ['mqtt', 'embedded', 'accounts', index, 'username'];
    const faultAt = (text: string) => [{ where: whereOf(path), text: `${path.join('.')} ${text}` }];
    if (mqtt.username === '')
      return faultAt(
        'has no effect while mqtt.username is empty: set mqtt.username and mqtt.password for the station itself',
      );
    if (names.includes(username))
      return faultAt(`is "${username}", which another log-in has already; give each its own`);
    names.push(username);
    return [];
  });
}

/** The speed at which a PN532 starts (UM0701-02, 7.2.8). */
const PN532_BAUD = 115200;

/** A reader has a port of its own: never a board's, under any name. */
function readerFaults({ bays }: Config, whereOf: (path: Path) => string): Fault[] {
  const users = bays.flatMap(({ board: { port } }, index) =>
    port === 'simulated' ? [] : [{ port, name: `the board of bays.${index}` }],
  );
  return bays.flatMap(({ readers }, bayIndex) =>
    readers.flatMap(({ kind, port, baud }, index) => {
      const faultAt = (key: string, text: string): Fault => {
        const path = ['bays', bayIndex, 'readers', index, key];
        return { where: whereOf(path), text: `${path.join('.')} ${text}` };
      };
      if (kind === 'input-device' && !port.startsWith('/dev/input/'))
        return [faultAt('port', `is ${port}, but an input-device is named below /dev/input/by-id/`)];
      if (kind === 'pn532' && baud !== PN532_BAUD)
        return [faultAt('baud', `is ${baud}, but a PN532 speaks ${PN532_BAUD}`)];
      const user = users.find((one) => sameDevice(one.port, port));
      users.push({ port, name: `bays.${bayIndex}.readers.${index}` });
      return user ? [faultAt('port', `is the port of ${user.name} already; each needs its own`)] : [];
    }),
  );
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
