/**
 * Announces a bay to Home Assistant: its device discovery (one retained message for all sensors of a device, since version 2024.11),
 * https://www.home-assistant.io/integrations/mqtt/#device-discovery-payload. The sensors read the topics that are there for everyone.
 */
import { bayTopic, type TopicName } from '../contracts/topics.ts';

interface DiscoveredBay {
  base: string;
  site: string;
  bay: string;
  /** Name of the bay for people. */
  name: string;
  version: string;
  /** Address of the page; empty: none is known. */
  pageUrl: string;
}

/** A retained message; with an empty payload Home Assistant forgets the device. */
export interface Discovery {
  topic: string;
  payload: string;
}

interface Sensor {
  name: string;
  topic: TopicName;
  /** A Jinja template over `value_json`, the message. */
  template: string;
  more?: Readonly<Record<string, string>>;
}

const MASS = { device_class: 'weight', unit_of_measurement: 'kg', state_class: 'measurement' };
const COUNT = { unit_of_measurement: 'reps', state_class: 'measurement' };
const isOn = (condition: string) => `{{ 'ON' if ${condition} else 'OFF' }}`;
/** Retained, so that it is known after a restart of Home Assistant too; `null` while there is none. */
const ofLastSet = (field: string) => `{{ value_json.${field} if value_json else None }}`;
const inSet = (field: string, otherwise: string) => `{{ value_json.set.${field} if value_json.set else ${otherwise} }}`;

/** `None` is how a sensor of Home Assistant says that it knows nothing. */
const SENSORS: Readonly<Record<string, Sensor>> = {
  reps: { name: 'Reps', topic: 'state', template: inSet('countedReps', '0'), more: COUNT },
  load: { name: 'Load', topic: 'state', template: inSet('loadKg', 'None'), more: MASS },
  entered_load: { name: 'Entered load', topic: 'state', template: '{{ value_json.enteredLoadKg }}', more: MASS },
  exercise: { name: 'Exercise', topic: 'state', template: '{{ value_json.exercise }}' },
  last_set_end: {
    name: 'Last set',
    topic: 'last-set',
    template: ofLastSet('endedAt'),
    more: { device_class: 'timestamp' },
  },
  last_set_reps: { name: 'Last set reps', topic: 'last-set', template: ofLastSet('countedReps'), more: COUNT },
  last_set_load: { name: 'Last set load', topic: 'last-set', template: ofLastSet('loadKg'), more: MASS },
};
const SWITCHES: Readonly<Record<string, Sensor>> = {
  occupied: {
    name: 'Occupied',
    topic: 'session',
    template: isOn("value_json.kind != 'none'"),
    more: { device_class: 'occupancy' },
  },
  in_set: { name: 'In a set', topic: 'state', template: isOn('value_json.set'), more: { device_class: 'running' } },
  board: {
    name: 'Board',
    topic: 'state',
    template: isOn("value_json.board.state != 'ok'"),
    more: { device_class: 'problem', entity_category: 'diagnostic' },
  },
};

/** @param prefix where Home Assistant looks for devices */
export function discoveryOf(bay: DiscoveredBay, prefix: string): Discovery {
  const id = idOf(bay);
  const { base, site, name, version, pageUrl } = bay;
  const components = (platform: string, sensors: Readonly<Record<string, Sensor>>) =>
    Object.entries(sensors).map(([key, { name, topic, template, more }]) => [
      key,
      {
        platform,
        name,
        unique_id: `${id}_${key}`,
        default_entity_id: `${platform}.${id}_${key}`.toLowerCase().replaceAll('-', '_'),
        state_topic: bayTopic(base, site, bay.bay, topic),
        value_template: template,
        ...more,
      },
    ]);
  const payload = {
    device: {
      identifiers: [id],
      name: `Lockout ${name}`,
      manufacturer: 'Lockout',
      model: 'Hip-thrust station',
      sw_version: version,
      ...(pageUrl && { configuration_url: pageUrl }),
    },
    origin: { name: 'Lockout', sw_version: version },
    availability_topic: bayTopic(base, site, bay.bay, 'availability'), // its words are Home Assistant's own: online, offline
    qos: 1,
    components: Object.fromEntries([...components('sensor', SENSORS), ...components('binary_sensor', SWITCHES)]),
  };
  return { topic: topicOf(bay, prefix), payload: JSON.stringify(payload) };
}

/** Removes what an earlier run may have announced. */
export const noDiscovery = (bay: DiscoveredBay, prefix: string): Discovery => ({
  topic: topicOf(bay, prefix),
  payload: '',
});

const topicOf = (bay: DiscoveredBay, prefix: string) => `${prefix}/device/${idOf(bay)}/config`;

/** Names of sites and bays hold no `_`: two bays never get the same one. */
const idOf = ({ base, site, bay }: DiscoveredBay) => [...base.split('/'), site, bay].join('_');
