import { clusterKeys } from '@redoubt/key-schema';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(60_000);

describe('redoubt drill restore --dry-run, of API keys', () => {
  let stage: CliStage;
  let id: string;
  beforeAll(async () => {
    stage = await CliStage.open();
    await stage.createOrg('acme');
    await stage.ok('key', 'create', '--org', 'acme', '--name', 'k', '--scope', 'ingest');
    await stage.ok('org', 'reconcile');
    const [key] = await stage.database.database.query<{ id: string }>('SELECT id FROM api_keys');
    id = key?.id ?? '';
  });
  afterAll(() => stage.close());

  const differences = async (): Promise<string[]> => {
    const run = await stage.run(['drill', 'restore', '--dry-run', '--json']);
    return (run.json() as { faults: string[] }).faults;
  };

  it('names one of other scopes, or of another end', async () => {
    expect(await differences()).toEqual([]);
    await stage.redis.call('HSET', clusterKeys.apiKey(id), ['scopes', 'admin', 'expiresAtMs', '1764000000000']);
    expect(await differences()).toEqual([
      `scopes of key ${id} of acme: Redis admin, PostgreSQL ingest`,
      `expiresAtMs of key ${id} of acme: Redis 1764000000000, PostgreSQL nothing`,
    ]);
    await stage.ok('org', 'reconcile');
    expect(await differences()).toEqual([]);
  });

  it('names one that was revoked after the backup, and one that is open in Redis alone', async () => {
    await stage.ok('key', 'revoke', id);
    expect(await differences()).toEqual([]);
    await stage.redis.call('HSET', clusterKeys.apiKey(id), ['revokedAtMs', '']);
    expect(await differences()).toEqual([
      expect.stringMatching(`^revokedAtMs of key ${id} of acme: Redis nothing, PostgreSQL \\d{13}$`),
    ]);
    await stage.ok('org', 'reconcile');
    await stage.database.database.query('UPDATE api_keys SET revoked_at = NULL');
    expect(await differences()).toEqual([
      expect.stringMatching(`^revokedAtMs of key ${id} of acme: Redis \\d{13}, PostgreSQL nothing$`),
    ]);
  });
});
