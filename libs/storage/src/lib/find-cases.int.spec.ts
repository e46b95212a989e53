import { newOrgId } from '@redoubt/contracts';
import { alertOf } from '@redoubt/test-kit';
import { makeRecordRow } from '../testing/make-record-row.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { AlertStore } from './alert-store.ts';
import { findCaseIds, findCommandChanges } from './find-cases.ts';
import { claimPositions } from './stream-positions.ts';

const orgId = newOrgId();
const alertIds = [
  'aaaa1111-0000-5000-8000-000000000000',
  'aaaa2222-0000-5000-8000-000000000000',
  'ffff1111-0000-5000-8000-ffffffffffff',
] as const;
const commandId = globalThis.crypto.randomUUID();
let server: TestDatabase;

beforeAll(async () => {
  server = await createTestDatabase();
  const store = new AlertStore({ database: server.database, consumer: 'db_writer' });
  await claimPositions(server.database, { orgId, consumer: 'db_writer', epoch: 1, lanes: ['a'] });
  const events = alertIds.map((alertId, index) => {
    const by = index === 0 ? { actor: 'ana', note: 'mine', commandId } : {};
    return makeRecordRow('1-0', { alert: alertOf({ orgId, alertId }) }, { index, ...by });
  });
  await store.store([{ orgId, epoch: 1, lane: 'a', events }]);
});
afterAll(() => server.close());

test.each([
  ['aaaa', alertIds.slice(0, 2)],
  ['AAAA1', alertIds.slice(0, 1)],
  ['aaaa1111-00', alertIds.slice(0, 1)],
  ['ffff1111-0000-5000-8000-ffffffffffff', alertIds.slice(2)],
  ['b', []],
  ['', []],
  ['%', []],
])('ids that begin with %j', async (prefix, expected) => {
  expect(await findCaseIds(server.database, orgId, 'alerts', prefix)).toEqual(expected);
  expect(await findCaseIds(server.database, newOrgId(), 'alerts', prefix)).toEqual([]);
});

test('the change that a command made, and none for one that made none', async () => {
  const other = globalThis.crypto.randomUUID();
  const asked = [
    { caseId: alertIds[0], commandId },
    { caseId: alertIds[1], commandId: other },
  ];
  const changes = await findCommandChanges(server.database, orgId, 'alerts', asked);
  expect([...changes.keys()]).toEqual([commandId]);
  expect(changes.get(commandId)).toMatchObject({ actor: 'ana', note: 'mine', commandId });
});
