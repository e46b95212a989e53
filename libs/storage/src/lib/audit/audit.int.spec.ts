import { newOrgId, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { appendAudit, MAX_AUDIT_STATE_BYTES } from './append-audit.ts';
import type { AuditEntry, AuditRecord } from './audit-entry.ts';
import { listAudit } from './list-audit.ts';
import { listAuditBy } from './list-audit-by.ts';
import { verifyAudit } from './verify-audit.ts';

let server: TestDatabase;
beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(() => server.close());

function entry(orgId: OrgId | null, more: Partial<AuditEntry> = {}): AuditEntry {
  const actor = { kind: 'user' as const, name: 'u-1', address: '203.0.113.9', reason: 'asked for' };
  return { orgId, actor, action: 'rules.changed', target: { kind: 'rules', id: 'r' }, ...more };
}

function append(given: AuditEntry): Promise<AuditRecord> {
  const scope = given.orgId === null ? {} : { role: 'redoubt_writer' as const, orgId: given.orgId };
  return server.database.transaction((session) => appendAudit(session, given), scope);
}

async function chainOfThree(): Promise<OrgId> {
  const orgId = newOrgId();
  for (const value of [1, 2, 3]) await append(entry(orgId, { before: { value: value - 1 }, after: { value } }));
  return orgId;
}

/** As somebody would who owns the tables. */
async function tamper(sql: string, ...values: unknown[]): Promise<void> {
  await server.database.session(async (session) => {
    session.discard();
    await session.query('SET session_replication_role = replica');
    await session.query(sql, values);
  });
}

describe('appendAudit', () => {
  test('numbers entries of a chain from 1 and links each to the one before', async () => {
    const orgId = await chainOfThree();
    const { entries } = await listAudit(server.database, orgId);
    expect(entries.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect(entries[0]).toMatchObject({ orgId, actorKind: 'user', address: '203.0.113.9', reason: 'asked for' });
    expect(entries[0]?.prevHash).toBe(entries[1]?.hash);
    expect(entries[2]?.prevHash).toBe('0'.repeat(64));
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: true, entries: 3 });
  });

  test('an entry goes with the change it tells of', async () => {
    const orgId = newOrgId();
    const failing = server.database.transaction(async (session) => {
      await appendAudit(session, entry(orgId));
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect((await listAudit(server.database, orgId)).entries).toEqual([]);
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: true, entries: 0 });
  });

  test('writers at the same time make one chain without gaps', async () => {
    const orgId = newOrgId();
    await Promise.all(Array.from({ length: 20 }, () => append(entry(orgId))));
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: true, entries: 20 });
  });

  test('any state hashes the same when it is read back', async () => {
    const orgId = newOrgId();
    const after = {
      z: 1,
      a: [1e21, -0, 0.1, 1e-7, null, 'nul\0', '\ud800', 'é'],
      ['__proto__']: { b: 1, a: 2 },
      u: undefined,
    };
    await append(entry(orgId, { after, actor: { kind: 'api_key', name: 'k\0', address: '2001:DB8:0::1' } }));
    await append(entry(orgId, { after: 'text', actor: { kind: 'system', name: 's', address: 'nonsense' } }));
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: true, entries: 2 });
    const [second, first] = (await listAudit(server.database, orgId)).entries;
    expect(first?.address).toBe('2001:db8::1');
    expect(second?.address).toBeNull();
  });

  test('a state that is too long is named by size and hash', async () => {
    const orgId = newOrgId();
    await append(entry(orgId, { after: 'x'.repeat(MAX_AUDIT_STATE_BYTES) }));
    const [kept] = (await listAudit(server.database, orgId)).entries;
    expect(kept?.after).toMatchObject({ isLeftOut: true, sizeBytes: MAX_AUDIT_STATE_BYTES + 2 });
  });
});

describe('the log', () => {
  test.each(["UPDATE audit_log SET actor = 'x'", 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'cannot be changed, not even by its owner: %s',
    async (sql) => {
      await chainOfThree();
      await expect(server.database.query(sql)).rejects.toThrow('only ever appended');
    },
  );

  test('is read and written by its own organisation only', async () => {
    const [own, foreign] = [await chainOfThree(), await chainOfThree()];
    const scope = { role: 'redoubt_reader' as const, orgId: own, isReadOnly: true };
    const seen = await server.database.transaction((s) => s.query('SELECT DISTINCT org_id FROM audit_log'), scope);
    expect(seen).toEqual([{ org_id: own }]);
    const smuggled = server.database.transaction((session) => appendAudit(session, entry(foreign)), {
      role: 'redoubt_writer',
      orgId: own,
    });
    await expect(smuggled).rejects.toThrow('row-level security');
  });

  test('is filtered and paged without gaps while it grows', async () => {
    const orgId = newOrgId();
    for (let i = 0; i < 7; i++) {
      await append(
        entry(orgId, { action: i % 2 ? 'member.added' : 'rules.changed', target: { kind: 't', id: `${i}` } }),
      );
    }
    const first = await listAudit(server.database, orgId, {}, { limit: 3 });
    await append(entry(orgId));
    const second = await listAudit(server.database, orgId, {}, { limit: 3, cursor: first.nextCursor as string });
    expect([...first.entries, ...second.entries].map(({ seq }) => seq)).toEqual([7, 6, 5, 4, 3, 2]);
    const members = await listAudit(server.database, orgId, { action: 'member' });
    expect(members.entries.map(({ targetId }) => targetId)).toEqual(['5', '3', '1']);
    expect((await listAudit(server.database, orgId, { action: 'memb' })).entries).toEqual([]);
    expect((await listAudit(server.database, orgId, { toMs: 1 })).entries).toEqual([]);
    await expect(listAudit(server.database, orgId, {}, { cursor: "1'" })).rejects.toThrow('cursor');
  });

  test('tells of every page that was read, wherever it began', async () => {
    const orgId = newOrgId();
    const reader = { kind: 'user', name: 'ada' } as const;
    for (let i = 0; i < 3; i++) await append(entry(orgId));
    for (const cursor of [undefined, '999999999999999', '2']) {
      await listAuditBy(server.database, reader, orgId, {}, cursor === undefined ? {} : { cursor });
    }
    const { entries } = await listAudit(server.database, orgId, { action: 'audit.read' });
    expect(entries.map(({ after }) => (after as { entries: number }).entries)).toEqual([1, 4, 3]);
  });

  test('of no organisation is a chain of its own', async () => {
    await append(entry(null, { action: 'user.created' }));
    const [kept] = (await listAudit(server.database, null)).entries;
    expect(kept).toMatchObject({ orgId: null, action: 'user.created' });
    expect(await verifyAudit(server.database, null)).toMatchObject({ isSound: true });
  });
});

describe('verifyAudit', () => {
  test.each([
    ['a changed row', `UPDATE audit_log SET after = '{"value": 9}' WHERE org_id = $1 AND seq = 2`, 'changed', 2],
    ['another actor', `UPDATE audit_log SET actor = 'u-2' WHERE org_id = $1 AND seq = 1`, 'changed', 1],
    ['a removed row', 'DELETE FROM audit_log WHERE org_id = $1 AND seq = 2', 'missing', 2],
    ['rows cut off the end', 'DELETE FROM audit_log WHERE org_id = $1 AND seq > 1', 'cut_off', 2],
    [
      'a row put in place of another',
      `UPDATE audit_log SET prev_hash = hash WHERE org_id = $1 AND seq = 3`,
      'relinked',
      3,
    ],
    ['a lost end', 'DELETE FROM audit_heads WHERE org_id = $1', 'rewritten', 1],
  ])('names the row: %s', async (_name, sql, fault, seq) => {
    const orgId = await chainOfThree();
    await tamper(sql, orgId);
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: false, fault, seq });
  });

  test('an anchor kept elsewhere finds a chain that was made anew, and one cut with its end', async () => {
    const orgId = await chainOfThree();
    const verdict = await verifyAudit(server.database, orgId);
    const anchor = { seq: 3, hash: verdict.isSound ? verdict.head.hash : '' };
    await append(entry(orgId));
    expect(await verifyAudit(server.database, orgId, { anchor })).toMatchObject({ isSound: true, entries: 4 });
    await tamper('DELETE FROM audit_log WHERE org_id = $1', orgId);
    await tamper('DELETE FROM audit_heads WHERE org_id = $1', orgId);
    await append(entry(orgId));
    expect(await verifyAudit(server.database, orgId)).toMatchObject({ isSound: true });
    expect(await verifyAudit(server.database, orgId, { anchor })).toMatchObject({ isSound: false, fault: 'cut_off' });
    for (let i = 0; i < 3; i++) await append(entry(orgId));
    expect(await verifyAudit(server.database, orgId, { anchor })).toMatchObject({
      isSound: false,
      fault: 'rewritten',
      seq: 3,
    });
  });
});
