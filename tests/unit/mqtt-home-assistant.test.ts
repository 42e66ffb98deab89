import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { exampleOf } from '../../src/contracts/common.ts';
import { Session, SetEvent, State } from '../../src/contracts/events.ts';
import { TOPICS, type TopicName } from '../../src/contracts/topics.ts';
import { discoveryOf, noDiscovery } from '../../src/mqtt/home-assistant.ts';

const BAY = { base: 'gyms/lockout', site: 'north', bay: 'bay-1', name: 'Bay 1', version: '1.2.3', pageUrl: '' };

interface Component {
  platform: string;
  unique_id: string;
  state_topic: string;
  value_template: string;
}

test('every sensor reads a field that its topic has', () => {
  const { topic, payload } = discoveryOf({ ...BAY, pageUrl: 'https://lockout.example' }, 'homeassistant');
  expect(topic).toBe('homeassistant/device/gyms_lockout_north_bay-1/config');
  const message = JSON.parse(payload) as { components: Record<string, Component> };
  expect(message).toMatchObject({
    device: { identifiers: ['gyms_lockout_north_bay-1'], configuration_url: 'https://lockout.example' },
    origin: { name: 'Lockout', sw_version: '1.2.3' },
    availability_topic: 'gyms/lockout/north/bay-1/availability',
  });
  const examples = { state: exampleOf(State), 'last-set': exampleOf(SetEvent), session: exampleOf(Session) };
  const components = Object.values(message.components);
  expect(components.length).toBeGreaterThan(5);
  for (const { platform, state_topic, value_template } of components) {
    expect(['sensor', 'binary_sensor']).toContain(platform);
    const name = state_topic.replace('gyms/lockout/north/bay-1/', '') as keyof typeof examples;
    const paths = [...value_template.matchAll(/value_json\.([\w.]+)/g)].map((found) => found[1]!.split('.'));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(examples[name], value_template).toHaveProperty(path);
  }
  expect(new Set(components.map(({ unique_id }) => unique_id)).size).toBe(components.length);
});

/**
 * What Home Assistant takes of a sensor and a binary sensor, as far as it is used here: the configuration variables of
 * https://www.home-assistant.io/integrations/sensor.mqtt/ and https://www.home-assistant.io/integrations/binary_sensor.mqtt/.
 * It refuses a whole device for one key that it does not know.
 */
const COMMON = 'platform name unique_id default_entity_id state_topic value_template device_class entity_category';
const PLATFORMS: Record<string, { keys: string[]; deviceClasses: string[] }> = {
  sensor: {
    keys: `${COMMON} unit_of_measurement state_class`.split(' '),
    deviceClasses: ['weight', 'timestamp'],
  },
  binary_sensor: { keys: COMMON.split(' '), deviceClasses: ['occupancy', 'running', 'problem'] },
};

test('every sensor has only what Home Assistant knows, and numbers have statistics', () => {
  const message = JSON.parse(discoveryOf(BAY, 'homeassistant').payload) as {
    components: Record<string, Record<string, string>>;
  };
  for (const [name, component] of Object.entries(message.components)) {
    const { keys, deviceClasses } = PLATFORMS[component.platform!]!;
    expect(keys, name).toEqual(expect.arrayContaining(Object.keys(component)));
    if (component.device_class) expect(deviceClasses, name).toContain(component.device_class);
    // A number has a unit and a class of its statistics; a time has neither (developers.home-assistant.io, sensor entity).
    expect(component.state_class, name).toBe(component.unit_of_measurement ? 'measurement' : undefined);
    expect(component.default_entity_id, name).toMatch(/^(sensor|binary_sensor)\.[a-z0-9_]+$/);
  }
  expect(Object.keys(message.components)).toEqual(expect.arrayContaining(['load', 'entered_load', 'last_set_load']));
});

/**
 * The schema of a device's discovery, DEVICE_DISCOVERY_SCHEMA in homeassistant/components/mqtt/schemas.py: it takes no key that it does not
 * name, a list of identifiers, an origin with a name, and as availability its own words.
 */
const DEVICE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['device', 'components', 'origin'],
  properties: {
    device: {
      type: 'object',
      additionalProperties: false,
      required: ['identifiers'],
      properties: {
        identifiers: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
        configuration_url: { type: 'string', pattern: '^https?://' },
        ...Object.fromEntries(
          'manufacturer model model_id name hw_version serial_number sw_version via_device suggested_area'
            .split(' ')
            .map((key) => [key, { type: 'string', minLength: 1 }]),
        ),
      },
    },
    origin: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: { name: { type: 'string' }, sw_version: { type: 'string' }, support_url: { type: 'string' } },
    },
    components: { type: 'object', additionalProperties: { type: 'object', required: ['platform', 'unique_id'] } },
    availability_topic: { type: 'string', pattern: '^[^+#]+$' },
    qos: { enum: [0, 1, 2] },
    encoding: { type: 'string' },
    state_topic: { type: 'string' },
    command_topic: { type: 'string' },
  },
};

test.each(['', 'https://lockout.example'])('the device fits the schema of Home Assistant (page "%s")', (pageUrl) => {
  const check = new Ajv2020().compile(DEVICE_SCHEMA);
  check(JSON.parse(discoveryOf({ ...BAY, pageUrl }, 'homeassistant').payload));
  expect(check.errors).toBeNull();
});

test('what it reads is retained, so that everything is known after its restart; names say what a value is of', () => {
  const { components } = JSON.parse(discoveryOf(BAY, 'homeassistant').payload) as {
    components: Record<string, Component & { name: string }>;
  };
  for (const { state_topic, value_template, name } of Object.values(components)) {
    expect(TOPICS[state_topic.split('/').at(-1) as TopicName].retain, state_topic).toBe(true);
    // What there may not be is unknown (None), and never an error of the template or a stale value.
    if (value_template.includes('value_json.set.'))
      expect(value_template).toMatch(/ if value_json\.set else (0|None) }}$/);
    if (state_topic.endsWith('/last-set')) expect(value_template).toMatch(/ if value_json else None }}$/);
    // Home Assistant puts the name of the device in front of it.
    expect(name).not.toMatch(/lockout|bay/i);
  }
});

test('without a page there is no link to it; and a device is taken back where it was told', () => {
  const told = discoveryOf(BAY, 'ha');
  expect(told.payload).not.toContain('configuration_url');
  expect(noDiscovery(BAY, 'ha')).toEqual({ topic: told.topic, payload: '' });
});
