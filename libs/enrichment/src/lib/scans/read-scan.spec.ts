import { vulnerabilitySchema } from '@redoubt/contracts';
import { readScan, type ScanFormat } from './read-scan.ts';

const TRIVY = JSON.stringify({
  ...{ SchemaVersion: 2, CreatedAt: '2026-11-22T10:00:00Z', ArtifactName: 'web:1.2', ArtifactType: 'container_image' },
  Results: [
    {
      Target: 'web:1.2 (debian 12.1)',
      Vulnerabilities: [
        {
          ...{
            VulnerabilityID: 'CVE-2026-0001',
            PkgName: 'libssl3',
            InstalledVersion: '3.0.9',
            FixedVersion: '3.0.11',
          },
          ...{ Severity: 'CRITICAL', Title: 'a buffer overflow' },
        },
        { VulnerabilityID: 'CVE-2026-0002', PkgName: 'tar', InstalledVersion: '1.34', Severity: 'UNKNOWN' },
      ],
    },
    { Target: 'package-lock.json' },
  ],
});
const GRYPE = JSON.stringify({
  matches: [
    {
      vulnerability: { id: 'GHSA-aaaa', severity: 'High', fix: { versions: ['2.0.1', '3.0.0'], state: 'fixed' } },
      artifact: { name: 'lodash', version: '2.0.0', type: 'npm' },
    },
    { vulnerability: { id: 'CVE-2026-3', severity: 'Negligible' }, artifact: { name: 'bash', version: '5' } },
  ],
  descriptor: { name: 'grype', timestamp: '2026-11-22T11:00:00.5Z' },
});
const NESSUS = `Plugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Synopsis,Description
10001,CVE-2026-7,9.8,Critical,10.0.0.5,tcp,443,"Old TLS, ""weak""",x,"two
lines"
10002,,5.0,Medium,web-2,udp,161,SNMP default community,x,y
10003,,,None,10.0.0.5,tcp,0,Host details,x,y
`;
const OPENVAS = `IP,Hostname,Port,Port Protocol,CVSS,Severity,Solution Type,NVT Name,Summary,NVT OID,CVEs
10.0.0.5,web-1.example,443,tcp,7.5,High,VendorFix,TLS renegotiation,s,1.3.6.1,"CVE-2026-8,CVE-2026-9"
10.0.0.5,web-1.example,,,0.0,Log,,Host name,s,1.3.6.2,
10.0.0.6,,,,4.3,Medium,,ICMP timestamps,s,1.3.6.3,
`;

it('reads Trivy JSON', () => {
  const report = readScan(TRIVY, 'trivy');
  expect(report).toEqual({
    ...{ scanner: 'trivy', scannedAtMs: Date.UTC(2026, 10, 22, 10) },
    hosts: [
      {
        vulnerabilities: [
          {
            ...{ id: 'CVE-2026-0001', severity: 'critical', component: 'libssl3', version: '3.0.9', fixedIn: '3.0.11' },
            title: 'a buffer overflow',
          },
          { id: 'CVE-2026-0002', severity: 'informational', component: 'tar', version: '1.34' },
        ],
      },
    ],
  });
});

it('reads Grype JSON', () => {
  expect(readScan(GRYPE, 'grype')).toEqual({
    ...{ scanner: 'grype', scannedAtMs: Date.UTC(2026, 10, 22, 11, 0, 0, 500) },
    hosts: [
      {
        vulnerabilities: [
          { id: 'GHSA-aaaa', severity: 'high', component: 'lodash', version: '2.0.0', fixedIn: '2.0.1, 3.0.0' },
          { id: 'CVE-2026-3', severity: 'informational', component: 'bash', version: '5' },
        ],
      },
    ],
  });
});

it('reads Nessus CSV by host, without what is no weakness', () => {
  expect(readScan(NESSUS, 'nessus').hosts).toEqual([
    {
      host: '10.0.0.5',
      vulnerabilities: [{ id: 'CVE-2026-7', severity: 'critical', component: 'tcp/443', title: 'Old TLS, "weak"' }],
    },
    {
      host: 'web-2',
      vulnerabilities: [
        { id: 'nessus-10002', severity: 'medium', component: 'udp/161', title: 'SNMP default community' },
      ],
    },
  ]);
});

it('reads OpenVAS CSV by host', () => {
  const { hosts } = readScan(OPENVAS, 'openvas');
  expect(hosts.map(({ host, vulnerabilities: [first] }) => [host, first?.id, first?.component])).toEqual([
    ['10.0.0.5', 'CVE-2026-8', 'tcp/443'],
    ['10.0.0.6', '1.3.6.3', 'host'],
  ]);
});

it('gives what fits the contract', () => {
  const all: [string, ScanFormat][] = [
    [TRIVY, 'trivy'],
    [GRYPE, 'grype'],
    [NESSUS, 'nessus'],
    [OPENVAS, 'openvas'],
  ];
  for (const [text, format] of all) {
    for (const { vulnerabilities } of readScan(text, format).hosts) {
      for (const one of vulnerabilities) expect(vulnerabilitySchema.parse(one)).toEqual(one);
    }
  }
});

it.each<[ScanFormat, string]>([
  ['trivy', '{}'],
  ['trivy', 'no json'],
  ['grype', TRIVY],
  ['nessus', OPENVAS],
  ['openvas', ''],
])('refuses as %s what is none', (format, text) => {
  expect(() => readScan(text, format)).toThrow(`no ${format} report`);
});
