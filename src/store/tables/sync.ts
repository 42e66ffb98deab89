import type { MembersStore } from '../members-types.ts';

/** A table as the worker has it: the same methods, answered at once. */
export type Sync<T> = {
  [M in keyof T]: T[M] extends (...args: infer A) => Promise<infer R> ? (...args: A) => R : never;
};
export type Tables = { [T in keyof MembersStore]: Sync<MembersStore[T]> };
