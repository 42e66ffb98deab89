import { signal } from '@preact/signals';
import type { Failure } from '../api.ts';
import { Empty, Fault, Field, Form, Pick, Switch } from '../components/form.tsx';
import type { Action } from '../live/use-action.ts';

const FAILURE: Failure = {
  kind: 'failed',
  status: 401,
  why: 'The name or the PIN is wrong.',
  problem: 'wrong-log-in',
  faults: [],
  retryAfterS: null,
};
const actionIn = (isBusy: boolean, failure: Failure | null): Action => ({
  isBusy: signal(isBusy),
  failure: signal(failure),
  run: async () => undefined,
});
const ignore = () => undefined;
const ROLES = [
  ['member', 'member'],
  ['trainer', 'trainer'],
] as const;

const sample = (action: Action, fault = '') => (
  <Form action={action} submit="Save" onSubmit={ignore}>
    <Field label="Body height" unit="cm" value="172" onValue={ignore} hint="Only trainers see it." fault={fault} />
    <Pick label="Role" value="member" options={ROLES} onValue={ignore} />
  </Form>
);

/** What is typed and switched, in its states. */
export const FORM_SAMPLES = {
  form: sample(actionIn(false, null)),
  'with a fault': sample(actionIn(false, null), 'must be at most 250'),
  busy: sample(actionIn(true, null)),
  refused: sample(actionIn(false, FAILURE)),
  'switch off': <Switch label="Show my name" hint="On the floor page." isOn={false} onChange={ignore} />,
  'switch on': <Switch label="Keep my curves" isOn onChange={ignore} />,
  fault: <Fault failure={FAILURE} />,
  empty: (
    <Empty icon="card" title="Nothing lifted today">
      <p>Tap your card at a bay.</p>
    </Empty>
  ),
};
