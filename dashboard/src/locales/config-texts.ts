import type { Config } from '../../../src/contracts/config.ts';

/** Every value and group of a configuration, by its dotted name without the numbers of lists: `bays.load.rateHz`. */
type PathsOf<T, Before extends string = ''> = {
  [Key in keyof T & string]-?: `${Before}${Key}` | Below<NonNullable<T[Key]>, `${Before}${Key}.`>;
}[keyof T & string];
type Below<T, Before extends string> = T extends readonly (infer Item)[]
  ? Item extends object
    ? PathsOf<Item, Before>
    : never
  : T extends object
    ? PathsOf<T, Before>
    : never;

type ConfigPath = PathsOf<Config>;
/** What the station's schema has and a language lacks doesn't compile. */
export type ConfigTexts = Record<ConfigPath, readonly [label: string, help: string]>;
