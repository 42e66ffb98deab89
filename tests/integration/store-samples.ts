import type Type from 'typebox';
import { v7 as uuidv7 } from 'uuid';
import { Rep, SetEvent } from '../../src/contracts/events.ts';

/** The first example that a contract gives of itself. */
export const exampleOf = <T extends Type.TSchema>(schema: T) =>
  (schema as { examples?: unknown[] }).examples![0] as Type.Static<T>;
const exampleSet = exampleOf(SetEvent);
const exampleRep = exampleOf(Rep);

export const newSet = (change: Partial<SetEvent> = {}): SetEvent => ({
  ...exampleSet,
  id: uuidv7(),
  hasRecording: false,
  ...change,
});
export const newRep = (setId: string, change: Partial<Rep> = {}): Rep => ({
  ...exampleRep,
  id: uuidv7(),
  setId,
  ...change,
});
export const announce = (rep: Rep) => ({ bay: rep.bay, topic: 'rep' as const, id: rep.id, payload: rep });
