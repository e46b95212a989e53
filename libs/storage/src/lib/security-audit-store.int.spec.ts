import { createHash } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { SecurityAuditStore, type SecurityAuditRow } from './security-audit-store.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const rowOf = (n: number, text: string, hash = hashOf(text)): SecurityAuditRow => ({
  entryId: `1700-${n}`,
  text,
  hash,
});
const record = (seq: number, user: string): string =>
  JSON.stringify({ seq, atMs: 1_700, kind: 'login_failed', node: 'a:1', user, detail: {}, previous: '' });
/** Too long for the index over users, also when it is compressed. */
const longName = Array.from({ length: 500 }, (_, n) => hashOf(String(n))).join('');

describe('the copy of the audit chain', () => {
  let stored: TestDatabase;
  let store: SecurityAuditStore;
  beforeAll(async () => {
    stored = await createTestDatabase();
    store = new SecurityAuditStore(stored.database);
  });
  afterAll(() => stored.close());
  afterEach(() => stored.database.query('TRUNCATE security_audit'));

  const rows = (): Promise<{ entry_n: number; kind: string; redis_user: string | null; record: string }[]> =>
    stored.database.query('SELECT entry_n, kind, redis_user, record FROM security_audit ORDER BY entry_ms, entry_n');

  it('keeps each record once, and knows the last', async () => {
    const given = [rowOf(1, record(1, 'cli')), rowOf(2, record(2, 'cli'))];
    expect(await store.append(given)).toEqual({ refused: [] });
    expect(await store.append(given)).toEqual({ refused: [] });
    expect(await rows()).toHaveLength(2);
    expect(await store.last()).toEqual({ entryId: '1700-2', seq: 2, hash: given[1]?.hash });
  });

  it.each([
    ['a user with a NUL', record(2, 'a\0b')],
    ['a user of 32,000 characters', record(2, longName)],
    ['a text that is no record', 'not a record'],
  ])('goes on after %s, which it keeps as text', async (_, text) => {
    expect(await store.append([rowOf(1, record(1, 'cli')), rowOf(2, text), rowOf(3, record(3, 'cli'))])).toEqual({
      refused: [],
    });
    expect(await rows()).toMatchObject([
      { kind: 'login_failed', redis_user: 'cli' },
      { kind: 'unreadable', redis_user: null, record: text },
      { kind: 'login_failed', redis_user: 'cli' },
    ]);
  });

  it('names what it cannot keep at all', async () => {
    const forged = rowOf(2, record(2, 'cli'), 'no hash');
    expect(await store.append([rowOf(1, record(1, 'cli')), forged, rowOf(3, record(3, 'cli'))])).toEqual({
      refused: ['1700-2'],
    });
    expect(await rows()).toHaveLength(2);
  });
});
