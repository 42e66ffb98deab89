/** The emulator: a board with the real firmware, parts to wire to it, and hosts to talk to it. */
export { Board } from './board.ts';
export { Host } from './host.ts';

export type { Conversion } from './parts/converter.ts';
export { Hcsr04 } from './parts/hcsr04.ts';
export { Hx711 } from './parts/hx711.ts';
export { Nau7802 } from './parts/nau7802.ts';
export { Vl53l0x } from './parts/vl53l0x.ts';
export { Vl53l1x } from './parts/vl53l1x.ts';
export { BOARDS, type BoardName } from './pin-map.ts';
export { EmulatedPort } from './transport.ts';
