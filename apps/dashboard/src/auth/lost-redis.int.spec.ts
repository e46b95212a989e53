import type { OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { listAudit, verifyAudit } from '@redoubt/storage';
import { reconcile } from '@redoubt/tenancy';
import { waitFor } from '@redoubt/test-kit';
import { ApiClient } from '../testing/api-client.ts';
import { signIn } from '../testing/sign-in.ts';
import { startApp, type TestApp } from '../testing/start-app.ts';

let app: TestApp;
let api: ApiClient;

beforeAll(async () => {
  app = await startApp();
  api = await ApiClient.open(app.url);
});
afterAll(() => app.close());

/** Takes away everything that Redis holds of an organisation. */
async function loseAll(orgId: OrgId, keyIds: readonly string[]): Promise<void> {
  const mine = `${orgKeys(orgId).tag}:*`;
  for (const node of app.redis.masters()) {
    let cursor = '0';
    do {
      const [next, found] = (await app.redis.nodeCall(node, 'SCAN', cursor, 'MATCH', mine, 'COUNT', 1_000)) as [
        string,
        string[],
      ];
      for (const key of found) await app.redis.call('DEL', key, []);
      cursor = next;
    } while (cursor !== '0');
  }
  for (const id of keyIds) await app.redis.call('DEL', clusterKeys.apiKey(id), []);
}

// PostgreSQL is the record, Redis the projection: what is in both comes back, what is in Redis alone ends.
it('when Redis loses everything, sessions end and keys come back by reconcile', async () => {
  const acme = await app.addTenant('acme');
  const ada = await app.addPerson(acme, 'admin');
  const before = await signIn(app.url, ada);
  const asKey = async (): Promise<number> => (await api.call('getSession', { key: acme.read })).status;
  const asSession = async (): Promise<number> => (await api.call('getSession', { headers: before.cookie })).status;
  expect([await asKey(), await asSession()]).toEqual([200, 200]);

  await loseAll(
    acme.orgId,
    [acme.read, acme.admin].map((key) => key.split('_')[1] ?? ''),
  );
  await waitFor(async () => (await asKey()) === 401 && (await asSession()) === 401, { timeoutMs: 10_000 });

  // The record knows them still: who they are and what they may do is no matter of Redis.
  const between = await signIn(app.url, ada);
  expect(between.me).toMatchObject({ role: 'admin', organization: { orgId: acme.orgId } });

  await reconcile(app);
  await waitFor(async () => (await asKey()) === 200, { timeoutMs: 10_000 });
  expect(await asSession()).toBe(401);
  expect((await api.call('getSession', { headers: between.cookie })).status).toBe(200);
  expect((await api.call('getPipeline', { key: acme.read })).status).toBe(200);
  expect(await verifyAudit(app.database, acme.orgId)).toMatchObject({ isSound: true });
  const { entries } = await listAudit(app.database, acme.orgId, { action: 'session.opened' });
  expect(entries).toHaveLength(2);
});
