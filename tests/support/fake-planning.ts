/** Templates and groups in memory. */
import { v7 } from 'uuid';
import type { Group, NewGroup, Template } from '../../src/contracts/programmes.ts';
import { weeksOf } from '../../src/members/course.ts';
import type { MemberPorts } from '../../src/web/member-ports.ts';
import { ProblemError } from '../../src/web/problems.ts';

const now = () => new Date().toISOString();

function found<T extends { id: string }>(list: readonly T[], what: 'template' | 'group', id: string): T {
  const one = list.find((each) => each.id === id);
  if (!one) throw new ProblemError(`no-such-${what}`, { id });
  return one;
}

function put<T extends { id: string }>(list: T[], one: T): T {
  const at = list.findIndex(({ id }) => id === one.id);
  if (at < 0) list.push(one);
  else list[at] = one;
  return one;
}

const remove = <T extends { id: string }>(list: T[], what: 'template' | 'group', id: string): void =>
  void list.splice(list.indexOf(found(list, what, id)), 1);

export function fakePlanning(
  planned: { templates: Template[]; groups: Group[] },
  calls: string[],
  aliasOf: (memberId: string) => string,
): MemberPorts['planning'] {
  const group = (id: string, revision: number, { name, memberIds }: NewGroup): Group => ({
    id,
    revision,
    name,
    members: memberIds.map((one) => ({ id: one, alias: aliasOf(one) })),
    updatedAt: now(),
  });
  return {
    templates: async () => planned.templates,
    template: async (id) => found(planned.templates, 'template', id),
    weeks: async (id) => weeksOf(found(planned.templates, 'template', id)),
    addTemplate: async (wanted) => put(planned.templates, { ...wanted, id: v7(), revision: 1, updatedAt: now() }),
    changeTemplate: async (id, _revision, wanted) => {
      const { revision } = found(planned.templates, 'template', id);
      return put(planned.templates, { ...wanted, id, revision: revision + 1, updatedAt: now() });
    },
    removeTemplate: async (id) => remove(planned.templates, 'template', id),
    copyTemplate: async (id, { memberIds }) => {
      const { exercises } = found(planned.templates, 'template', id);
      calls.push(`copy ${id} to ${memberIds.length}`);
      return { members: memberIds.length, programmes: memberIds.length * exercises.length };
    },
    groups: async () => planned.groups,
    addGroup: async (wanted) => put(planned.groups, group(v7(), 1, wanted)),
    changeGroup: async (id, _revision, wanted) => {
      const { revision } = found(planned.groups, 'group', id);
      return put(planned.groups, group(id, revision + 1, wanted));
    },
    removeGroup: async (id) => remove(planned.groups, 'group', id),
    calendar: async () => ({ members: [], isCut: false }),
  };
}
