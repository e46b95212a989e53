import { newOrgId, type OrgId } from '@redoubt/contracts';
import { createTestDatabase, listAudit, type TestDatabase } from '@redoubt/storage';
import type { Principal } from '@redoubt/tenancy';
import { FakeClock, waitFor } from '@redoubt/test-kit';
import { testLogger } from '@redoubt/worker-test-kit';
import { RefusalLog, type RefusalLogOptions } from './refusal-log.ts';

let server: TestDatabase;
const clock = new FakeClock(Date.now());
const lost = { count: 0, inc: (by = 1) => (lost.count += by) };
const open: RefusalLog[] = [];

beforeAll(async () => {
  server = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(open.map((log) => log.close()));
  await server.close();
});

function createLog(options: RefusalLogOptions = {}, database = server.database): RefusalLog {
  const log = new RefusalLog({ database, log: testLogger(), clock, lost }, options);
  open.push(log);
  return log;
}

const someone = (orgId: OrgId, id = 'k1'): Principal => ({ kind: 'api_key', id, orgId, permissions: new Set() });
const refused = { operation: 'getAlert', code: 'not_found', address: '203.0.113.9', path: 'GET /api/v1/alerts/%2A' };

async function told(orgId: OrgId | null): Promise<string[]> {
  const { entries } = await listAudit(server.database, orgId, { action: 'access.refused' }, { limit: 1_000 });
  return entries.reverse().map(({ actor, targetId, after }) => {
    const { code, count } = after as { code: string; count: number };
    return `${actor} ${targetId} ${code} ${count}`;
  });
}

it('writes the first refusal at once and a flood as one record a minute', async () => {
  const orgId = newOrgId();
  const log = createLog();
  log.note({ ...refused, principal: someone(orgId) });
  await log.sweep();
  for (let i = 1; i < 1_000; i++) log.note({ ...refused, principal: someone(orgId) });
  await log.sweep();
  const { entries } = await listAudit(server.database, orgId);
  expect(entries[0]).toMatchObject({
    ...{ actorKind: 'api_key', actor: 'k1', address: '203.0.113.9', targetKind: 'operation', targetId: 'getAlert' },
    after: { code: 'not_found', path: 'GET /api/v1/alerts/%2A' },
  });
  expect(await told(orgId)).toEqual(['k1 getAlert not_found 1']);
  clock.advance(60_000);
  await log.sweep();
  expect((await told(orgId)).slice(1)).toEqual(['k1 getAlert not_found 999']);
  for (let minute = 0; minute < 3; minute++) {
    for (let i = 0; i < 50; i++) log.note({ ...refused, principal: someone(orgId) });
    clock.advance(60_000);
    await log.sweep();
  }
  expect((await told(orgId)).slice(2)).toEqual(Array.from({ length: 3 }, () => 'k1 getAlert not_found 50'));
});

it('tells principals, operations and codes apart', async () => {
  const orgId = newOrgId();
  const log = createLog();
  log.note({ ...refused, principal: someone(orgId) });
  log.note({ ...refused, principal: someone(orgId, 'k2') });
  log.note({ ...refused, principal: someone(orgId), operation: 'getIncident' });
  log.note({ ...refused, principal: someone(orgId), code: 'forbidden' });
  await log.sweep();
  expect(await told(orgId)).toEqual([
    ...['k1 getAlert not_found 1', 'k2 getAlert not_found 1', 'k1 getIncident not_found 1', 'k1 getAlert forbidden 1'],
  ]);
});

it('writes many addresses without a principal as one', async () => {
  const log = createLog({ maxStrangers: 2 });
  const before = (await told(null)).length;
  for (let i = 0; i < 50; i++) log.note({ ...refused, code: 'unauthenticated', address: `198.51.100.${i}` });
  await log.close();
  const records = (await told(null)).slice(before);
  expect(records.slice(0, 2)).toEqual(Array.from({ length: 2 }, () => 'unauthenticated getAlert unauthenticated 1'));
  expect(records.slice(2).every((one) => one.startsWith('unauthenticated * * '))).toBe(true);
  expect(records.length).toBeLessThanOrEqual(4);
});

it('keeps count while PostgreSQL is away, and says what it lost', async () => {
  const orgId = newOrgId();
  let isAway = true;
  const away = { transaction: () => Promise.reject(new Error('away')) };
  const database = {
    ...server.database,
    transaction: (...given: Parameters<typeof server.database.transaction>) =>
      isAway ? away.transaction() : server.database.transaction(...given),
  } as typeof server.database;
  const log = createLog({ maxWindows: 1 }, database);
  const { count } = lost;
  for (let i = 0; i < 3; i++) log.note({ ...refused, principal: someone(orgId) });
  log.note({ ...refused, principal: someone(orgId, 'beyond') });
  expect(lost.count).toBe(count + 1);
  await log.sweep();
  isAway = false;
  clock.advance(60_000);
  await log.sweep();
  await waitFor(async () => (await told(orgId)).length > 0);
  expect(await told(orgId)).toEqual(['k1 getAlert not_found 3']);
  isAway = true;
  log.note({ ...refused, principal: someone(orgId) });
  await log.close();
  expect(lost.count).toBe(count + 2);
});
