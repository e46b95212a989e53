import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@redoubt/contracts';
import { waitFor } from '@redoubt/test-kit';
import { testLogger, testMetrics } from '@redoubt/worker-test-kit';
import { makeMmdb } from '../testing/make-mmdb.ts';
import { createContextMetrics } from './context-metrics.ts';
import { PlaceReader } from './place-reader.ts';

let folder: string;
let reader: PlaceReader;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'places-'));
  const asn = { autonomous_system_number: 64_500, autonomous_system_organization: 'Example Net' };
  writeFileSync(join(folder, 'country.mmdb'), makeMmdb({ '203.0.113.0/24': { country: { iso_code: 'NL' } } }));
  writeFileSync(join(folder, 'asn.mmdb'), makeMmdb({ '203.0.0.0/16': asn, '198.51.100.7/32': asn }));
  const files = ['country.mmdb', 'asn.mmdb', 'missing.mmdb'].map((name) => join(folder, name));
  const deps = { log: testLogger(), clock: systemClock, metrics: createContextMetrics(testMetrics()) };
  reader = new PlaceReader({ files, intervalMs: 50 }, deps);
  await reader.start();
});
afterAll(async () => {
  await reader.close();
  rmSync(folder, { recursive: true });
});

it('tells country and network of both addresses, from every file that knows them', () => {
  const asn = { asn: 64_500, network: 'Example Net' };
  expect(reader.of({ sourceIp: '203.0.113.9', destinationIp: '10.0.0.1' })).toEqual({
    source: { country: 'NL', ...asn },
  });
  expect(reader.of({ destinationIp: '198.51.100.7' })).toEqual({ destination: asn });
  expect(reader.of({ sourceIp: '198.51.100.8', destinationIp: '2001:db8::1' })).toBeUndefined();
  expect(reader.of({})).toBeUndefined();
});

it('goes on with what it has while a file is broken, and takes a new one', async () => {
  const file = join(folder, 'country.mmdb');
  writeFileSync(file, 'no database');
  utimesSync(file, 1, 1);
  expect(reader.of({ sourceIp: '203.0.113.9' })?.source?.country).toBe('NL');
  writeFileSync(file, makeMmdb({ '203.0.113.0/24': { registered_country: { iso_code: 'DE' } } }));
  await waitFor(() => reader.of({ sourceIp: '203.0.113.9' })?.source?.country === 'DE');
});
