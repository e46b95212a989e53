import { decodeEvent } from '@redoubt/contracts';
import { eventOf, textOf, unframed, withoutCutCharacter } from './message.ts';
import { takeToken } from './token.ts';

const nowMs = Date.UTC(2026, 10, 22, 12);
const context = { nowMs, offsetMinutes: 0 };

function made(text: string | Buffer): Record<string, unknown> {
  const bytes = Buffer.from(text as string);
  const line = unframed(bytes, 0, bytes.length);
  const event = eventOf(line, textOf(line), { context, maxDepth: 64 });
  const read = JSON.parse(event.line.toString()) as Record<string, unknown>;
  const decoded = decodeEvent(read);
  // Readers understand what the gateway understood.
  expect(decoded).toMatchObject({ ok: true, fields: { eventType: event.fields.eventType } });
  return read;
}

const at = (iso: string): number => Date.parse(iso);

/**
 * What messages come to, after the examples and the grammar of RFC 5424 and RFC 3164 and what senders make of them.
 * [message, fields]
 */
const vectors: readonly (readonly [string, Record<string, unknown>])[] = [
  // RFC 5424 section 6.5
  [
    "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8",
    {
      asset: 'mymachine.example.com',
      eventTimeMs: at('2003-10-11T22:14:15.003Z'),
      message: "'su root' failed for lonvick on /dev/pts/8",
      payload: { format: 'syslog', program: 'su', facility: 4, syslogSeverity: 2, messageId: 'ID47' },
    },
  ],
  [
    "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
    {
      asset: '192.0.2.1',
      eventTimeMs: at('2003-08-24T12:14:15.000Z'),
      payload: { format: 'syslog', program: 'myproc', pid: 8710, facility: 20, syslogSeverity: 5 },
    },
  ],
  [
    '<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"]',
    {
      message: '',
      payload: expect.objectContaining({
        structuredData: { 'exampleSDID@32473': { iut: '3', eventSource: 'Application', eventID: '1011' } },
      }),
    },
  ],
  [
    '<165>1 2003-10-11T22:14:15.003Z h e - ID47 [a@1 x="1"][b@2 y="2" z=""] text',
    {
      message: 'text',
      payload: expect.objectContaining({ structuredData: { 'a@1': { x: '1' }, 'b@2': { y: '2', z: '' } } }),
    },
  ],
  ['<1>1 - - - - - -', { message: '', payload: { format: 'syslog', facility: 0, syslogSeverity: 1 } }],
  ['<191>1 - - - - - - x', { message: 'x', payload: { format: 'syslog', facility: 23, syslogSeverity: 7 } }],
  [
    '<29>1 2016-01-15T01:00:43Z hn S - - [my@1 k="v\\]w\\"x\\\\y"] m',
    { message: 'm', payload: expect.objectContaining({ structuredData: { 'my@1': { k: 'v]w"x\\y' } } }) },
  ],
  [
    '<29>1 2016-01-15T01:00:43Z hn S - - [empty] m',
    { message: 'm', payload: expect.objectContaining({ structuredData: { empty: {} } }) },
  ],
  ['<29>1 2016-02-30T01:00:43Z hn S - - - m', { payload: { format: 'syslog', facility: 3, syslogSeverity: 5 } }],
  [
    '<29>1 2016-01-15T01:00:43Z hn S - - [open k="v" m',
    { message: expect.stringContaining('[open'), payload: { format: 'syslog', facility: 3, syslogSeverity: 5 } },
  ],
  // RFC 3164 section 5.4 and what is on the wire
  [
    "<34>Oct 11 22:14:15 mymachine su: 'su root' failed",
    {
      asset: 'mymachine',
      message: "'su root' failed",
      payload: { format: 'syslog', program: 'su', facility: 4, syslogSeverity: 2 },
    },
  ],
  ['<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!', { asset: '10.0.0.99', message: 'Use the BFG!' }],
  [
    '<85>Jan 24 15:50:41 host authd[172]: done',
    { payload: { format: 'syslog', program: 'authd', pid: 172, facility: 10, syslogSeverity: 5 } },
  ],
  [
    '<13>2026-11-21T10:00:00+02:00 host app[9]: m',
    { eventTimeMs: at('2026-11-21T08:00:00Z'), asset: 'host', message: 'm' },
  ],
  ['<189>Oct  1 2026 10:00:00 fw %ASA-6-302013: Built', { eventTimeMs: at('2026-10-01T10:00:00Z'), asset: 'fw' }],
  [
    '<0>kernel panic',
    {
      eventType: 'unclassified',
      message: 'kernel panic',
      payload: { format: 'syslog', facility: 0, syslogSeverity: 0 },
    },
  ],
  [
    '<14>myapp[7]: hello',
    { message: 'hello', payload: { format: 'syslog', program: 'myapp', pid: 7, facility: 1, syslogSeverity: 6 } },
  ],
  ['<192>nothing like syslog', { eventType: 'unclassified', message: '<192>nothing like syslog' }],
  ['no priority at all', { eventType: 'unclassified', severity: 'informational', message: 'no priority at all' }],
  // Bodies
  [
    '<134>Nov 22 10:00:00 fw CEF:0|Acme|Wall|1.0|100|worm successfully stopped|10|src=203.0.113.9 dst=198.51.100.4 spt=1232 suser=alice act=blocked msg=Detected a \\= b and c externalId=77',
    {
      eventType: 'worm_successfully_stopped',
      severity: 'critical',
      asset: 'fw',
      ...{ sourceIp: '203.0.113.9', destinationIp: '198.51.100.4', user: 'alice', action: 'blocked', externalId: '77' },
      message: 'Detected a = b and c',
      payload: expect.objectContaining({
        format: 'cef',
        deviceVendor: 'Acme',
        facility: 16,
        extension: expect.objectContaining({ spt: '1232' }),
      }),
    },
  ],
  [
    'CEF:1|a\\|b|c\\\\d|1|x|Login failed|Low|rt=1700000000000',
    {
      eventType: 'login_failed',
      severity: 'low',
      eventTimeMs: 1_700_000_000_000,
      payload: expect.objectContaining({ deviceVendor: 'a|b', deviceProduct: 'c\\d' }),
    },
  ],
  [
    '<13>Nov 22 10:00:00 h CEF:0|a|b',
    { eventType: 'unclassified', payload: expect.objectContaining({ format: 'syslog' }) },
  ],
  [
    '<13>1 2026-11-22T10:00:00Z srv app - - - LEEF:1.0|Lancope|SW|1.0|41|src=203.0.113.9\tdst=198.51.100.4\tsev=5\tusrName=bob',
    {
      sourceIp: '203.0.113.9',
      user: 'bob',
      severity: 'medium',
      asset: 'srv',
      payload: expect.objectContaining({ format: 'leef', vendor: 'Lancope', eventId: '41' }),
    },
  ],
  [
    'LEEF:2.0|V|P|2|login fail|^|src=203.0.113.9^sev=9',
    { eventType: 'login_fail', severity: 'critical', sourceIp: '203.0.113.9' },
  ],
  ['LEEF:2.0|V|P|2|login|x5E|src=203.0.113.9^usrName=bob', { eventType: 'login', user: 'bob' }],
  [
    '<189>date=2026-11-22 time=10:00:00 devname="FGT-1" devid="F1" type="traffic" subtype="forward" level="notice" srcip=203.0.113.9 dstip=198.51.100.4 action="deny" msg="no session \\"x\\" matched"',
    {
      ...{ eventType: 'forward', severity: 'informational', asset: 'FGT-1', sourceIp: '203.0.113.9', action: 'deny' },
      message: 'no session "x" matched',
      payload: expect.objectContaining({ format: 'key_value', facility: 23 }),
    },
  ],
  ['<13>Nov 22 10:00:00 h app: a=1 and b=2 then c=3', { payload: expect.objectContaining({ format: 'syslog' }) }],
  [
    '<13>Nov 22 10:00:00 h app[3]: {"eventType":"failed_login","severity":"medium","user":"eve","n":{"k":1}}',
    {
      eventType: 'failed_login',
      severity: 'medium',
      user: 'eve',
      asset: 'h',
      n: { k: 1 },
      payload: expect.objectContaining({ format: 'json', program: 'app', pid: 3 }),
    },
  ],
  ['<13>Nov 22 10:00:00 h @cee: {"msg":"x","source":{"ip":"203.0.113.9"}}', { message: 'x', sourceIp: '203.0.113.9' }],
];

describe('a syslog message', () => {
  test.each(vectors)('%s', (text, fields) => {
    expect(made(text)).toMatchObject({ ...fields, raw: text });
  });

  it('keeps bare JSON as its bytes', () => {
    const gelf = '{"version":"1.1","host":"web-1","short_message":"hi","level":4,"_a":1}';
    const line = Buffer.from(gelf);
    const event = eventOf(line, textOf(line), { context, maxDepth: 64 });
    expect(event.line.toString()).toBe(gelf);
    expect(event.fields).toMatchObject({ asset: 'web-1', message: 'hi', severity: 'medium' });
  });

  it('keeps bytes that are no text', () => {
    const bytes = Buffer.from([0x3c, 0x31, 0x33, 0x3e, 0x61, 0xff, 0x62]);
    expect(made(bytes)).toMatchObject({ rawBase64: bytes.toString('base64'), message: 'a\ufffdb' });
  });

  it('loses nothing but framing at its end', () => {
    expect(unframed(Buffer.from('ab \r\n\0'), 0, 6).toString()).toBe('ab ');
  });

  it('is not cut within a character', () => {
    expect(withoutCutCharacter(Buffer.from('aä').subarray(0, 2)).toString()).toBe('a');
    expect(withoutCutCharacter(Buffer.from('ab')).toString()).toBe('ab');
    const noText = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]);
    expect(withoutCutCharacter(noText)).toBe(noText);
  });
});

describe('a key in structured data', () => {
  const header = '<13>1 2026-11-22T10:00:00Z h app - - ';

  it.each([
    ['[redoubt@32473 key="k1"] m', 'k1', '- m'],
    ['[a@1 x="1"][redoubt@32473 key="k1"][b@1 y="2"] m', 'k1', '[a@1 x="1"][b@1 y="2"] m'],
    ['[redoubt@32473 other="1"] m', undefined, '- m'],
    ['[redoubt@32473 key="k1"][redoubt@32473 key="k2"]', 'k1', '-'],
  ])('%s', (text, token, rest) => {
    expect(takeToken(`${header}${text}`)).toEqual({ isContent: false, token, text: `${header}${rest}` });
  });

  it.each([
    `${header}- text with [redoubt@32473 key="k1"] in it`,
    `${header}[a@1 x="1"] text with [redoubt@32473 key="k1"] in it`,
  ])('is none in %s', (text) => expect(takeToken(text)).toBeUndefined());

  it.each([`${header}[redoubt@32473 key="k1"`, '<13>1 2026-11-22T10:00:00Z h [redoubt@32473 key="k1"]'])(
    'cannot be cut out of %s',
    (text) => expect(takeToken(text)).toBe('unreadable'),
  );

  it.each([
    ['<13>Nov 22 10:00:00 web nginx: 192.0.2.1 "GET / HTTP/1.1" 200 "[redoubt@32473 "', undefined],
    ['{"user":"[redoubt@32473 key"}', undefined],
    [
      `<13>Nov 22 10:00:00 h app: [redoubt@32473 key="rk_0123456789ab_${'k'.repeat(43)}"]`,
      '<13>Nov 22 10:00:00 h app: [redoubt@32473 key="rk_********"]',
    ],
    [`h app - - [redoubt@32473 key="rk_0123456789ab_${'k'.repeat(20)}`, 'h app - - [redoubt@32473 key="rk_********'],
  ])('hides no message, and is blanked, where no header of RFC 5424 is: %s', (text, blanked) => {
    expect(takeToken(text)).toEqual(
      blanked === undefined ? undefined : { isContent: true, token: undefined, text: blanked },
    );
  });
});
