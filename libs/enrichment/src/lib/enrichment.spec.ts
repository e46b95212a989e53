import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decodeEvent, type EventFields } from '@redoubt/contracts';
import { FieldReport, IntelTable, indicatorOf, intelFormatOf, readIndicators, type ListedIndicator } from '../index.ts';

const nowMs = Date.UTC(2026, 10, 22);

describe('indicatorOf', () => {
  test.each([
    ['203.0.113.9', 'ip', '203.0.113.9'],
    [' 203[.]0[.]113[.]9 ', 'ip', '203.0.113.9'],
    ['::ffff:203.0.113.9', 'ip', '203.0.113.9'],
    ['2001:DB8:0:0::5', 'ip', '2001:db8::5'],
    ['203.0.113.9/32', 'ip', '203.0.113.9'],
    ['203.0.113.77/24', 'network', '203.0.113.0/24'],
    ['2001:db8:1::/33', 'network', '2001:db8::/33'],
    ['Bad.Example.ORG.', 'domain', 'bad.example.org'],
    ['hxxps://bad[.]example[.]org/A?b#c', 'url', 'https://bad.example.org/A?b'],
    ['D41D8CD98F00B204E9800998ECF8427E', 'md5', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709', 'sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['Eve@Bad.example.org', 'email', 'eve@bad.example.org'],
  ])('%s', (text, kind, value) => expect(indicatorOf(text)).toEqual({ kind, value }));

  test.each([
    '',
    'x',
    '0.0.0.0/0',
    '203.0.113.9/33',
    'localhost',
    'a b.org',
    'http://',
    '1.2.3',
    '-.org',
    'x'.repeat(5_000),
    'e\0ve@bad.example.org',
    'e\ud800ve@bad.example.org',
  ])('nothing in %p', (text) => expect(indicatorOf(text)).toBeUndefined());
});

describe('lists', () => {
  const valuesOf = (text: string): string[] =>
    readIndicators(text, intelFormatOf(text), nowMs).indicators.map(({ kind, value }) => `${kind} ${value}`);

  const stixOf = (patterns: string[]): string[] =>
    valuesOf(JSON.stringify({ type: 'bundle', objects: patterns.map((pattern) => ({ type: 'indicator', pattern })) }));

  it('reads CSV without names, with remarks', () => {
    const text = '# a list\n203.0.113.9\n\n198.51.100.0/24;scanner\r\nnonsense\n203.0.113.9\n';
    expect(valuesOf(text)).toEqual(['ip 203.0.113.9', 'network 198.51.100.0/24']);
    expect(readIndicators(text, 'csv', nowMs).skipped).toEqual({ unusable: 1, repeated: 1, expired: 0 });
  });

  it('reads CSV with names and quotes', () => {
    const text =
      '\ufeff"first_seen","ioc_value","malware","confidence_level"\n"x, y","bad.example.org","a ""b""\nc","75"\n';
    expect(readIndicators(text, 'csv', nowMs).indicators).toEqual([
      { kind: 'domain', value: 'bad.example.org', threat: 'a "b"\nc', confidence: 75 },
    ]);
  });

  it('reads STIX 2.1', () => {
    const of = (pattern: string, more: object = {}): object => ({
      ...{ type: 'indicator', spec_version: '2.1', name: 'bot', confidence: 80, pattern, pattern_type: 'stix' },
      ...more,
    });
    const text = JSON.stringify({
      type: 'bundle',
      objects: [
        { type: 'malware', name: 'x' },
        of("[ipv4-addr:value = '203.0.113.9' OR ipv4-addr:value = '203.0.113.10']", {
          valid_until: '2027-01-01T00:00:00Z',
        }),
        of("[ipv4-addr:value ISSUBSET '198.51.100.0/24']"),
        of("[domain-name:value IN ('a.example.org', 'b.example.org')]"),
        of("[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']"),
        of("[url:value = 'http://bad.example.org/it\\'s']"),
        of("[file:name = 'a.example.org' AND ipv4-addr:value = '203.0.113.99']"),
        of("[ipv4-addr:value = '203.0.113.98']", { revoked: true }),
        of("[ipv4-addr:value = '203.0.113.97']", { valid_until: '2020-01-01T00:00:00Z' }),
        of('rule x {}', { pattern_type: 'yara' }),
      ],
    });
    const { indicators, skipped } = readIndicators(text, 'stix', nowMs);
    expect(indicators.map(({ value }) => value)).toEqual([
      ...['203.0.113.9', '203.0.113.10', '198.51.100.0/24', 'a.example.org', 'b.example.org'],
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      "http://bad.example.org/it's",
    ]);
    expect(indicators[0]).toMatchObject({ threat: 'bot', confidence: 80, validUntilMs: Date.UTC(2027, 0, 1) });
    expect(skipped).toEqual({ unusable: 1, repeated: 0, expired: 1 });
    expect(intelFormatOf(text)).toBe('stix');
  });

  it('reads literals that hold what patterns are made of', () => {
    const pattern =
      "[url:value IN ('http://a.example.org/(x)', 'http://b.example.org/AND') OR domain-name:value = 'c.example.org']";
    const found = readIndicators(JSON.stringify({ objects: [{ type: 'indicator', pattern }] }), 'stix', nowMs);
    expect(found.indicators.map(({ value }) => value)).toEqual([
      ...['http://a.example.org/(x)', 'http://b.example.org/AND', 'c.example.org'],
    ]);
  });

  // Each of these took minutes, since every character was a new beginning; now milliseconds.
  test.each<[string, () => unknown]>([
    ['long STIX patterns', () => stixOf(['a'.repeat(300_000), 'url:value=('.repeat(30_000)])],
    ['many STIX patterns', () => stixOf(Array.from({ length: 500 }, () => 'a'.repeat(16_000)))],
    ['quotes that never end', () => stixOf(Array.from({ length: 100 }, () => "\\'".repeat(8_000)))],
    ['one column without a comma', () => valuesOf('203.0.113.9\n'.repeat(250_000))],
    ['a million columns', () => valuesOf('203.0.113.9,'.repeat(1_000_000))],
  ])('reads %s in time that grows with the length', (_, read) => {
    const startedAt = performance.now();
    read();
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('reads MISP exports', () => {
    const attribute = (type: string, value: string, more: object = {}) => ({ type, value, to_ids: true, ...more });
    const event = {
      info: 'campaign',
      Attribute: [
        attribute('ip-dst|port', '203.0.113.9|443'),
        attribute('filename|md5', 'a.exe|d41d8cd98f00b204e9800998ecf8427e'),
        attribute('ip-src', '203.0.113.10', { to_ids: false }),
        attribute('domain', 'old.example.org', { deleted: true }),
        attribute('comment', 'x.example.org'),
      ],
      Object: [{ Attribute: [attribute('domain', 'bad.example.org')] }],
    };
    const expected = ['ip 203.0.113.9', 'md5 d41d8cd98f00b204e9800998ecf8427e', 'domain bad.example.org'];
    for (const form of [{ Event: event }, [{ Event: event }], { response: [{ Event: event }] }]) {
      expect(valuesOf(JSON.stringify(form)).toSorted()).toEqual(expected.toSorted());
    }
  });

  test.each([
    ['{"objects": 1}', 'stix'],
    ['{"a": 1}', 'misp'],
    ['[]', 'misp'],
    ['{', 'stix'],
    [`"${'x'.repeat(70_000)}`, 'csv'],
  ] as const)('refuses what is none: %#', (text, format) => {
    expect(() => readIndicators(text, format, nowMs)).toThrow();
  });
});

describe('IntelTable', () => {
  const listed = (text: string, more: object = {}): ListedIndicator => ({
    ...(indicatorOf(text) as { kind: 'ip'; value: string }),
    ...more,
    listName: 'l',
  });
  const table = new IntelTable(
    [
      ...['203.0.113.9', '198.51.100.0/24', '198.51.0.0/16', '2001:db8::/32', 'bad.example.org', 'http://x.example/a'],
      ...['d41d8cd98f00b204e9800998ecf8427e', 'eve@mail.example'],
    ].map((text) => listed(text)),
  );
  const found = (text: string): string[] => table.find(text).map(({ value }) => value);
  const matched = (event: Record<string, unknown>): string[] => {
    const decoded = decodeEvent(event);
    const fields: EventFields = decoded.ok ? decoded.fields : { eventType: 'x', severity: 'low' };
    return table.match(event, fields, nowMs).map(({ field, indicator }) => `${field} ${indicator.value}`);
  };

  test.each<[string, string[]]>([
    ['203.0.113.9', ['203.0.113.9']],
    ['::ffff:203.0.113.9', ['203.0.113.9']],
    ['203.0.113.10', []],
    ['198.51.100.7', ['198.51.100.0/24', '198.51.0.0/16']],
    ['198.51.101.7', ['198.51.0.0/16']],
    ['2001:db8:9::1', ['2001:db8::/32']],
    ['2001:db9::1', []],
    ['a.b.BAD.example.org', ['bad.example.org']],
    ['verybad.example.org', []],
    ['https://www.bad.example.org/x', ['bad.example.org']],
    ['http://198.51.101.1/', ['198.51.0.0/16']],
    ['someone@bad.example.org', ['bad.example.org']],
    ['eve@mail.example', ['eve@mail.example']],
    ['nothing', []],
  ])('finds %s', (text, values) => expect(found(text)).toEqual(values));

  it('finds what an event names wherever it stands, each once', () => {
    const event = {
      ...{ eventType: 'x', sourceIp: '203.0.113.9', message: 'get http://x.example/a from 203.0.113.9' },
      payload: { files: [{ md5: 'D41D8CD98F00B204E9800998ECF8427E' }], deep: { host: 'a.bad.example.org' } },
    };
    expect(matched(event)).toEqual([
      'sourceIp 203.0.113.9',
      'message http://x.example/a',
      'payload.files.md5 d41d8cd98f00b204e9800998ecf8427e',
      'payload.deep.host bad.example.org',
    ]);
  });

  it('keeps no text of an event in memory for a word of it', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heldBytes = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const kept: unknown[] = [];
    const before = heldBytes();
    for (let at = 0; at < 400; at += 1) {
      const message = `get http://word-${at}.example.net/some/path and http://x.example/a ${'x'.repeat(200_000)}`;
      const fields: EventFields = { eventType: 'x', severity: 'low', message };
      kept.push(table.match({ message }, fields, nowMs));
    }
    expect(heldBytes() - before).toBeLessThan(20_000_000);
    expect(kept).toHaveLength(400);
  });

  it('forgets what was past its time when it happened', () => {
    const short = new IntelTable([listed('203.0.113.9', { validUntilMs: nowMs })]);
    const fields: EventFields = { eventType: 'x', severity: 'low', sourceIp: '203.0.113.9' };
    expect(short.match({}, fields, nowMs - 1)).toHaveLength(1);
    expect(short.match({}, fields, nowMs)).toHaveLength(0);
  });
});

describe('FieldReport', () => {
  it('tells which fields mean nothing, and which change their type', () => {
    const report = new FieldReport();
    for (const port of [22, '22', 443]) {
      const event = { event_type: 'failed_login', payload: { format: 'sshd', port }, odd: { inner: null }, user: 'u' };
      const decoded = decodeEvent(event);
      if (decoded.ok) report.add(event, decoded.fields);
    }
    const [source] = report.sources();
    expect(source).toMatchObject({ source: 'sshd', events: 3, unclassified: 0, isTruncated: false });
    expect(source?.fields).toContainEqual({
      field: 'payload.port',
      events: 3,
      types: { number: 2, string: 1 },
      isUnmapped: true,
    });
    expect(source?.fields).toContainEqual({ field: 'odd.inner', events: 3, types: { null: 3 }, isUnmapped: true });
    expect(source?.fields).toContainEqual({ field: 'user', events: 3, types: { string: 3 }, isUnmapped: false });
    expect(source?.fields).toContainEqual({ field: 'event_type', events: 3, types: { string: 3 }, isUnmapped: false });
  });

  it('is bounded', () => {
    const report = new FieldReport();
    const fields: EventFields = { eventType: 'x', severity: 'low' };
    report.add(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, i])), fields);
    for (let i = 0; i < 400; i += 1) report.add({ Channel: `c${i}` }, fields);
    expect(report.sources().length).toBeLessThanOrEqual(201);
    expect(report.sources().find(({ source }) => source === 'json')).toMatchObject({ isTruncated: true });
  });
});
