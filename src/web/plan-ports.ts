/** What trainers plan for many, and lists of members that they bring along; `app` provides it. Methods reject as `member-ports.ts` says. */
import type { AlertLogPage } from '../contracts/alert-log.ts';
import type { ImportResult, ImportUndone, MemberImport } from '../contracts/member-import.ts';
import type {
  Calendar,
  CopyTemplate,
  Group,
  NewGroup,
  NewTemplate,
  Template,
  TemplateCopied,
  TemplateWeeks,
} from '../contracts/programmes.ts';
import type { Actor } from './identity.ts';
import type { PageQuery } from './page-query.ts';

export interface PlansPort {
  templates(): Promise<Template[]>;
  template(id: string): Promise<Template>;
  weeks(id: string): Promise<TemplateWeeks>;
  addTemplate(template: NewTemplate, actor: Actor): Promise<Template>;
  /** `revision` null: whatever it is. */
  changeTemplate(id: string, revision: number | null, template: NewTemplate, actor: Actor): Promise<Template>;
  removeTemplate(id: string, actor: Actor): Promise<void>;
  copyTemplate(id: string, wanted: CopyTemplate, actor: Actor): Promise<TemplateCopied>;
  groups(): Promise<Group[]>;
  addGroup(group: NewGroup, actor: Actor): Promise<Group>;
  changeGroup(id: string, revision: number | null, group: NewGroup, actor: Actor): Promise<Group>;
  removeGroup(id: string, actor: Actor): Promise<void>;
  /** Both days are included. */
  calendar(query: { from: string; to: string; group?: string }): Promise<Calendar>;
}

export interface ImportsPort {
  /** Says of each row what would become of it; changes nothing. */
  preview(file: Buffer): Promise<ImportResult>;
  add(file: Buffer, actor: Actor): Promise<ImportResult>;
  /** Newest first. */
  list(): Promise<MemberImport[]>;
  undo(id: string, actor: Actor): Promise<ImportUndone>;
}

/** Newest first. */
export type AlertLogPort = (query: PageQuery & { bay?: string }) => Promise<AlertLogPage>;
