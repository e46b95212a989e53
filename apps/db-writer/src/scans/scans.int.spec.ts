import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetSchema, type OrgId } from '@redoubt/contracts';
import { orgKeys, subjectHash } from '@redoubt/key-schema';
import { findAssets, lastScans, saveAssets } from '@redoubt/storage';
import { waitFor } from '@redoubt/test-kit';
import { refusedCommands, type RunningApp } from '@redoubt/worker-test-kit';
import { WriterStage } from '../testing/stage.ts';
import { runScanner } from './run-scanner.ts';
import { readScanners } from './scanner-config.ts';

let stage: WriterStage;
let writer: RunningApp;
let folder: string;
let orgId: OrgId;

/** A scanner that stands for a real one: it reports what it was asked about, in Grype's format. */
const SCANNER = `
const [asset, address] = process.argv.slice(2);
const vulnerability = { id: 'CVE-2026-1', severity: 'High', description: address };
process.stdout.write(JSON.stringify({ matches: [{ vulnerability, artifact: { name: asset } }] }));
process.exitCode = 1;
`;

beforeAll(async () => {
  stage = await WriterStage.open(1);
  [orgId] = stage.orgs as [OrgId];
  const database = await stage.database();
  await database.query(
    `INSERT INTO organizations (id, name, display_name, events_per_second, bytes_per_second, expected_groups)
     VALUES ($1, 'acme', 'Acme', 1, 1, '{db_writer}')`,
    [orgId],
  );
  const assets = ['web-1', 'web-2', 'db-1'].map((name) =>
    assetSchema.parse({ name, addresses: ['10.0.0.5'], tags: name === 'db-1' ? [] : ['scan'] }),
  );
  await saveAssets(database, { orgId, assets, actor: { kind: 'operator', name: 'ops' } });
  folder = mkdtempSync(join(tmpdir(), 'scans-'));
  writeFileSync(join(folder, 'scanner.cjs'), SCANNER);
  const argv = [process.execPath, join(folder, 'scanner.cjs'), '{asset}', '{address}'];
  const scanner = { organization: orgId, name: 'own', format: 'grype', argv, tag: 'scan' };
  const second = { ...scanner, name: 'second', everyHours: 240 };
  writeFileSync(join(folder, 'scanners.json'), JSON.stringify([scanner, second]));
  writer = stage.startWriter('w1', { SCANNERS_FILE: join(folder, 'scanners.json') });
  await writer.started;
});
afterAll(async () => {
  await writer.stop();
  await stage.close();
  rmSync(folder, { recursive: true });
});

it('scans the assets with its tag in the background, and brings what was found to table and key', async () => {
  const database = await stage.database();
  const scannedBy = async (name: string) => [...(await lastScans(database, orgId, name)).keys()].sort();
  for (const name of ['own', 'second']) {
    await waitFor(async () => (await scannedBy(name)).length === 2, { timeoutMs: 40_000 });
    expect(await scannedBy(name)).toEqual(['web-1', 'web-2']);
  }
  const assets = await findAssets(database, orgId, ['web-1', 'web-2', 'db-1']);
  expect(assets.map(({ name, vulnerabilities }) => [name, vulnerabilities.high])).toEqual([
    ['db-1', 0],
    ['web-1', 2],
    ['web-2', 2],
  ]);
  const key = orgKeys(orgId).assetHealth(subjectHash('web-1'));
  await waitFor(async () => (await stage.redis.call('HGET', key, ['vulnerabilities_count'])) === '2');
  expect(await refusedCommands('db-writer', stage.cluster.addresses)).toEqual([]);
}, 120_000);

it('runs no shell, waits no longer than it may, and takes no name for an option', async () => {
  const signal = new AbortController().signal;
  const asset = { name: 'x; echo y', addresses: [] };
  const echo = [process.execPath, '-e', 'process.stdout.write(process.argv[1])', '{asset}'];
  expect(await runScanner({ argv: echo, timeoutSeconds: 20 }, asset, signal)).toBe('x; echo y');
  const forever = [process.execPath, '-e', 'setInterval(() => {}, 1000)'];
  await expect(runScanner({ argv: forever, timeoutSeconds: 1 }, asset, signal)).rejects.toThrow('the scanner failed');
  await expect(runScanner({ argv: ['/nonexistent'], timeoutSeconds: 5 }, asset, signal)).rejects.toThrow('failed');
  await expect(runScanner({ argv: echo, timeoutSeconds: 5 }, { ...asset, name: '--x' }, signal)).rejects.toThrow(
    'option',
  );
  await expect(runScanner({ argv: ['x', '{address}'], timeoutSeconds: 5 }, asset, signal)).rejects.toThrow(
    'no address',
  );
});

it('refuses a file that makes no sense', () => {
  writeFileSync(join(folder, 'bad.json'), '[{"name":"x"}]');
  expect(() => readScanners(join(folder, 'bad.json'))).toThrow('SCANNERS_FILE');
});
