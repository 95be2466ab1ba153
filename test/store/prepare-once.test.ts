import BetterSqlite3 from 'better-sqlite3';
import { prepareOnce } from '../../src/store/prepare-once.ts';

function openCounting() {
  const database = new BetterSqlite3(':memory:');
  let prepared = 0;
  const counting = {
    close: () => void database.close(),
    prepare(sql: string) {
      prepared += 1;
      return database.prepare(sql);
    },
  };
  return { database, once: prepareOnce(counting), prepared: () => prepared };
}

test('the same text is prepared once, and answers with what is there each time', () => {
  const { database, once, prepared } = openCounting();
  once.prepare('create table notes (text text)').run([]);
  for (const text of ['a', 'b']) once.prepare('insert into notes values (?)').run([text]);
  expect(once.prepare('select * from notes').all([])).toEqual([{ text: 'a' }, { text: 'b' }]);
  once.prepare('insert into notes values (?)').run(['c']);
  expect(once.prepare('select * from notes').all([])).toHaveLength(3);
  expect(prepared()).toBe(3);
  database.close();
});

test('a statement outlives a change of the schema', () => {
  const { database, once } = openCounting();
  database.exec('create table notes (text text)');
  once.prepare('select * from notes').all([]);
  database.exec(`alter table notes add column author text not null default 'Ana'`);
  database.exec(`insert into notes values ('a', 'Bob')`);
  expect(once.prepare('select * from notes').all([])).toEqual([{ text: 'a', author: 'Bob' }]);
  database.close();
});

test('texts without number do not fill the memory: the oldest statements are let go', () => {
  const { once, prepared } = openCounting();
  for (let n = 0; n < 600; n += 1) once.prepare(`select ${n}`).all([]);
  once.prepare('select 599').all([]);
  expect(prepared()).toBe(600);
  once.prepare('select 0').all([]);
  expect(prepared()).toBe(601);
  once.close();
});
