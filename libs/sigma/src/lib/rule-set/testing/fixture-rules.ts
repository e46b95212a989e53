import type { DetectionRule } from '../../model/rule.ts';
import { parseRules } from '../../parse/parse-rules.ts';

const DETECTIONS: readonly [logSource: string, detection: string][] = [
  [
    'product: windows, category: process_creation',
    `{a: {Image|endswith: ['\\\\cmd.exe', '\\\\powershell.exe', 'k.exe']}, condition: a}`,
  ],
  [
    'product: windows, category: process_creation',
    `{a: {CommandLine|contains|all: [' -enc', 'hidden']}, f: {ParentImage|startswith: 'C:\\\\Program'}, condition: a and not f}`,
  ],
  [
    'product: windows, category: process_creation',
    `{a: {CommandLine|contains: ['😀', '–exec', 'σας', 'naïve']}, condition: a}`,
  ],
  ['product: windows, category: process_creation', `{a: {CommandLine: ['*whoami*', 'net?.exe *', '']}, condition: a}`],
  [
    'product: windows, category: process_creation',
    `{a: {CommandLine|re: '(?i)invoke-[a-z]{3,}|down(load|stream)'}, condition: a}`,
  ],
  [
    'product: windows, category: process_creation',
    `{a: {CommandLine|re: '^.{40,}$'}, b: {Image|contains: 'a'}, condition: a and b}`,
  ],
  [
    'product: windows, category: process_creation',
    `{a: {User|cased: 'Admin'}, b: {User|contains|cased: ['Sys', 'daemon']}, condition: 1 of them}`,
  ],
  [
    'product: windows, category: process_creation',
    `{a: {ParentImage: null}, b: {Image|endswith: '.exe'}, condition: a and b}`,
  ],
  [
    'product: windows, category: process_creation',
    `{a: {Image: '*'}, f: {CommandLine|contains: 'ok'}, condition: a and not f}`,
  ],
  ['product: windows, category: process_creation', `{a: {Image|fieldref|endswith: OriginalFileName}, condition: a}`],
  ['product: windows, category: process_creation', `{a: {CommandLine|windash|contains: ' -s '}, condition: a}`],
  [
    'product: windows, service: security',
    `{a: {EventID: [4624, 4625], LogonType: '3'}, f: {IpAddress|cidr: ['10.0.0.0/8', 'fe80::/10']}, condition: a and not f}`,
  ],
  ['product: windows, service: security', `{a: {EventID: 4688, Elevated: true}, condition: a}`],
  ['product: windows, service: security', `{a: {Count|gte: 10}, b: {Count|lt: 3}, condition: a or b}`],
  ['product: windows, service: security', `{a: {Status|exists: false}, b: {EventID: 4625}, condition: a and b}`],
  [
    'product: windows',
    `{keywords: ['lsadump::', 'sekurlsa::*', 'kiwi'], f: {EventID: 15}, condition: keywords and not f}`,
  ],
  ['product: windows', `{keywords: {'|all': ['alpha', 'omega']}, condition: keywords}`],
  ['category: proxy', `{a: {c-uri|contains: ['/a', '../', '%2e']}, b: {keywords: ['x']}, condition: a}`],
  [
    'category: proxy',
    `{a: {cs-method: [GET, POST]}, b: {c-uri|endswith: ['.php', '.asp']}, c: {sc-status: 200}, condition: a and (b or not c)}`,
  ],
  [
    'product: aws, service: cloudtrail',
    `{a: {userIdentity.type: Root}, b: {requestParameters.name|startswith: adm}, condition: a or b}`,
  ],
  [
    'product: aws, service: cloudtrail',
    `{a: {eventName|re|i: '^(put|delete)bucket'}, b: {eventTime|hour: 4}, condition: a or b}`,
  ],
  ['product: redoubt', `{a: {eventType: failed_login}, condition: a}`],
  [
    'product: redoubt',
    `{a: {message|contains: [kerberos, masse]}, f: {user: [root, null_user]}, condition: a and not f}`,
  ],
  ['product: linux', `{a: {comm|contains: [aa, aaa, aaaa, ab, baa]}, condition: a}`],
  ['product: linux', `{a: {x: y}, condition: not a}`],
  ['product: linux', `{a: {comm|contains: aaa}, condition: a}`],
  ['product: linux', `{a: {comm|contains: a}, condition: a}`],
  ['product: windows', `{a: {EventID: 15}, k: ['plus', 'minus'], condition: a and not k}`],
  ['product: windows', `{a: {Version: [1.0, 010, 2]}, condition: a}`],
  [
    'product: windows, category: process_creation',
    `{a: {CommandLine|startswith: ['–x', 'é']}, b: {User|endswith: ['ß', 'σ']}, c: {User: 'ÅNGSTRÖM'}, condition: 1 of them}`,
  ],
  ['product: windows, category: process_creation', `{a: {CommandLine|re: 'ab?c(de)?(fg|)'}, condition: a}`],
];

/** Rules of our own that use every kind of pattern and of condition. */
export function fixtureRules(): DetectionRule[] {
  const text = DETECTIONS.map(([logSource, detection], index) => documentOf(index, logSource, detection)).join('---\n');
  const { rules, refused } = parseRules(text, 'fixture.yml');
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
  return rules.filter((rule) => rule.kind === 'detection');
}

function documentOf(index: number, logSource: string, detection: string): string {
  return [
    `title: Fixture ${index}`,
    `id: 00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    `logsource: {${logSource}}`,
    `detection: ${detection}`,
    'level: low',
    '',
  ].join('\n');
}
