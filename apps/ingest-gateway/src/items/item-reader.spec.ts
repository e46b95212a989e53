import { decodeEvent } from '@redoubt/contracts';
import { Batch } from './batch.ts';
import { ItemReader } from './item-reader.ts';

const text = { nowMs: Date.UTC(2026, 10, 21, 12), offsetMinutes: 0 };

function read(body: Buffer | string, as: 'json' | 'text', format?: string, shedBelow = 0) {
  const batch = new Batch(shedBelow);
  const items = new ItemReader(batch, {
    maxEventBytes: 1000,
    maxDepth: 8,
    text: format === undefined ? text : { ...text, format },
  });
  const piece = Buffer.isBuffer(body) ? body : Buffer.from(body);
  items.startPiece(piece);
  items[as](piece, 0, piece.length);
  const lines = batch.drain().lanes.flatMap(({ lane, lines }) => lines.map((line) => [lane, line.toString('utf8')]));
  return { batch, lines, codes: batch.errors.map((error) => error.code) };
}

describe('JSON events', () => {
  it('keep the bytes of their sender', () => {
    const body = '{ "eventType" : "x",\t"n": 12345678901234567890, "a":1, "a":2 }';
    expect(read(body, 'json').lines).toEqual([['s', body]]);
  });

  it('lose line feeds between tokens only, since a frame separates events by them', () => {
    expect(read('{\n"eventType":"a\\nb"\n}', 'json').codes).toEqual([]);
    expect(read('{\n"eventType":"x",\n"message":"a\\nb"}', 'json').lines).toEqual([
      ['s', '{ "eventType":"x", "message":"a\\nb"}'],
    ]);
  });

  it.each([
    ['{"eventType":"x","severity":"critical"}', 'p'],
    ['{"eventType":"x","severity":"high"}', 'p'],
    ['{"eventType":"x","severity":"medium"}', 's'],
  ])('go into their lane: %s', (body, lane) => expect(read(body, 'json').lines).toEqual([[lane, body]]));

  it.each([
    ['{"eventType":"x"', 'invalid_json'],
    ['', 'invalid_json'],
    ['{"eventType":"x\u0001"}', 'invalid_json'],
    ['{"a":1}\0', 'invalid_json'],
    ['[1]', 'not_an_object'],
    ['"text"', 'not_an_object'],
    ['{}', 'empty_event'],
    ['{"eventType":7}', 'invalid_event_type'],
    ['{"severity":"loud"}', 'invalid_severity'],
    ['{"sourceIp":"999.1.1.1"}', 'invalid_source_ip'],
    ['{"eventTimeMs":1e400}', 'invalid_event_time'],
    [`{"a":"${'x'.repeat(1000)}"}`, 'event_too_large'],
    [`{"a":${'['.repeat(20)}${']'.repeat(20)}}`, 'too_deep'],
    ['{"a":'.repeat(200), 'too_deep'],
    [Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]), 'invalid_utf8'],
  ])('%s is refused as %s', (body, code) => expect(read(body, 'json').codes).toEqual([code]));

  it.each([
    '{"eventType":"x","message":"a\\u0000b"}',
    '{"eventType":"x","message":"\\ud800"}',
    '{"eventType":"x","payload":{"n":1e400}}',
    '{"eventType":"x","__proto__":{"polluted":true}}',
    '{"event_type":"x","__proto__":{"eventType":"y"},"constructor":1}',
    `{"eventType":"x","payload":{"a":"${'['.repeat(40)}${'\\"{'.repeat(40)}"}}`,
    '{"eventType":"x","eventTimeMs":0}',
    '{"eventType":"x","eventTimeMs":4102444800000}',
  ])('%s is accepted as it is', (body) => {
    expect(read(body, 'json').lines).toEqual([['s', body]]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('text lines', () => {
  const line = 'Nov 21 10:00:00 web-1 sshd[1]: Failed password for root from 203.0.113.9 port 2 ssh2';
  const event = (body: Buffer | string, format?: string) =>
    JSON.parse(read(body, 'text', format).lines[0]?.[1] ?? 'null') as Record<string, unknown>;

  it('become events that keep the line byte for byte, without its framing', () => {
    expect(event(`${line}\r`)).toMatchObject({ eventType: 'failed_login', raw: line });
    expect(event(`${line}\r\r`)).toMatchObject({ raw: `${line}\r` });
    expect(event(`\u00e4\u0000\t${line}`)).toMatchObject({ eventType: 'unclassified', raw: `\u00e4\u0000\t${line}` });
  });

  it('that are not UTF-8 are kept in base64', () => {
    const bytes = Buffer.concat([Buffer.from(line), Buffer.from([0xe4, 0xff])]);
    expect(event(bytes)).toMatchObject({ asset: 'web-1', rawBase64: bytes.toString('base64') });
    expect(event(bytes)).not.toHaveProperty('raw');
  });

  it('of no known format are unclassified', () => {
    expect(event('hello')).toEqual({
      eventType: 'unclassified',
      severity: 'informational',
      message: 'hello',
      raw: 'hello',
    });
    expect(event(line, 'none')).toMatchObject({ eventType: 'unclassified', message: line, raw: line });
  });

  it('that are JSON events stay the bytes of their sender', () => {
    expect(read('{"eventType":"x","n":1.0}', 'text').lines).toEqual([['s', '{"eventType":"x","n":1.0}']]);
    expect(event('{"eventType":7}')).toMatchObject({ eventType: 'unclassified', raw: '{"eventType":7}' });
    expect(event('{"eventType":"x"}', 'syslog')).toMatchObject({ eventType: 'unclassified' });
  });

  it('empty ones are no events', () => {
    expect(read('', 'text').batch.seen).toBe(0);
    expect(read('\r', 'text').batch.seen).toBe(0);
    expect(read(' ', 'text').batch.seen).toBe(1);
  });

  it('are accepted by readers', () => {
    expect(decodeEvent(event(line))).toMatchObject({ ok: true });
  });

  it('too long are refused', () => expect(read('x'.repeat(1001), 'text').codes).toEqual(['event_too_large']));
});

describe('shedding', () => {
  it('refuses severities below the rank and counts them', () => {
    const { batch, lines } = read('{"eventType":"x","severity":"low"}', 'json', undefined, 2);
    expect(lines).toEqual([]);
    expect(batch.errors).toEqual([{ index: 0, code: 'shed', detail: expect.stringContaining('severity medium up') }]);
    expect([...batch.shed]).toEqual([['low', 1]]);
    expect(read('{"eventType":"x","severity":"medium"}', 'json', undefined, 2).lines).toHaveLength(1);
  });
});

it('lists a bounded number of errors and counts the rest', () => {
  const batch = new Batch();
  for (let i = 0; i < 150; i += 1) batch.refuse('invalid_json', 'x');
  expect([batch.errors.length, batch.refused, batch.isErrorsTruncated]).toEqual([100, 150, true]);
});
