import { v7 as uuidv7 } from 'uuid';
import { exampleOf } from '../../src/contracts/common.ts';
import { Rep, SetEvent } from '../../src/contracts/events.ts';

const exampleSet = exampleOf(SetEvent);
const exampleRep = exampleOf(Rep);

export const newSet = (change: Partial<SetEvent> = {}): SetEvent => ({
  ...exampleSet,
  loads: [],
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
