import mqtt from 'mqtt';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedBroker } from '../../src/mqtt/index.ts';
import { newBay, newState } from '../integration/mqtt-bay.ts';
import { Observer } from '../integration/mqtt-observer.ts';
import { start } from './embedded-broker.ts';

describe('a log-in with fewer rights', () => {
  const accounts = [
    { username: 'display', password: 'looks', rights: 'read' },
    { username: 'home', password: 'asks', rights: 'command' },
  ] as const;

  it('listens to all, and is heard only on the topics it may publish on, also by its will and as a retained message', async () => {
    const broker = await start({ username: 'gym', password: 'secret', accounts });
    const { publisher } = await newBay(broker.url, { username: 'gym', password: 'secret' });
    publisher.setState(newState('Bay 1'));
    publisher.start();
    const open = (username: string, password: string) =>
      Observer.open({ url: broker.url, username, password, filter: '#' });
    const [display, home] = [await open('display', 'looks'), await open('home', 'asks')];
    await display.nextOn('state');
    const commands = ['lockout/gym/bay-1/cmd/ping', 'lockout/gym/bay-2/cmd/end-set'];
    const others = [
      'lockout/gym/bay-1/rep',
      'lockout/gym/bay-1/cmd/ping/result',
      'lockout/cmd/ping',
      'x/gym/bay-1/cmd/ping',
    ];
    for (const { client } of [display, home])
      for (const topic of [...others, ...commands])
        await client.publishAsync(topic, `{"id":"${client.options.username}"}`, {
          qos: 1,
          retain: topic === others[0],
        });
    for (const topic of commands) await display.next((seen) => seen.topic === topic && seen.text.includes('"home"'));
    await display.next(({ topic, text }) => topic.endsWith('bay-1/cmd/ping/result') && text.includes('"home"'));
    expect(broker.stats().publishesRefused).toBe(2 * others.length + commands.length);
    const will = { topic: 'lockout/gym/bay-1/availability', payload: 'offline', retain: true };
    const dying = await mqtt.connectAsync(broker.url, { username: 'home', password: 'asks', will, reconnectPeriod: 0 });
    dying.stream.destroy();
    await expect.poll(() => broker.stats().publishesRefused).toBe(2 * others.length + commands.length + 1);
    const late = await open('display', 'looks');
    expect((await late.nextOn('availability')).text).toBe('online');
    const heard = [...display.seen, ...home.seen, ...late.seen];
    expect(heard.filter(({ text }) => text.includes('"display"') || text === 'offline')).toEqual([]);
    expect(heard.filter(({ topic }) => topic === others[0])).toEqual([]);
  });

  it('is told by MQTT 5 that its message was refused, and stays connected', async () => {
    const broker = await start({ username: 'gym', password: 'secret', accounts });
    const login = { username: 'display', password: 'looks', reconnectPeriod: 0, protocolVersion: 5 } as const;
    const client = await mqtt.connectAsync(broker.url, login, false);
    onTestFinished(() => client.endAsync(true));
    const sent = client.publishAsync('lockout/gym/bay-1/rep', '{}', { qos: 1 });
    await expect(sent).rejects.toMatchObject({ code: 135 });
    await expect(client.subscribeAsync('lockout/#', { qos: 1 })).resolves.toMatchObject([{ qos: 1 }]);
    expect(broker.stats()).toMatchObject({ publishesRefused: 1, clientErrors: 0 });
  });

  it('does not push the station out by using its client id', async () => {
    const broker = await start({ username: 'gym', password: 'secret', accounts });
    const { publisher } = await newBay(broker.url, { username: 'gym', password: 'secret' });
    publisher.setState(newState('Bay 1'));
    publisher.start();
    await expect.poll(() => publisher.connected).toBe(true);
    const same = { clientId: 'lockout.gym.bay-1.c1', username: 'home', password: 'asks', reconnectPeriod: 0 };
    await expect(mqtt.connectAsync(broker.url, same, false)).rejects.toThrow(/[Ii]dentifier rejected/);
    expect(publisher.connected).toBe(true);
    expect(publisher.stats.losses).toBe(0);
  });
});

describe('the topics of the station', () => {
  const own = { prefixes: ['lockout/gym/bay-1/'], exact: ['homeassistant/device/lockout_gym_bay-1/config'] };
  const stateTopics = ['availability', 'state', 'session', 'rep', 'cmd/ping/result', 'cmd', 'cmd/a/b'].map(
    (name) => `lockout/gym/bay-1/${name}`,
  );

  it.each([
    ['anyone, where no log-in is asked for', {}, {}],
    [
      'who has the log-in of mqtt.username',
      { username: 'gym', password: 'secret' },
      { username: 'gym', password: 'secret' },
    ],
  ])('are closed to %s, but for commands', async (_who, options, login) => {
    const broker = await start({ ...options, own });
    const { publisher } = await newBay(broker.url, { ...broker.station });
    publisher.setState(newState('Bay 1'));
    publisher.start();
    const observer = await Observer.open({ url: broker.url, filter: '#', ...login });
    await observer.nextOn('state');
    const from = observer.seen.length;
    for (const topic of [...stateTopics, ...own.exact])
      await observer.client.publishAsync(topic, 'forged', { qos: 1, retain: true });
    await observer.client.publishAsync('lockout/gym/bay-1/cmd/ping', '{"id":"a"}', { qos: 1 });
    await observer.client.publishAsync('lockout/gym/bay-2/state', 'of another station', { qos: 1 });
    await observer.nextOn('cmd/ping/result', (text) => text.includes('"a"'), from);
    await observer.nextOn('bay-2/state', undefined, from);
    expect(observer.seen.filter(({ text }) => text === 'forged')).toEqual([]);
    expect(broker.stats().publishesRefused).toBe(stateTopics.length + 1);
  });
});

describe('a broker that the network would reach', () => {
  it('does not start without a log-in, unless that is wanted', async () => {
    await expect(startEmbeddedBroker({ host: '0.0.0.0', port: 0 })).rejects.toThrow(/without a log-in/);
    await expect(startEmbeddedBroker({ host: '::', port: 0 })).rejects.toThrow(/without a log-in/);
    await start({ host: '0.0.0.0', allowAnonymous: true });
    await start({ host: '0.0.0.0', username: 'gym', password: 'secret' });
  });
});
