import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PermanentError, type OrgId } from '@redoubt/contracts';
import { addKey, createSecretBox, fileKeys, type SecretBox } from '@redoubt/encryption';
import { createQueue, createWorker, jobId } from '@redoubt/jobs';
import { createJobsConnection, type JobsConnection } from '@redoubt/redis/jobs';
import { listAudit } from '@redoubt/storage';
import {
  createApiKey,
  createApiKeyVerifier,
  getOrganization,
  webhookContext,
  type VerifiedWebhook,
} from '@redoubt/tenancy';
import { connectTestBackends, type TestBackends } from '@redoubt/tenancy/testing';
import { createLogger, createMetrics } from '@redoubt/telemetry';
import { createTempDir, waitFor } from '@redoubt/test-kit';
import type { NewChannel } from '../channels/channel.ts';
import { saveChannel } from '../channels/channels.ts';
import { readChannels } from '../channels/read-channels.ts';
import { openSink } from '../sinks/change-sink.ts';
import { createSink } from '../sinks/sinks.ts';
import { relayOutbox } from '../relay/relay-outbox.ts';
import { readSettingsVersion } from '../settings/read-settings.ts';
import { countSecrets } from './count-secrets.ts';
import { reencryptSecrets } from './reencrypt-secrets.ts';
import { createReencryption, reencryptJob } from './reencryption.ts';

const by = { actor: 'user:u-1' };
const temp = createTempDir('reencryption');
const log = createLogger({ app: 'test', level: 'silent' });
const entry = (id: string, fill: number): string => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const slack = (name: string): NewChannel => ({ type: 'slack', name, url: `https://hooks.example.org/${name}` });

let deps: TestBackends;
beforeAll(async () => {
  deps = await connectTestBackends();
});
afterAll(async () => {
  await deps.close();
  temp.remove();
});

async function orgWith(secretBox: SecretBox, ...names: string[]): Promise<OrgId> {
  const orgId = await deps.newOrg(`o-${randomUUID().slice(0, 8)}`);
  for (const name of names) await saveChannel(deps.database, orgId, slack(name), { ...by, secretBox });
  return orgId;
}

describe('sealing secrets anew', () => {
  const old = createSecretBox([entry('k1', 1)]);
  const both = createSecretBox([entry('k2', 2), entry('k1', 1)]);
  const next = createSecretBox([entry('k2', 2)]);

  it('takes them to the active key, in Redis too, once', async () => {
    const orgId = await orgWith(old, 'a', 'b');
    await saveChannel(deps.database, orgId, slack('c'), { ...by, secretBox: both });
    expect(await countSecrets(deps.database, orgId, both)).toEqual({
      ...{ current: 1, stale: 2, unreadable: 0, byKey: { k1: 2, k2: 1 } },
    });
    const report = await reencryptSecrets(deps, orgId, { ...by, secretBox: both });
    expect(report).toEqual({ reencrypted: 2, unreadable: [] });
    expect(await countSecrets(deps.database, orgId, next)).toMatchObject({ current: 3, byKey: { k2: 3 } });
    await relayOutbox(deps, { orgId });
    const { channels, unusable } = await readChannels(deps.redis, orgId, next);
    expect(unusable).toEqual([]);
    expect(channels.map((channel) => channel.type === 'slack' && channel.url).sort()).toEqual(
      ['a', 'b', 'c'].map((name) => `https://hooks.example.org/${name}`),
    );
    const { entries } = await listAudit(deps.database, orgId, {}, { limit: 1 });
    expect(entries[0]).toMatchObject({ action: 'secrets.reencrypted', after: { keyId: 'k2', channels: 2 } });
    const version = await readSettingsVersion(deps.redis, orgId);
    expect(await reencryptSecrets(deps, orgId, { ...by, secretBox: both })).toMatchObject({ reencrypted: 0 });
    await relayOutbox(deps, { orgId });
    expect(await readSettingsVersion(deps.redis, orgId)).toBe(version);
  });

  it('leaves what it cannot open, and does the rest', async () => {
    const orgId = await orgWith(old, 'a');
    const lost = createSecretBox([entry('lost', 7)]);
    const { channelId } = await saveChannel(deps.database, orgId, slack('b'), { ...by, secretBox: lost });
    expect(await countSecrets(deps.database, orgId, both)).toMatchObject({ stale: 1, unreadable: 1 });
    const report = await reencryptSecrets(deps, orgId, { ...by, secretBox: both });
    expect(report.reencrypted).toBe(1);
    expect(report.unreadable).toEqual([
      { holder: 'channel', id: channelId, reason: expect.stringContaining('key lost') as string },
    ]);
    expect(await countSecrets(deps.database, orgId, both)).toMatchObject({ current: 1, byKey: { lost: 1 } });
  });
});

describe('secrets of sinks and of keys', () => {
  const old = createSecretBox([entry('k1', 1)]);
  const both = createSecretBox([entry('k2', 2), entry('k1', 1)]);
  const next = createSecretBox([entry('k2', 2)]);

  it('are taken to the active key as those of channels', async () => {
    const orgId = await orgWith(old, 'a');
    const { name: organization } = await getOrganization(deps.database, orgId);
    const sink = {
      type: 'webhook' as const,
      name: 'ours',
      url: 'https://sink.example.org/in',
      secret: `whsec_${Buffer.alloc(32, 5).toString('base64')}`,
    };
    const { sinkId } = await createSink(deps.database, orgId, sink, { ...by, secretBox: old });
    const { id } = await createApiKey(deps, { organization, name: 'hooks', scopes: ['ingest'], webhookSecretBox: old });
    expect(await countSecrets(deps.database, orgId, both)).toMatchObject({ stale: 3, current: 0 });
    expect(await reencryptSecrets(deps, orgId, { ...by, secretBox: both })).toEqual({ reencrypted: 3, unreadable: [] });
    expect(await countSecrets(deps.database, orgId, next)).toMatchObject({ current: 3, byKey: { k2: 3 } });
    expect(await openSink(deps.database, orgId, { sinkId, secretBox: next })).toMatchObject({ url: sink.url });
    const verifier = createApiKeyVerifier({ redis: deps.redis, log });
    const found = await verifier.findWebhook(id);
    expect(next.open((found as VerifiedWebhook).webhookSecret, webhookContext(orgId, id))).toMatch(/^whsec_/);
    const { entries } = await listAudit(deps.database, orgId, {}, { limit: 2 });
    expect(entries.map(({ after }) => after)).toEqual([
      { keyId: 'k2', webhookKeys: 1 },
      { keyId: 'k2', channels: 1, sinks: 1 },
    ]);
  });
});

describe('secrets that cannot be opened', () => {
  it('are told of, and change neither the version of the settings nor the audit log', async () => {
    const both = createSecretBox([entry('k2', 2), entry('k1', 1)]);
    const orgId = await orgWith(createSecretBox([entry('k1', 1)]), 'a');
    const changeLastByte = `UPDATE notification_channels
      SET secret = set_byte(secret, length(secret) - 1, get_byte(secret, length(secret) - 1) # 1)`;
    await deps.database.transaction((session) => session.query(changeLastByte), { role: 'redoubt_writer', orgId });
    await relayOutbox(deps, { orgId });
    const version = await readSettingsVersion(deps.redis, orgId);
    const report = await reencryptSecrets(deps, orgId, { ...by, secretBox: both });
    expect(report).toMatchObject({ reencrypted: 0, unreadable: [{}] });
    await relayOutbox(deps, { orgId });
    expect(await readSettingsVersion(deps.redis, orgId)).toBe(version);
    const { entries } = await listAudit(deps.database, orgId, {}, { limit: 1 });
    expect(entries[0]?.action).not.toBe('secrets.reencrypted');
  });
});

describe('reencryption', () => {
  let connection: JobsConnection;
  beforeAll(() => {
    const nodes = (process.env.TEST_REDIS_NODES ?? '').split(',').map((address) => {
      const [host = '', port = ''] = address.split(':');
      return { host, port: Number(port) };
    });
    connection = createJobsConnection({ nodes }, { log });
  });
  afterAll(() => connection.close());

  it('takes up again what it had given up while a service had not yet got the key', async () => {
    const behind = createSecretBox([entry('k1', 1)]);
    const ahead = createSecretBox([entry('k2', 2), entry('k1', 1)]);
    const orgId = await orgWith(behind, 'a');
    const queue = createQueue(reencryptJob, { connection, log });
    const id = jobId('reencrypt', ahead.keyId, orgId);
    await queue.add({ orgId, keyId: ahead.keyId }, { jobId: id });
    const waiting = createWorker(reencryptJob, () => Promise.reject(new PermanentError('no key')), { connection, log });
    await waitFor(async () => (await queue.state(id)) === 'dead');
    await waiting.close();
    const running = start(ahead);
    try {
      await waitFor(async () => (await countSecrets(deps.database, orgId, ahead)).stale === 0, { timeoutMs: 20_000 });
    } finally {
      await Promise.all([running.close(), queue.close()]);
    }
  });

  function start(secretBox: SecretBox) {
    const metrics = createMetrics({ app: 'test', isDefaultMetrics: false });
    const options = { checkIntervalMs: 100 };
    return { ...createReencryption({ ...deps, connection, log, metrics, secretBox }, options), metrics };
  }

  it('follows the key file: every organisation, whoever has its job, after a stop in the middle too', async () => {
    const path = join(temp.path, 'keys');
    writeFileSync(path, `${Buffer.alloc(32, 1).toString('base64')}\n`, { mode: 0o600 });
    const nameless = createSecretBox(fileKeys(path));
    const orgs = [await orgWith(nameless, 'a', 'b'), await orgWith(nameless, 'a'), await orgWith(nameless, 'a')];
    const keyId = addKey(path, { isActive: true, nowMs: Date.now() });
    const first = start(createSecretBox(fileKeys(path)));
    await first.close();
    const [second, third] = [start(createSecretBox(fileKeys(path))), start(createSecretBox(fileKeys(path)))];
    try {
      const box = createSecretBox(fileKeys(path));
      const untilCurrent = (): Promise<unknown> =>
        waitFor(
          async () => {
            const counts = await Promise.all(orgs.map((orgId) => countSecrets(deps.database, orgId, box)));
            return counts.every((one) => one.stale === 0 && one.current > 0);
          },
          { timeoutMs: 20_000, what: 'every secret sealed with the active key' },
        );
      await untilCurrent();
      expect((await countSecrets(deps.database, orgs[0] as OrgId, box)).byKey).toEqual({ [keyId]: 2 });
      const next = addKey(path, { isActive: true, nowMs: Date.now() + 86_400_000 });
      await waitFor(() => box.keyId === next);
      await untilCurrent();
      await waitFor(async () => (await second.metrics.read('encryption_secrets', { state: 'stale' })) === 0);
      expect(await third.sweep()).toMatchObject({ stale: 0 });
      expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
    } finally {
      await Promise.all([second.close(), third.close()]);
    }
  });
});
