import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import { CliStage } from './testing/cli-stage.ts';

jest.setTimeout(180_000);
let stage: CliStage;
let orgId: OrgId;

beforeAll(async () => {
  stage = await CliStage.open();
  orgId = await stage.createOrg('acme');
  await stage.createOrg('other');
});
afterAll(() => stage.close());

function file(name: string, text: string): string {
  const path = join(stage.temp.path, name);
  writeFileSync(path, text);
  return path;
}
const json = async (...args: string[]) => (await stage.ok(...args, '--org', 'acme', '--json')).json();

describe('redoubt asset', () => {
  it('brings an inventory in after a dry run, and tells what is no asset', async () => {
    const csv = file('assets.csv', 'name,ip,criticality,owner\nweb-1,10.0.0.5,high,team-web\ndb-1,10.0.0.6,,\n,,,\n');
    const dry = await json('asset', 'import', csv, '--dry-run');
    expect(dry).toMatchObject({ isDryRun: true, added: ['web-1', 'db-1'], refusedCount: 1 });
    expect(await json('asset', 'list')).toMatchObject({ assets: [] });
    await json('asset', 'import', csv);
    expect(await json('asset', 'import', csv)).toMatchObject({ added: [], changed: [], unchanged: 2 });
    expect(await json('asset', 'list')).toMatchObject({
      assets: [
        { name: 'db-1', criticality: 'medium' },
        { name: 'web-1', criticality: 'high', owner: 'team-web', addresses: ['10.0.0.5'], health: {} },
      ],
    });
  });

  it('changes what is named and leaves the rest', async () => {
    const set = await json('asset', 'set', 'db-1', '--criticality', 'critical', '--tag', 'pci,linux', '--actor', 'zoe');
    expect(set).toMatchObject({
      isNew: false,
      asset: { criticality: 'critical', addresses: ['10.0.0.6'], tags: ['pci', 'linux'] },
    });
    expect(await json('asset', 'set', 'new-1', '--address', '::FFFF')).toMatchObject({ isNew: true });
    const { entries } = (await json('audit', 'tail', '--by', 'zoe')) as { entries: unknown[] };
    expect(entries[0]).toMatchObject({ action: 'asset.set' });
  });

  it('imports scans of hosts and of one thing, and projects them', async () => {
    const nessus =
      'Plugin ID,CVE,Risk,Host,Protocol,Port,Name\n1,CVE-2026-1,Critical,10.0.0.5,tcp,443,Old TLS\n2,,Low,10.9.9.9,tcp,22,SSH\n';
    const scan = await json('asset', 'scan', '--import', file('scan.csv', nessus), '--format', 'nessus');
    expect(scan).toMatchObject({
      assets: [{ name: 'web-1', scanner: 'nessus', vulnerabilities: { critical: 1 }, health: { securityScore: 85 } }],
      unknownHosts: ['10.9.9.9'],
    });
    const match = {
      vulnerability: { id: 'CVE-2026-2', severity: 'High' },
      artifact: { name: 'openssl', version: '3' },
    };
    const grype = file('grype.json', JSON.stringify({ matches: [match, match] }));
    await json('asset', 'scan', '--import', grype, '--format', 'grype', '--asset', 'db-1');
    expect(await json('asset', 'show', 'db-1')).toMatchObject({
      asset: { vulnerabilities: { high: 1 }, scanner: 'grype' },
      weaknesses: [{ id: 'CVE-2026-2', severity: 'high', component: 'openssl', version: '3' }],
    });
    const held = await stage.redis.call('HMGET', orgKeys(orgId).assetHealth(subjectHash('db-1')), [
      ...['vulnerabilities_count', 'criticality', 'security_score'],
    ]);
    expect(held).toEqual(['1', 'critical', '95']);
    expect((await stage.ok('asset', 'list', '--org', 'acme')).stdout).toMatch(/web-1 +high +team-web .* 1 critical/);
  });

  it('removes one with what was found on it', async () => {
    expect(await json('asset', 'remove', 'db-1')).toMatchObject({ asset: 'db-1' });
    expect((await stage.run(['asset', 'show', 'db-1', '--org', 'acme'])).code).toBe(2);
  });

  it('keeps organisations apart', async () => {
    expect((await stage.ok('asset', 'list', '--org', 'other', '--json')).json()).toMatchObject({ assets: [] });
  });

  it.each<[string, string[], number, string]>([
    ['a report without its asset', ['scan', '--import', 'x', '--format', 'trivy'], 2, 'needs --asset'],
    ['a bad address', ['set', 'x', '--address', 'nowhere'], 2, 'is no IP address'],
    ['a file that is not there', ['import', '/nonexistent.csv'], 2, 'cannot be read'],
  ])('refuses %s', async (_name, args, code, text) => {
    const run = await stage.run(['asset', ...args, '--org', 'acme']);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(text);
  });
});

it('tells the reputation of an address', async () => {
  expect(await json('intel', 'reputation', '203.0.113.9')).toMatchObject({ reputation: null });
  const fields = { ip: '203.0.113.9', score: '80', atMs: '1', lastSeenMs: '2', alertCount: '3', threatTypes: '["x"]' };
  await stage.redis.call('HSET', orgKeys(orgId).ipReputation(subjectHash('203.0.113.9')), [
    ...Object.entries({ ...fields, lists: '["feed"]' }).flat(),
  ]);
  expect(await json('intel', 'reputation', '203.0.113.9')).toMatchObject({
    reputation: { score: 80, lists: ['feed'] },
  });
  const shown = await stage.ok('intel', 'reputation', '203.0.113.9', '--org', 'acme');
  expect(shown.stdout).toContain('score 80, 3 alerts (x)');
});
