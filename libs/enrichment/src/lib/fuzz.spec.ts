import { assetSchema, vulnerabilitySchema } from '@redoubt/contracts';
import { fuzzDecoder } from '@redoubt/test-kit/fuzz';
import { assetFormatOf, readAssets } from './assets/read-assets.ts';
import { indicatorOf } from './indicator.ts';
import { INTEL_FORMATS, readIndicators } from './read-indicators.ts';
import { readScan, SCAN_FORMATS } from './scans/read-scan.ts';

const nowMs = Date.UTC(2026, 10, 22);
const CSV = 'type,value,threat,confidence\nip,203.0.113.9,"a ""b""",80\ndomain,bad.example.org,x,5\n';
const STIX = JSON.stringify({
  type: 'bundle',
  objects: [
    { type: 'indicator', pattern: "[ipv4-addr:value = '203.0.113.9']", name: 'n', valid_until: '2027-01-01T00:00:00Z' },
    { type: 'indicator', pattern: "[url:value = 'http://bad.example.org/\\'x'] OR [domain-name:value = 'a.org']" },
  ],
});
const MISP = JSON.stringify({
  response: [{ Event: { info: 'i', Attribute: [{ type: 'ip-dst|port', value: '203.0.113.9|80', to_ids: true }] } }],
});
const ASSETS = JSON.stringify({
  assets: [{ name: 'web-1', addresses: ['10.0.0.5'], criticality: 'high', tags: ['a'] }],
});
const SCANS: Record<(typeof SCAN_FORMATS)[number], string> = {
  trivy: JSON.stringify({
    ...{ SchemaVersion: 2, CreatedAt: '2026-11-22T10:00:00Z' },
    Results: [{ Target: 't', Vulnerabilities: [{ VulnerabilityID: 'CVE-2026-1', PkgName: 'a', Severity: 'HIGH' }] }],
  }),
  grype: JSON.stringify({
    matches: [{ vulnerability: { id: 'CVE-2026-3', severity: 'Low' }, artifact: { name: 'bash', version: '5' } }],
    descriptor: { name: 'grype', timestamp: '2026-11-22T11:00:00.5Z' },
  }),
  nessus:
    'Plugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Synopsis,Description\n1,CVE-2026-7,9.8,Critical,10.0.0.5,tcp,443,"Old ""x""",x,"y\nz"\n',
  openvas:
    'IP,Hostname,Port,Port Protocol,CVSS,Severity,Solution Type,NVT Name,Summary,NVT OID,CVEs\n10.0.0.5,web-1,443,tcp,7.5,High,V,TLS,s,1.3,"CVE-2026-8,CVE-2026-9"\n',
};
const isForPeople = (error: unknown): boolean => error instanceof Error && !(error instanceof TypeError);

it.each([
  ...INTEL_FORMATS.map((format) => ({
    name: `lists of indicators (${format})`,
    seeds: [{ csv: CSV, stix: STIX, misp: MISP }[format]],
    isRefusal: isForPeople,
    decode: (input: Buffer): boolean => {
      const { indicators } = readIndicators(input.toString(), format, nowMs);
      for (const { kind, value } of indicators) expect(indicatorOf(value)).toMatchObject({ kind, value });
      return indicators.length > 0;
    },
  })),
  {
    name: 'inventories',
    seeds: [ASSETS, 'name,addresses,criticality\nweb-1,10.0.0.5;10.0.0.6,high\n'],
    isRefusal: isForPeople,
    decode: (input: Buffer): boolean => {
      const text = input.toString();
      const { assets } = readAssets(text, assetFormatOf(text));
      for (const asset of assets) expect(assetSchema.safeParse(asset).success).toBe(true);
      return assets.length > 0;
    },
  },
  ...SCAN_FORMATS.map((format) => ({
    name: `reports of scanners (${format})`,
    seeds: [SCANS[format]],
    isRefusal: isForPeople,
    decode: (input: Buffer): boolean => {
      const { hosts } = readScan(input.toString(), format);
      const found = hosts.flatMap(({ vulnerabilities }) => vulnerabilities);
      for (const one of found) expect(vulnerabilitySchema.safeParse(one).success).toBe(true);
      return found.length > 0;
    },
  })),
])('$name: whatever is given is read or refused', async (decoder) => {
  expect((await fuzzDecoder(decoder)).refused).toBeGreaterThan(0);
});
