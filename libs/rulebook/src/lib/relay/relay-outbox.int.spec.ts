import { PermanentError, RetryableError, type OrgId } from '@redoubt/contracts';
import { clusterKeys, orgKeys } from '@redoubt/key-schema';
import { updateOrganization } from '@redoubt/tenancy';
import { connectTestBackends, type TestBackends } from '@redoubt/tenancy/testing';
import { readChannels } from '../channels/read-channels.ts';
import { deleteChannel, enableChannel, listChannels, saveChannel } from '../channels/channels.ts';
import {
  disablePack,
  disableRule,
  enablePack,
  getOrgRules,
  setAlertSettings,
  setRuleOverride,
} from '../rules/change-rules.ts';
import { DEFAULT_RULES } from '../rules/org-rules.ts';
import { savePack, type PackJson } from '../rules/packs.ts';
import { createSecretBox } from '@redoubt/encryption';
import { DEFAULT_ALERT_SETTINGS, type AlertSettingsRecord } from '../settings/alert-settings.ts';
import { readOrgRules, readOrgSettings, readPack, readSuppressions } from '../settings/read-settings.ts';
import { createSuppression, expireSuppression, listSuppressions } from '../suppressions/suppressions.ts';
import { projectSettings } from './project-settings.ts';
import { reconcileRulebook } from './reconcile-rulebook.ts';
import { readOutboxState, relayOutbox } from './relay-outbox.ts';
import { readSettingsState } from './settings-state.ts';

const by = { actor: 'ana' };
const secretBox = createSecretBox([Buffer.alloc(32, 7).toString('base64')]);
let deps: TestBackends;
let orgId: OrgId;

beforeEach(async () => {
  deps = await connectTestBackends();
  orgId = await deps.newOrg('acme');
});
afterEach(() => deps.close());

function packOf(packId: string, version = '1.0.0', title = 'Rules'): PackJson {
  return { packId, version, title, rules: [{ id: 'r1' }, { id: 'r2' }], refused: [] };
}

async function commands(): Promise<string> {
  const key = orgKeys(orgId).lane('c');
  return JSON.stringify(await deps.redis.call('XRANGE', key, ['-', '+']));
}

async function commandCount(): Promise<number> {
  return (await commands()).split('settings.changed').length - 1;
}

async function newPack(given: PackJson = packOf(`p-${globalThis.crypto.randomUUID().slice(0, 8)}`)): Promise<PackJson> {
  await savePack(deps.database, given, by);
  return given;
}

describe('rules', () => {
  test('an organisation that never changed anything runs the built-in pack with the usual settings', async () => {
    expect(await readOrgRules(deps.redis, orgId)).toEqual(DEFAULT_RULES);
    expect(await readOrgSettings(deps.redis, orgId)).toEqual({
      version: 0,
      rules: DEFAULT_RULES,
      alertSettings: DEFAULT_ALERT_SETTINGS,
      suppressions: [],
      features: {},
      isAutoIncidentCreation: true,
    });
    expect(await relayOutbox(deps, { orgId })).toEqual({ relayed: [], failed: [] });
  });

  test('changes reach Redis in one step, with the pack and one command', async () => {
    const pack = await newPack();
    await enablePack(deps.database, orgId, pack, by);
    await disableRule(deps.database, orgId, 'r2', by);
    await setRuleOverride(deps.database, orgId, { ruleId: 'r1', override: { threshold: 5, severity: 'low' } }, by);
    expect((await readOutboxState(deps.database)).changes).toBe(3);
    expect(await relayOutbox(deps)).toEqual({ relayed: [orgId], failed: [] });
    expect(await readOrgRules(deps.redis, orgId)).toEqual({
      version: 3,
      packs: [...DEFAULT_RULES.packs, { packId: pack.packId, version: '1.0.0' }],
      disabled: ['r2'],
      overrides: { r1: { threshold: 5, severity: 'low' } },
    });
    expect(JSON.parse((await readPack(deps.redis, pack.packId, pack.version)).toString())).toEqual(pack);
    expect(await commandCount()).toBe(1);
    expect(await readOutboxState(deps.database)).toEqual({ changes: 0, oldestAgeMs: 0 });
    await disableRule(deps.database, orgId, 'r2', { ...by, isDisabled: false });
    await setRuleOverride(deps.database, orgId, { ruleId: 'r1', override: null }, by);
    await relayOutbox(deps);
    expect(await readOrgRules(deps.redis, orgId)).toMatchObject({ version: 5, disabled: [], overrides: {} });
    expect(await commandCount()).toBe(2);
  });

  test('a pack that nobody uses any more expires; one that another organisation uses stays', async () => {
    const [shared, own] = [await newPack(), await newPack()];
    const other = await deps.newOrg('other');
    for (const pack of [shared, own]) await enablePack(deps.database, orgId, pack, by);
    await enablePack(deps.database, other, shared, by);
    await relayOutbox(deps);
    for (const pack of [shared, own]) await disablePack(deps.database, orgId, pack.packId, by);
    await relayOutbox(deps);
    const lifeOf = (pack: PackJson) => deps.redis.call('PTTL', clusterKeys.rulePack(pack.packId, pack.version), []);
    expect(await lifeOf(shared)).toBe(-1);
    expect(await lifeOf(own)).toBeGreaterThan(0);
    await enablePack(deps.database, orgId, own, by);
    await relayOutbox(deps);
    expect(await lifeOf(own)).toBe(-1);
  });

  test("a version of a pack never changes, and is its owner's alone when it has one", async () => {
    const pack = packOf('ours');
    expect(await savePack(deps.database, pack, { ...by, orgId })).toBe(true);
    expect(await savePack(deps.database, pack, { ...by, orgId })).toBe(false);
    await expect(savePack(deps.database, packOf('ours', '1.0.0', 'Other'), { ...by, orgId })).rejects.toThrow(
      'version',
    );
    const other = await deps.newOrg('other');
    await expect(enablePack(deps.database, other, pack, by)).rejects.toThrow('no pack');
    await enablePack(deps.database, orgId, pack, by);
    await expect(savePack(deps.database, packOf('redoubt-core'), by)).rejects.toBeInstanceOf(PermanentError);
    await expect(savePack(deps.database, packOf('A b'), by)).rejects.toThrow('pack id');
    await expect(readPack(deps.redis, 'nowhere', '1')).rejects.toBeInstanceOf(RetryableError);
  });

  test('a refused change leaves nothing behind', async () => {
    await expect(enablePack(deps.database, orgId, packOf('none'), by)).rejects.toThrow('no pack');
    await expect(
      setRuleOverride(deps.database, orgId, { ruleId: 'r', override: { windowSeconds: -1 } }, by),
    ).rejects.toThrow('windowSeconds');
    await expect(setAlertSettings(deps.database, orgId, { dedupWindowSeconds: 1 }, by)).rejects.toThrow('dedup');
    const typo = { alertThresholds: { hgih: 3 } } as Partial<AlertSettingsRecord>;
    await expect(setAlertSettings(deps.database, orgId, typo, by)).rejects.toThrow('alertThresholds');
    const nobody = globalThis.crypto.randomUUID() as string as OrgId;
    await expect(disableRule(deps.database, nobody, 'r', by)).rejects.toThrow('no organisation');
    expect((await getOrgRules(deps.database, orgId)).version).toBe(0);
    expect((await readOutboxState(deps.database)).changes).toBe(0);
  });

  test('thresholds by severity switch their rules on', async () => {
    await setAlertSettings(
      deps.database,
      orgId,
      { alertThresholds: { critical: 1, high: 5 }, riskHalfLifeHours: 2 },
      by,
    );
    await setRuleOverride(
      deps.database,
      orgId,
      { ruleId: 'redoubt_severity_high', override: { windowSeconds: 60 } },
      by,
    );
    await relayOutbox(deps);
    const settings = await readOrgSettings(deps.redis, orgId);
    expect(settings.rules.overrides).toEqual({
      redoubt_severity_critical: { isEnabled: true, threshold: 1 },
      redoubt_severity_high: { isEnabled: true, threshold: 5, windowSeconds: 60 },
    });
    expect(settings.alertSettings).toMatchObject({ riskHalfLifeHours: 2, dedupWindowSeconds: 3_600 });
  });

  test('many changes at once lose none', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => disableRule(deps.database, orgId, `r${i}`, by)));
    await Promise.all([relayOutbox(deps), relayOutbox(deps), relayOutbox(deps)]);
    expect((await readOrgRules(deps.redis, orgId)).disabled).toHaveLength(20);
    expect(await commandCount()).toBe(1);
  });
});

describe('suppressions', () => {
  const matchers = [{ field: 'sourceIp' as const, op: 'cidr' as const, value: '203.0.113.0/24' }];
  const nowMs = Date.now();

  test('are in Redis until they end, and in the list afterwards', async () => {
    const given = { owner: 'ana', reason: 'scanner', expiresAtMs: nowMs + 3_600_000, matchers };
    const made = await createSuppression(deps.database, orgId, given, { ...by, nowMs });
    const planned = { ...given, startsAtMs: nowMs + 60_000 };
    const later = await createSuppression(deps.database, orgId, planned, { ...by, nowMs });
    await relayOutbox(deps);
    expect((await readSuppressions(deps.redis, orgId)).map((one) => one.suppressionId).sort()).toEqual(
      [made.suppressionId, later.suppressionId].sort(),
    );
    const options = { actor: 'ben', nowMs: nowMs + 1_000 };
    const ended = await expireSuppression(deps.database, orgId, made.suppressionId, options);
    expect(ended).toMatchObject({ endedBy: 'ben', expiresAtMs: nowMs + 1_000 });
    await expireSuppression(deps.database, orgId, later.suppressionId, options);
    await relayOutbox(deps);
    // The first was in force for a second; the other never began.
    expect(await readSuppressions(deps.redis, orgId)).toEqual([{ ...made, expiresAtMs: nowMs + 1_000 }]);
    expect(await listSuppressions(deps.database, orgId, { nowMs: nowMs + 1_000 })).toEqual([]);
    expect(await listSuppressions(deps.database, orgId, { nowMs, isWithEnded: true })).toHaveLength(2);
  });

  test('that make no sense are refused', async () => {
    const given = { owner: 'ana', reason: 'x', expiresAtMs: nowMs - 1, matchers };
    const options = { ...by, nowMs };
    await expect(createSuppression(deps.database, orgId, given, options)).rejects.toBeInstanceOf(PermanentError);
    const none = { ...given, expiresAtMs: nowMs + 1_000, matchers: [] };
    await expect(createSuppression(deps.database, orgId, none, options)).rejects.toThrow('matchers');
    await expect(expireSuppression(deps.database, orgId, made(), options)).rejects.toThrow('no suppression');
  });

  function made(): string {
    return globalThis.crypto.randomUUID();
  }
});

describe('channels', () => {
  const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  const webhook = { type: 'webhook' as const, name: 'soc', url: 'https://hooks.example.net/t0ken?k=1', secret };

  test('a secret is nowhere but with the notifier', async () => {
    const info = await saveChannel(deps.database, orgId, webhook, { ...by, secretBox });
    await relayOutbox(deps);
    const { channelId } = info;
    const keys = orgKeys(orgId);
    const shown = JSON.stringify([
      info,
      await listChannels(deps.database, orgId),
      await deps.database.query("SELECT encode(secret, 'escape') AS secret, doc FROM notification_channels"),
      await deps.database.query('SELECT * FROM outbox'),
      await deps.redis.call('HGETALL', keys.config(), []),
      await deps.redis.call('GET', keys.sensitive(channelId), []),
      await commands(),
    ]);
    expect(shown).not.toContain('t0ken');
    expect(shown).not.toContain(secret.slice(6));
    expect(info).toMatchObject({ target: 'hooks.example.net', hasSecret: true });
    const read = await readChannels(deps.redis, orgId, secretBox);
    expect(read.unusable).toEqual([]);
    expect(read.channels).toMatchObject([{ ...webhook, channelId, isEnabled: true }]);
    const blind = await readChannels(deps.redis, orgId);
    expect(blind).toMatchObject({
      channels: [],
      unusable: [{ channelId, reason: expect.stringContaining('KEY') as string }],
    });
    const wrong = createSecretBox([Buffer.alloc(32, 8).toString('base64')]);
    expect((await readChannels(deps.redis, orgId, wrong)).unusable).toHaveLength(1);
  });

  test('the reader of the database cannot read the column', async () => {
    await saveChannel(deps.database, orgId, webhook, { ...by, secretBox });
    const reading = deps.database.transaction((session) => session.query('SELECT secret FROM notification_channels'), {
      role: 'redoubt_reader',
      orgId,
    });
    await expect(reading).rejects.toThrow('permission denied');
  });

  test('without a key only channels without a secret are taken', async () => {
    await expect(saveChannel(deps.database, orgId, webhook, by)).rejects.toThrow('REDOUBT_SECRET_KEY');
    const smtp = { host: 'mail.example.net', port: 25, isSecure: false };
    const mail = { type: 'email' as const, name: 'mail', to: ['soc@example.net'], smtp };
    await expect(
      saveChannel(deps.database, orgId, { ...mail, smtp: { ...smtp, username: 'u', password: 'hunter2' } }, by),
    ).rejects.toThrow('REDOUBT_SECRET_KEY');
    await saveChannel(deps.database, orgId, mail, by);
    await relayOutbox(deps);
    expect((await readChannels(deps.redis, orgId)).channels).toMatchObject([mail]);
  });

  test('are replaced, switched off and taken away', async () => {
    const { channelId } = await saveChannel(deps.database, orgId, webhook, { ...by, secretBox });
    await expect(saveChannel(deps.database, orgId, webhook, { ...by, secretBox })).rejects.toThrow('already');
    const url = 'https://other.example.net/';
    await saveChannel(deps.database, orgId, { ...webhook, url }, { ...by, secretBox, channelId });
    await enableChannel(deps.database, orgId, channelId, { ...by, isEnabled: false });
    await relayOutbox(deps);
    expect((await readChannels(deps.redis, orgId, secretBox)).channels).toMatchObject([{ url, isEnabled: false }]);
    await deleteChannel(deps.database, orgId, channelId, by);
    await relayOutbox(deps);
    expect(await readChannels(deps.redis, orgId, secretBox)).toEqual({ channels: [], unusable: [] });
    expect(await deps.redis.call('EXISTS', orgKeys(orgId).sensitive(channelId), [])).toBe(0);
    await expect(deleteChannel(deps.database, orgId, channelId, by)).rejects.toThrow('no channel');
  });

  test.each([
    { ...webhook, url: 'file:///etc/passwd' },
    { ...webhook, url: 'https://user:pass@example.net/' },
    { ...webhook, secret: 'whsec_short' },
    { type: 'email' as const, name: 'x', to: ['nobody'] },
    { type: 'pagerduty' as const, name: 'x', routingKey: 'a b' },
  ])('refuses $type $name', async (given) => {
    await expect(saveChannel(deps.database, orgId, given, { ...by, secretBox })).rejects.toThrow('channel, ');
  });
});

describe('relay', () => {
  test('a late writer changes nothing', async () => {
    await disableRule(deps.database, orgId, 'r1', by);
    const early = await readSettingsState(deps.database, orgId);
    await disableRule(deps.database, orgId, 'r2', by);
    await relayOutbox(deps);
    if (!early) throw new Error('no state');
    expect((await projectSettings(deps.redis, early)).isWritten).toBe(false);
    expect((await readOrgRules(deps.redis, orgId)).disabled).toEqual(['r1', 'r2']);
  });

  test('what was projected before a crash is done again without a second command', async () => {
    await disableRule(deps.database, orgId, 'r1', by);
    const rows = await deps.database.query<{ org_id: string }>('SELECT * FROM outbox');
    await relayOutbox(deps);
    const [row] = rows as {
      org_id: string;
      topic: string;
      version: string;
      actor: string;
      command_id: string;
      created_at: Date;
    }[];
    // The rows are back, as if their deletion had not been committed.
    await deps.database.query(
      'INSERT INTO outbox (org_id, topic, version, actor, command_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [row?.org_id, row?.topic, row?.version, row?.actor, row?.command_id, row?.created_at],
    );
    expect((await relayOutbox(deps)).failed).toEqual([]);
    expect(await commandCount()).toBe(1);
    expect((await readOutboxState(deps.database)).changes).toBe(0);
  });

  test('an organisation that cannot be served does not hold up the others, and says why', async () => {
    const pack = await newPack();
    const other = await deps.newOrg('other');
    await enablePack(deps.database, orgId, pack, by);
    await disableRule(deps.database, other, 'r1', by);
    await deps.database.query('DELETE FROM rule_packs');
    const report = await relayOutbox(deps);
    expect(report).toMatchObject({ relayed: [other], failed: [{ orgId }] });
    expect((await readOutboxState(deps.database)).changes).toBe(1);
  });

  test('flags of the organisation come along', async () => {
    await updateOrganization(deps, 'acme', { features: { auto_incident_creation: false, siem_integration: true } });
    expect(await relayOutbox(deps)).toMatchObject({ relayed: [orgId] });
    const settings = await readOrgSettings(deps.redis, orgId);
    expect(settings.isAutoIncidentCreation).toBe(false);
    expect(settings.features).toEqual({ auto_incident_creation: false, siem_integration: true });
    await updateOrganization(deps, 'acme', { features: { auto_incident_creation: null } });
    await relayOutbox(deps);
    const after = await readOrgSettings(deps.redis, orgId);
    expect(after).toMatchObject({ isAutoIncidentCreation: true, features: { siem_integration: true } });
    expect(after.features).not.toHaveProperty('auto_incident_creation');
    expect(await deps.redis.call('HGET', orgKeys(orgId).config(), ['name'])).toBe('acme');
  });

  test('settings that a later release wrote can be read', async () => {
    const later = JSON.stringify({ dedupWindowSeconds: 120, newField: 1, alertThresholds: { low: 1, high: 2 } });
    await deps.redis.call('HSET', orgKeys(orgId).config(), ['alertSettings', later]);
    expect((await readOrgSettings(deps.redis, orgId)).alertSettings).toEqual({
      ...DEFAULT_ALERT_SETTINGS,
      dedupWindowSeconds: 120,
      alertThresholds: { high: 2 },
    });
  });

  test('reconcile rebuilds what Redis lost, and puts back what PostgreSQL went back to', async () => {
    const pack = await newPack();
    await enablePack(deps.database, orgId, pack, by);
    await saveChannel(
      deps.database,
      orgId,
      { type: 'slack', name: 's', url: 'https://s.example.net/x' },
      { ...by, secretBox },
    );
    await relayOutbox(deps);
    const before = [await readOrgSettings(deps.redis, orgId), await readChannels(deps.redis, orgId, secretBox)];
    const keys = orgKeys(orgId);
    for (const key of [keys.config(), keys.rules(), clusterKeys.rulePack(pack.packId, pack.version)]) {
      await deps.redis.call('DEL', key, []);
    }
    expect(await reconcileRulebook(deps)).toEqual({ organizations: 1 });
    expect([await readOrgSettings(deps.redis, orgId), await readChannels(deps.redis, orgId, secretBox)]).toEqual(
      before,
    );
    expect((await readPack(deps.redis, pack.packId, pack.version)).length).toBeGreaterThan(10);
    await deps.redis.call('HSET', keys.config(), ['settingsVersion', 999]);
    await deps.redis.call('DEL', keys.rules(), []);
    await reconcileRulebook(deps);
    expect(await readOrgSettings(deps.redis, orgId)).toEqual(before[0]);
  });
});
