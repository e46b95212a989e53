import { Webhook } from 'standardwebhooks';
import { createSecretBox } from '@redoubt/encryption';
import { deleteChannel, enableChannel, relayOutbox, saveChannel } from '@redoubt/rulebook';
import { createTestDatabase } from '@redoubt/storage';
import { provisionOrganization } from '@redoubt/tenancy';
import { numberedAlert, waitFor } from '@redoubt/test-kit';
import { NotifyStage } from '../testing/notify-stage.ts';

jest.setTimeout(60_000);

const secretKey = Buffer.alloc(32, 7).toString('base64');
const secretBox = createSecretBox([secretKey]);
const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const by = { actor: 'ana' };

let stage: NotifyStage;
let test: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  [stage, test] = await Promise.all([NotifyStage.open(), createTestDatabase()]);
});
afterAll(async () => {
  await stage.close();
  await test.close();
});

it('tells through channels as people keep them: made, changed, switched off, taken away', async () => {
  const { database } = test;
  const deps = { database, redis: stage.redis };
  const org = await provisionOrganization(deps, { name: 'acme', expectedGroups: ['alert_engine', 'notifier'] });
  await stage.begin([]);
  stage.orgId = org.id;
  const group = { by: ['alertId' as const], waitSeconds: 0, intervalSeconds: 1 };
  const webhook = { type: 'webhook' as const, name: 'soc', url: stage.http.url('/one'), secret, group };
  const saved = await saveChannel(database, org.id, webhook, { ...by, secretBox });
  await relayOutbox(deps);
  await stage.startNotifier({ directory: undefined, config: { ...stage.config(), secretKeys: [secretKey] } });
  await stage.tell([numberedAlert(1)]);
  const [first] = await waitFor(() => stage.http.requests.length === 1 && stage.http.requests, { timeoutMs: 20_000 });
  const verified = new Webhook(secret).verify(first?.body ?? '', first?.headers as Record<string, string>);
  expect(verified).toMatchObject({ type: 'alert.firing' });

  const moved = { ...webhook, url: stage.http.url('/two') };
  await saveChannel(database, org.id, moved, { ...by, secretBox, channelId: saved.channelId });
  await relayOutbox(deps);
  let next = 10;
  const tellUntil = (path: string) =>
    waitFor(
      async () => {
        await stage.tell([numberedAlert(next++)]);
        return stage.http.requests.some((request) => request.path === path);
      },
      { timeoutMs: 20_000, intervalMs: 300 },
    );
  await tellUntil('/two');

  await enableChannel(database, org.id, saved.channelId, { ...by, isEnabled: false });
  await saveChannel(
    database,
    org.id,
    { ...webhook, name: 'other', url: stage.http.url('/three') },
    { ...by, secretBox },
  );
  await relayOutbox(deps);
  await tellUntil('/three');
  const heardAtTwo = (): number => stage.http.requests.filter(({ path }) => path === '/two').length;
  const before = heardAtTwo();
  await deleteChannel(database, org.id, saved.channelId, by);
  await relayOutbox(deps);
  const last = numberedAlert(next++);
  await stage.tell([last]);
  await waitFor(() => stage.http.requests.some(({ body }) => body.includes(last.alertId)), { timeoutMs: 10_000 });
  expect(heardAtTwo()).toBe(before);
});
