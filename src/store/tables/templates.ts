import { MAX_TEMPLATES, type Template } from '../../contracts/programmes.ts';
import type { Database, Row } from '../database.ts';
import type { TemplatesTable } from '../plan-types.ts';
import { refusal } from '../store-error.ts';
import { record } from './audit.ts';
import { plain } from './rows.ts';
import type { Sync } from './sync.ts';

const rowToTemplate = (row: Row): Template => ({
  id: row.id as string,
  revision: row.revision as number,
  name: row.name as string,
  weeks: row.weeks as number,
  note: row.note as string,
  exercises: JSON.parse(row.exercises_json as string) as Template['exercises'],
  updatedAt: row.updated_at as string,
});

export function templatesTable(db: Database): Sync<TemplatesTable> {
  const get = (id: string): Template | null => {
    const row = db.get('SELECT * FROM templates WHERE id = ?', id);
    return row ? rowToTemplate(row) : null;
  };
  return {
    get,
    list: () =>
      db
        .all('SELECT * FROM templates')
        .map(rowToTemplate)
        .sort((a, b) => plain(a.name).localeCompare(plain(b.name)) || (a.id < b.id ? -1 : 1)),

    put: (id, revision, template, at, actor) =>
      db.transaction(() => {
        const before = get(id);
        if ((before?.revision ?? 0) !== revision) throw refusal('template-changed', {});
        if (!before && db.number('SELECT count(*) FROM templates') >= MAX_TEMPLATES)
          throw refusal('too-many-templates', { most: MAX_TEMPLATES });
        const { name, weeks, note, exercises } = template;
        db.run(
          `INSERT OR REPLACE INTO templates (id, revision, name, weeks, note, exercises_json, updated_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          id,
          revision + 1,
          name,
          weeks,
          note,
          JSON.stringify(exercises),
          at,
        );
        const kind = before ? 'template-changed' : 'template-added';
        record(db, { at, actor, kind, before: before ? { name: before.name } : {}, after: { name } });
        return get(id)!;
      }),

    remove: (id, at, actor) =>
      db.transaction(() => {
        const before = get(id);
        if (!before) return false;
        db.run('DELETE FROM templates WHERE id = ?', id);
        record(db, { at, actor, kind: 'template-removed', before: { name: before.name } });
        return true;
      }),
  };
}
