/** Limits of the scale of the height, for schema, wizard, command line and page alike. */

/** A tape is good to 2 mm and a reading to 1 mm: over less than 200 mm the scale would be worse than 1 %. */
export const KNOWN_MM = { least: 200, most: 2500 } as const;
/** Beyond this the two heights or the target are wrong. */
export const SCALE = { least: 0.9, most: 1.1 } as const;
/** Data sheets promise 3 %; beyond it tilt or glass is likelier than the sensor. */
const FAR_OFF = 0.03;

/** Still taken, but worth a look at the mount. The margin is for 1.03 - 1, which is a hair above 0.03. */
export const isFarOff = (scale: number): boolean => Math.abs(scale - 1) > FAR_OFF + 1e-9;
