/**
 * `npm run fuzz`: ten million hostile bytes at each door, guided by what they reach. `npm run fuzz -- pn532 network` runs only these doors.
 * FUZZ_BYTES and FUZZ_SEED give other numbers; the same seed gives the same bytes.
 */
import { DOORS } from './doors.ts';
import { fuzz } from './guided.ts';
import { fuzzNetwork } from './network.ts';

const bytes = Number(process.env.FUZZ_BYTES ?? 10_000_000);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const wanted = process.argv.slice(2);
const names = [...DOORS.map(({ name }) => name), 'network'];
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0 || !(bytes > 0 && bytes <= 1e9)) {
  console.error(`The doors are: ${names.join(', ')}; FUZZ_BYTES is a number up to 1e9.`);
  process.exit(2);
}
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

console.log(`${bytes} bytes at each door, seed ${seed}`);
for (const door of DOORS) {
  if (!isWanted(door.name)) continue;
  const began = performance.now();
  const { inputs, branches, kept } = await fuzz(door, { bytes, seed });
  const tookS = (performance.now() - began) / 1000;
  console.log(
    `${door.name}: ${inputs} inputs, ${branches} branches reached, ${kept} times a new one, ${tookS.toFixed(1)} s`,
  );
}
if (isWanted('network'))
  for (const { name, connections } of await fuzzNetwork({ bytes, seed }))
    console.log(`${name}: ${connections} connections`);
console.log('Nothing broke.');
process.exit(0);
