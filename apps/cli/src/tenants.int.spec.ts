import { randomBytes, X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { createSecretBox } from '@redoubt/encryption';
import { clusterKeys, DEFAULT_GROUPS, lanesOfGroup, orgKeys, partitionOf } from '@redoubt/key-schema';
import { readWebhookSecrets, webhookContext } from '@redoubt/tenancy';
import { TestAuthority } from '@redoubt/test-kit/certificates';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(60_000);
const keyText = /^rk_([0-9A-Za-z]{16})_[\w-]{43}\n$/;
let stage: CliStage;

beforeAll(async () => {
  stage = await CliStage.open();
});
afterAll(() => stage.close());

describe('redoubt org', () => {
  it('creates an organisation that is ready for events, once', async () => {
    const orgId = await stage.createOrg('acme');
    const [info] = await stage.redis.batch([
      {
        name: 'XINFO',
        key: orgKeys(orgId).eventsStream(),
        args: ['GROUPS', orgKeys(orgId).eventsStream()],
        retry: 'free',
      },
    ]);
    expect(JSON.stringify(info)).toContain('db_writer');
    const again = await stage.run(['org', 'create', 'acme']);
    expect(again).toMatchObject({ code: 7, stdout: '' });
    expect(again.stderr).toContain(`the organisation acme exists already (${orgId})`);
    const same = await stage.ok('org', 'create', 'acme', '--retention-days', '5', '--if-not-exists', '--json');
    expect(same.json()).toMatchObject({ isNew: false, organization: { id: orgId, retentionDays: 30 } });
  });

  it('has it read by every group of the platform unless told otherwise', async () => {
    const run = await stage.ok('org', 'create', 'by-default', '--json');
    const { organization } = run.json() as { organization: { id: OrgId; expectedGroups: string[] } };
    expect(organization.expectedGroups).toEqual(DEFAULT_GROUPS);
    for (const group of DEFAULT_GROUPS) {
      for (const lane of lanesOfGroup(group)) {
        const key = orgKeys(organization.id).lane(lane);
        const [info] = await stage.redis.batch([{ name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' }]);
        expect(JSON.stringify(info)).toContain(group);
      }
    }
  });

  it('lists and shows them in every format', async () => {
    await stage.createOrg('globex');
    const list = await stage.ok('org', 'list');
    expect(list.stdout).toMatch(/^NAME +ID +STATE/);
    expect(list.stdout).toMatch(/\nglobex +[0-9a-f-]{36} +active +20,000 +30d +db_writer +\d{4}-\d\d-\d\d\n$/);
    expect((await stage.ok('org', 'list', '--json')).json()).toMatchObject({ schemaVersion: 1 });
    const rows = (await stage.ok('org', 'list', '--output', 'ndjson')).rows();
    expect(rows.find((row) => row.name === 'globex')).toMatchObject({ schemaVersion: 1, state: 'active' });
    expect((await stage.ok('org', 'show', 'globex', '--output', 'yaml')).stdout).toContain('name: globex');
  });

  it('suggests the name that was meant', async () => {
    await stage.createOrg('initech');
    const run = await stage.run(['org', 'show', 'intech']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toBe('error: there is no organisation "intech"\n  did you mean initech?\n');
  });

  it('refuses a name that cannot be one, and settings out of range', async () => {
    expect((await stage.run(['org', 'create', 'Not Good'])).code).toBe(2);
    const run = await stage.run(['org', 'create', 'x', '--retention-days', '0']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('must be a whole number from 1 to 3650');
  });
});

describe('redoubt org set', () => {
  it('changes what is named, in Redis too, and tells the audit log who and why', async () => {
    const orgId = await stage.createOrg('settable');
    const flags = ['--feature', 'auto_incident_creation=off', '--feature', 'siem_integration=on'];
    const rest = ['--events-per-second', '5', '--reason', 'less load', '--actor', 'zoe', '--json'];
    const run = await stage.ok('org', 'set', 'settable', '--retention-days', '90', ...flags, ...rest);
    expect(run.json()).toMatchObject({
      organization: { retentionDays: 90, quota: { eventsPerSecond: 5, burstSeconds: 10 } },
      features: { auto_incident_creation: false, siem_integration: true },
    });
    const config = await stage.redis.call('HMGET', orgKeys(orgId).config(), ['retentionDays', 'eventsPerSecond']);
    expect(config).toEqual(['90', '5']);
    const back = await stage.ok('org', 'set', 'settable', '--feature', 'auto_incident_creation=default', '--json');
    expect(back.json()).toMatchObject({ features: { auto_incident_creation: true, siem_integration: true } });
    expect(await stage.redis.call('HGET', orgKeys(orgId).features(), ['auto_incident_creation'])).toBeNull();
    const log = (await stage.ok('audit', 'tail', '--org', 'settable', '--by', 'zoe', '--json')).json();
    expect(log).toMatchObject({
      entries: [{ action: 'org.changed', reason: 'less load', after: { retentionDays: 90 } }],
    });
  });

  it('refuses a feature that is none, and nothing to change', async () => {
    await stage.createOrg('unsettable');
    for (const more of [[], ['--feature', 'warp=on']]) {
      expect((await stage.run(['org', 'set', 'unsettable', ...more])).code).toBe(2);
    }
  });
});

describe('redoubt key create --webhook', () => {
  it('makes a secret beside the key', async () => {
    await stage.createOrg('hooked');
    const env = { REDOUBT_SECRET_KEY: randomBytes(32).toString('base64') };
    const flags = ['key', 'create', '--org', 'hooked', '--name', 'github', '--webhook', '--json'];
    const made = await stage.run(flags, { env });
    expect(made.json()).toMatchObject({
      secret: expect.stringMatching(/^rk_/),
      webhookSecret: expect.stringMatching(/^whsec_/),
    });
  });

  it('gives the key that takes its place a secret of its own; the old pair holds until it is revoked', async () => {
    const orgId = await stage.createOrg('rehooked');
    const env = { REDOUBT_SECRET_KEY: randomBytes(32).toString('base64') };
    const flags = ['key', 'create', '--org', 'rehooked', '--name', 'github', '--webhook', '--json'];
    const old = (await stage.run(flags, { env })).json() as unknown as { key: { id: string }; webhookSecret: string };
    const without = await stage.run(['key', 'rotate', old.key.id]);
    expect(without.stderr).toContain('REDOUBT_SECRET_KEY is not set');
    const rotated = await stage.run(['key', 'rotate', old.key.id, '--json'], { env });
    const made = rotated.json() as unknown as typeof old;
    expect(rotated.stderr).toContain(`/v1/webhooks/<shape>/${made.key.id}`);
    expect(made.webhookSecret).not.toBe(old.webhookSecret);
    const box = createSecretBox([env.REDOUBT_SECRET_KEY]);
    const sealed = await readWebhookSecrets(stage.database.database, orgId);
    const opened = sealed.map((one) => [one.keyId, box.open(one.sealed, webhookContext(orgId, one.keyId))]);
    expect(Object.fromEntries(opened)).toEqual({
      [old.key.id]: old.webhookSecret,
      [made.key.id]: made.webhookSecret,
    });
  });
});

describe('redoubt key create --certificate', () => {
  it('makes a client certificate the key, once, without a text', async () => {
    await stage.createOrg('certified');
    const authority = await TestAuthority.create();
    const { certFile } = await authority.writeFiles(stage.temp.path, 'client');
    const flags = ['key', 'create', '--org', 'certified', '--name', 'firewall', '--certificate', certFile];
    const made = (await stage.ok(...flags, '--json')).json() as { key: { id: string }; secret?: string };
    const { fingerprint256 } = new X509Certificate(readFileSync(certFile));
    expect(made.key.id).toBe(fingerprint256.replaceAll(':', '').toLowerCase().slice(0, 32));
    expect(made.secret).toBeUndefined();
    const again = await stage.run(flags);
    expect(again.code).not.toBe(0);
    expect(again.stderr).toContain('is the key');
    await stage.ok('key', 'revoke', made.key.id);
  });

  it('refuses what is no certificate', async () => {
    await stage.createOrg('uncertified');
    const file = join(stage.temp.path, 'no.crt');
    writeFileSync(file, 'nothing');
    for (const path of [file, `${file}.absent`]) {
      const run = await stage.run(['key', 'create', '--org', 'uncertified', '--name', 'x', '--certificate', path]);
      expect(run).toMatchObject({ stdout: '' });
      expect(run.stderr).toContain('certificate');
    }
  });
});

describe('redoubt org reconcile', () => {
  /** What Redis holds of an organisation and a key, without what only it knows. */
  async function projectionOf(orgId: OrgId, keyId: string): Promise<unknown> {
    const keys = orgKeys(orgId);
    const hashes = [keys.config(), keys.features(), clusterKeys.apiKey(keyId)];
    const registry = clusterKeys.orgRegistry(partitionOf(orgId));
    return {
      hashes: await Promise.all(hashes.map(async (key) => hashOf(await stage.redis.call('HGETALL', key, [])))),
      isRegistered: await stage.redis.call('SISMEMBER', registry, [orgId]),
      groups: JSON.stringify(
        await stage.redis.batch(
          (['s', 'p'] as const).map((lane) => {
            const key = keys.lane(lane);
            return { name: 'XINFO', key, args: ['GROUPS', key], retry: 'free' as const };
          }),
        ),
      ),
    };
  }
  const hashOf = (flat: unknown): unknown => {
    const all = flat as string[];
    return Object.fromEntries(all.flatMap((name, i) => (i % 2 === 0 ? [[name, all[i + 1]]] : [])));
  };

  it('brings everything back that Redis lost, as PostgreSQL has it', async () => {
    const orgId = await stage.createOrg('flushed');
    const made = await stage.ok('key', 'create', '--org', 'flushed', '--name', 'edge');
    const keyId = keyText.exec(made.stdout)?.[1] ?? '';
    await stage.ok('org', 'reconcile');
    const before = await projectionOf(orgId, keyId);
    for (const node of stage.redis.masters()) await stage.redis.nodeCall(node, 'FLUSHALL');
    expect(await stage.redis.call('EXISTS', clusterKeys.apiKey(keyId), [])).toBe(0);
    const run = await stage.ok('org', 'reconcile');
    expect(run.stdout).toMatch(/rebuilt +\d+ organisations?, \d+ keys?\n/);
    expect(await projectionOf(orgId, keyId)).toEqual(before);
  });
});

describe('redoubt key', () => {
  beforeAll(() => stage.createOrg('keys'));

  it('shows a new key once, alone on standard output', async () => {
    const made = await stage.ok('key', 'create', '--org', 'keys', '--name', 'edge');
    const id = keyText.exec(made.stdout)?.[1] ?? '';
    expect(made.stderr).toContain(`key ${id} (edge: ingest), shown this once`);
    const listed = await stage.ok('key', 'list', '--org', 'keys');
    expect(listed.stdout).toContain(id);
    expect(listed.stdout + listed.stderr).not.toContain(made.stdout.trim().slice(-43));
    expect(await stage.redis.call('HGET', clusterKeys.apiKey(id), ['scopes'])).toBe('ingest');
  });

  it('writes it to a new file of mode 0600 instead, and never over another', async () => {
    const file = join(stage.temp.path, 'edge.key');
    const made = await stage.ok('key', 'create', '--org', 'keys', '--name', 'filed', '--out', file, '--json');
    expect(made.json()).toMatchObject({ file, key: { name: 'filed', state: 'active' } });
    expect(made.json()).not.toHaveProperty('secret');
    expect(readFileSync(file, 'utf8')).toMatch(keyText);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = (await stage.ok('key', 'list', '--org', 'keys', '--json')).json();
    expect((await stage.run(['key', 'create', '--org', 'keys', '--name', 'x', '--out', file])).code).toBe(7);
    expect((await stage.ok('key', 'list', '--org', 'keys', '--json')).json()).toEqual(before);
  });

  it('leaves no file behind when no key was made', async () => {
    const file = join(stage.temp.path, 'none.key');
    const scopes = ['--scope', 'ingest', '--scope', 'root'];
    expect((await stage.run(['key', 'create', '--org', 'keys', '--name', 'x', ...scopes, '--out', file])).code).toBe(2);
    expect((await stage.run(['key', 'create', '--org', 'kyes', '--name', 'x', '--out', file])).code).toBe(2);
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  it('rotates without a gap and revokes for good', async () => {
    const first = await stage.ok('key', 'create', '--org', 'keys', '--name', 'r', '--scope', 'ingest,read', '--json');
    const { id } = first.json().key as { id: string };
    const rotated = (await stage.ok('key', 'rotate', id, '--json')).json();
    expect(rotated).toMatchObject({
      key: { name: 'r', scopes: ['ingest', 'read'] },
      replaces: { id, state: 'active' },
    });
    expect((await stage.ok('key', 'revoke', id, '--json')).json()).toMatchObject({
      key: { id, state: 'revoked' },
      wasRevoked: false,
    });
    expect(await stage.redis.call('HGET', clusterKeys.apiKey(id), ['revokedAtMs'])).toMatch(/^\d+$/);
    expect((await stage.ok('key', 'revoke', id, '--json')).json()).toMatchObject({ wasRevoked: true });
    const again = await stage.run(['key', 'rotate', id]);
    expect(again).toMatchObject({ code: 7, stdout: '' });
    expect((await stage.ok('key', 'list', '--org', 'keys')).stdout).not.toContain(id);
    expect((await stage.ok('key', 'list', '--org', 'keys', '--all')).stdout).toMatch(new RegExp(`${id}.*revoked`));
  });

  it('takes ids only, never a whole key', async () => {
    const secret = `rk_AAAAAAAAAAAAAAAA_${'a'.repeat(43)}`;
    const run = await stage.run(['key', 'revoke', secret]);
    expect(run.code).toBe(2);
    expect((await stage.run(['key', 'revoke', 'AAAAAAAAAAAAAAAA'])).stderr).toContain(
      'there is no key AAAAAAAAAAAAAAAA',
    );
  });
});

describe('settings', () => {
  it('come from the file of npm start when the environment names nothing', async () => {
    const file = join(stage.temp.path, 'dev.env');
    writeFileSync(file, `REDIS_NODES=${stage.cluster.addresses}\nDATABASE_URL=${stage.database.url}\n`);
    const noRedis = { REDIS_NODES: undefined, REDIS_USERNAME: undefined, REDIS_PASSWORD: undefined };
    const none = { ...noRedis, DATABASE_URL: undefined };
    const run = await stage.run(['org', 'list', '--json'], { env: none });
    expect(run.code).toBe(0);
    const view = await stage.run(['config', 'view'], { env: none });
    expect(view.stdout).toContain(file);
    expect(view.stdout).toMatch(/DATABASE_URL +postgres:\/\/\w+:\*{8}@/);
    const mixed = await stage.run(['key', 'create', '--org', 'keys', '--name', 'x'], {
      env: noRedis,
    });
    expect(mixed.code).toBe(2);
    expect(mixed.stderr).toContain('the environment names other servers');
  });
});
