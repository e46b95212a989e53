import { parseOrgId } from '@redoubt/contracts';
import { listAudit, verifyAudit } from '@redoubt/storage';
import { provisionOrganization } from '@redoubt/tenancy';
import { connectTestBackends, type TestBackends } from '@redoubt/tenancy/testing';
import { deleteChannel, enableChannel, saveChannel } from './channels/channels.ts';
import { disableRule, setAlertSettings } from './rules/change-rules.ts';
import { createSecretBox } from '@redoubt/encryption';
import { createSuppression, expireSuppression } from './suppressions/suppressions.ts';

let deps: TestBackends;
beforeAll(async () => {
  deps = await connectTestBackends();
});
afterAll(() => deps.close());

test('each change of rules, suppressions and channels is told with who, where, why, before and after', async () => {
  const { database } = deps;
  const orgId = parseOrgId((await provisionOrganization(deps, { name: 'audited', expectedGroups: ['db_writer'] })).id);
  const by = { actor: 'user:u-1', address: '203.0.113.7', reason: 'too loud' };
  await disableRule(database, orgId, 'noisy', by);
  await setAlertSettings(database, orgId, { dedupWindowSeconds: 60 }, { actor: 'root' });
  const nowMs = Date.now();
  const matchers = [{ field: 'ruleId' as const, op: 'equals' as const, value: 'noisy' }];
  const given = { owner: 'u-1', reason: 'maintenance', expiresAtMs: nowMs + 60_000, matchers };
  const { suppressionId } = await createSuppression(database, orgId, given, { actor: 'api_key:k-1', nowMs });
  await expireSuppression(database, orgId, suppressionId, { ...by, nowMs: nowMs + 1 });
  const url = 'https://hooks.example.com/very-secret-path';
  const channel = { name: 'soc', type: 'slack' as const, isEnabled: true, url };
  const secretBox = createSecretBox([Buffer.alloc(32, 1).toString('base64')]);
  const { channelId } = await saveChannel(database, orgId, channel, { ...by, secretBox });
  await saveChannel(database, orgId, { ...channel, name: 'soc-2' }, { ...by, secretBox, channelId });
  await enableChannel(database, orgId, channelId, { ...by, isEnabled: false });
  await deleteChannel(database, orgId, channelId, by);

  const { entries } = await listAudit(database, orgId);
  expect(
    entries
      .map(({ action, actorKind, actor }) => `${action} ${actorKind} ${actor}`)
      .reverse()
      .slice(1),
  ).toEqual([
    'rules.changed user u-1',
    'rules.changed operator root',
    'suppression.created api_key k-1',
    'suppression.ended user u-1',
    'channel.created user u-1',
    'channel.changed user u-1',
    'channel.disabled user u-1',
    'channel.removed user u-1',
  ]);
  const [disabled] = (await listAudit(database, orgId, { targetId: 'disabled' })).entries;
  expect(disabled).toMatchObject({
    ...{ address: '203.0.113.7', reason: 'too loud' },
    ...{ before: { disabled: [] }, after: { disabled: ['noisy'] } },
  });
  expect(JSON.stringify(entries)).not.toContain('very-secret-path');
  expect(await verifyAudit(database, orgId)).toMatchObject({ isSound: true, entries: 9 });
});
