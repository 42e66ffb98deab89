/** What the store keeps of plans: programmes, templates, groups, learned ranges. See members-types.ts. */
import type { ExerciseName } from '../contracts/common.ts';
import type { LearnedRange, NewProgramme, Programme } from '../contracts/members.ts';
import type { Group, NewGroup, NewTemplate, Template } from '../contracts/programmes.ts';
import type { Actor } from './common-types.ts';

export interface ProgrammesTable {
  get(memberId: string, exercise: ExerciseName): Promise<Programme | null>;
  of(memberId: string): Promise<Programme[]>;
  /** `revision`: of the one it replaces, 0 when there is none; `stale` when it is not. */
  put(memberId: string, revision: number, programme: NewProgramme, at: string, actor: Actor): Promise<Programme>;
  /** Gives each of them each of these, in the place of what they had; all or none. */
  copy(memberIds: readonly string[], programmes: readonly NewProgramme[], at: string, actor: Actor): Promise<void>;
  remove(memberId: string, exercise: ExerciseName, actor: Actor, at: string): Promise<boolean>;
}

export interface TemplatesTable {
  list(): Promise<Template[]>;
  get(id: string): Promise<Template | null>;
  /** `revision` 0 adds it, `conflict` when there are too many; else of the one that it replaces, `stale` when it is not. */
  put(id: string, revision: number, template: NewTemplate, at: string, actor: Actor): Promise<Template>;
  remove(id: string, at: string, actor: Actor): Promise<boolean>;
}

export interface GroupsTable {
  list(): Promise<Group[]>;
  get(id: string): Promise<Group | null>;
  /** As `TemplatesTable.put`; `not-found`: one of the members. */
  put(id: string, revision: number, group: NewGroup, at: string, actor: Actor): Promise<Group>;
  remove(id: string, at: string, actor: Actor): Promise<boolean>;
}

export interface RangesTable {
  get(memberId: string, exercise: ExerciseName): Promise<LearnedRange | null>;
  of(memberId: string): Promise<LearnedRange[]>;
  /** Replaces it; a range of a member who is gone is left out. Also by `Change.ranges`, which waits for the database. */
  put(memberId: string, range: LearnedRange): Promise<void>;
}
