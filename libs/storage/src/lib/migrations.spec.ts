import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../migrations');
/** What the release before may still use is gone or means something else after these (expand and contract). */
const TAKES_AWAY =
  /\bDROP\s+(TABLE|COLUMN|VIEW|TYPE|SCHEMA)\b|\bRENAME\s+(TO|COLUMN)\b|\bSET\s+NOT\s+NULL\b|\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b|\bADD\s+COLUMN\s+(?:(?!DEFAULT|,|;)[\s\S])*\bNOT\s+NULL\b(?:(?!DEFAULT)[^,;])*[,;]/i;

const withoutRemarks = (sql: string): string => sql.replaceAll(/--.*$/gm, '');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'));

it('migrations only add, so that services of the release before go on, or say in their name that they take away', () => {
  const takingAway = files.filter((name) => TAKES_AWAY.test(withoutRemarks(readFileSync(join(FOLDER, name), 'utf8'))));
  expect(files.length).toBeGreaterThan(20);
  expect(takingAway.filter((name) => !/^\d{4}_contract_/.test(name))).toEqual([]);
});

it('what was applied somewhere is never edited: a change is a migration of its own', () => {
  const known = JSON.parse(readFileSync(join(FOLDER, 'checksums.json'), 'utf8')) as Record<string, string>;
  const checksumOf = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(FOLDER, name)))
      .digest('hex');
  expect(Object.fromEntries(files.map((name) => [name, checksumOf(name)]))).toEqual(known);
});

it.each([
  'ALTER TABLE a DROP COLUMN b;',
  'DROP TABLE a;',
  'ALTER TABLE a RENAME COLUMN b TO c;',
  'ALTER TABLE a ALTER COLUMN b TYPE text;',
  'ALTER TABLE a ALTER COLUMN b SET NOT NULL;',
  'ALTER TABLE a ADD COLUMN b text NOT NULL;',
])('takes away: %s', (sql) => expect(sql).toMatch(TAKES_AWAY));

it.each([
  'ALTER TABLE a ADD COLUMN b text;',
  "ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT '';",
  'CREATE TABLE a ();',
])('only adds: %s', (sql) => expect(sql).not.toMatch(TAKES_AWAY));
