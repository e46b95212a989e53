import { clusterKeys } from '@redoubt/key-schema';
import { compareProjection, type ProjectionDeps } from './drill/compare-projection.ts';
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

  it('tells of another hash only that it is another', async () => {
    await stage.ok('org', 'reconcile');
    await stage.redis.call('HSET', clusterKeys.apiKey(id), ['hash', 'f'.repeat(64)]);
    expect(await differences()).toEqual([`hash of key ${id} of acme: Redis another than PostgreSQL`]);
    await stage.ok('org', 'reconcile');
  });

  describe('while changes are on their way', () => {
    const scopes = (value: string) => stage.redis.call('HSET', clusterKeys.apiKey(id), ['scopes', value]);
    const compare = async (pause: ProjectionDeps['pause'], signal = new AbortController().signal) => {
      const { differences: found } = await compareProjection({
        ...{ database: stage.database.database, redis: stage.redis },
        ...{ pause, signal },
      });
      return found;
    };

    it('does not name what comes in between', async () => {
      await scopes('admin');
      expect(await compare(async () => void (await scopes('ingest')))).toEqual([]);
    });

    it('does not name what goes on moving, and names what stays', async () => {
      await scopes('admin');
      let looks = 0;
      expect(await compare(async () => void (await scopes(`admin${looks++}`)))).toEqual([]);
      expect(looks).toBeGreaterThan(0);
      expect(await compare(async () => undefined)).toEqual([
        `scopes of key ${id} of acme: Redis admin${looks - 1}, PostgreSQL ingest`,
      ]);
      await scopes('ingest');
    });

    it('ends when it is interrupted', async () => {
      await scopes('admin');
      const stop = new AbortController();
      await expect(compare(async () => stop.abort(), stop.signal)).rejects.toThrow('interrupted');
      await expect(compare(async () => undefined, AbortSignal.abort())).rejects.toThrow('interrupted');
      await scopes('ingest');
    });
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
