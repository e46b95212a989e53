import { connectDatabase, maintainEvents, EventPartitions, migrate, testServerUrl } from '@redoubt/storage';
import { provisionOrganization } from '@redoubt/tenancy';
import { connectTestBackends, type TestBackends } from '@redoubt/tenancy/testing';
import { listChannels, saveChannel } from '../channels/channels.ts';
import { enablePack } from '../rules/change-rules.ts';
import { ownPackId, publishRule, readCustomRules } from '../rules/custom-rules.ts';
import { listPacks, savePack } from '../rules/packs.ts';
import { readOrgRules } from '../settings/read-settings.ts';
import { createSink, listSinks } from '../sinks/sinks.ts';
import { createSuppression } from '../suppressions/suppressions.ts';
import { relayOutbox } from './relay-outbox.ts';

const by = { actor: 'ana' };
const name = `owner_${globalThis.crypto.randomUUID().slice(0, 8)}`;
let backends: TestBackends;

beforeAll(async () => {
  backends = await connectTestBackends();
});
afterAll(async () => {
  await backends.database.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await backends.database.query(`DROP OWNED BY ${name}`);
  await backends.database.query(`DROP ROLE ${name}`);
  await backends.close();
});

test('the rulebook works for an owner of the schema that row security binds', async () => {
  const { database: server, redis } = backends;
  await server.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'x'`);
  await server.query(
    `GRANT redoubt_reader, redoubt_writer, redoubt_security, redoubt_compliance TO ${name} WITH ADMIN OPTION`,
  );
  await server.query(`CREATE DATABASE ${name} OWNER ${name}`);
  const url = new URL(testServerUrl());
  Object.assign(url, { username: name, password: 'x', pathname: `/${name}` });
  const database = await connectDatabase({ url: url.href, poolMax: 3 });
  await migrate(database);
  const deps = { database, redis };
  const { id: orgId } = await provisionOrganization(deps, { name: 'acme', expectedGroups: ['alert_engine'] });
  const pack = { packId: name.replace('_', '-'), version: '1', title: 't', rules: [], refused: [] };
  await savePack(database, pack, by);
  await enablePack(database, orgId, pack, by);
  const own = { packId: ownPackId(orgId), version: '1', title: 'Own', rules: [{}], refused: [] };
  const text = { ruleId: 'r', title: 'R', yaml: 'title: R', basedOn: 0, pack: own };
  expect(await publishRule(database, orgId, text, { ...by, reason: 'x' })).toMatchObject({ version: 1 });
  expect(await publishRule(database, orgId, text, { ...by, reason: 'x' })).toBeUndefined();
  expect((await readCustomRules(database, orgId)).rules).toMatchObject([{ ruleId: 'r', version: 1 }]);
  await saveChannel(database, orgId, { type: 'email', name: 'm', to: ['a@example.net'] }, by);
  await createSink(database, orgId, { type: 'file', name: 'f', fileName: 'f' }, by);
  const nowMs = Date.now();
  const matchers = [{ field: 'user' as const, op: 'equals' as const, value: 'x' }];
  const suppression = { owner: 'o', reason: 'r', expiresAtMs: nowMs + 60_000, matchers };
  await createSuppression(database, orgId, suppression, { ...by, nowMs });
  expect(await relayOutbox(deps)).toEqual({ relayed: [orgId], failed: [] });
  expect((await readOrgRules(redis, orgId)).packs).toHaveLength(3);
  expect(await listPacks(database, orgId)).toHaveLength(2);
  expect(await listChannels(database, orgId)).toHaveLength(1);
  expect(await listSinks(database, orgId)).toMatchObject([{ group: 'siem_forwarder' }]);
  expect(await database.query('SELECT 1 FROM outbox')).toEqual([]);
  expect(await database.query('SELECT 1 FROM notification_channels')).toEqual([]);
  expect(await database.query('SELECT 1 FROM sinks')).toEqual([]);
  await maintainEvents({ database, partitions: new EventPartitions(database), nowMs });
  await database.close();
});
