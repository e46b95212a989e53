import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { headOf, rawExchange } from '../testing/raw-exchange.ts';
import { startGateway, type TestGateway } from '../testing/start-gateway.ts';

const good = '{"eventType":"web_request","severity":"low"}';
const invalidUtf8 = Buffer.concat([
  Buffer.from('{"eventType":"x","message":"'),
  Buffer.from([0xc3, 0x28, 0xff]),
  Buffer.from('"}'),
]);
const wrap = (middle: Buffer | string): Buffer =>
  Buffer.concat([Buffer.from(`${good}\n`), Buffer.from(middle), Buffer.from(`\n${good}\n`)]);
const nest = (depth: number): string => `{"eventType":"x","payload":${'['.repeat(depth)}${']'.repeat(depth)}}`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());
beforeEach(() => {
  gateway.appender.stored.length = 0;
});

interface Answer {
  accepted: number;
  refused: number;
  errors: { index: number; code: string }[];
  code?: string;
}

/** [name, line between two good ones, code of its refusal; null: it is an event] */
const lines: readonly (readonly [string, Buffer | string, string | null])[] = [
  ['truncated object', '{"eventType":"x"', 'invalid_json'],
  ['truncated string', '{"eventType":"x', 'invalid_json'],
  ['truncated escape', '{"eventType":"x\\', 'invalid_json'],
  ['truncated unicode escape', '{"eventType":"\\u12"}', 'invalid_json'],
  ['trailing comma', '{"eventType":"x",}', 'invalid_json'],
  ['single quotes', "{'eventType':'x'}", 'invalid_json'],
  ['bare words', '{eventType:x}', 'invalid_json'],
  ['comment', '{"eventType":"x"} // note', 'invalid_json'],
  ['two objects', `${good}${good}`, 'invalid_json'],
  ['NaN', '{"eventType":"x","n":NaN}', 'invalid_json'],
  ['leading zero', '{"eventType":"x","n":01}', 'invalid_json'],
  ['hex number', '{"eventType":"x","n":0x1}', 'invalid_json'],
  ['raw control character in a string', '{"eventType":"x","message":"a\u0001b"}', 'invalid_json'],
  ['NUL byte in a string', '{"eventType":"x","message":"a\0b"}', 'invalid_json'],
  ['NUL byte outside', `${good}\0`, 'invalid_json'],
  ['text', 'hello', 'invalid_json'],
  ['invalid UTF-8', invalidUtf8, 'invalid_utf8'],
  ['UTF-16', Buffer.from(good, 'utf16le'), 'invalid_json'],
  ['number', '7', 'not_an_object'],
  ['null', 'null', 'not_an_object'],
  ['array', `[${good}]`, 'not_an_object'],
  ['empty object', '{}', 'empty_event'],
  ['event type of no word', '{"eventType":"!!"}', 'invalid_event_type'],
  ['event type too long', `{"eventType":"${'x'.repeat(65)}"}`, 'invalid_event_type'],
  ['unknown severity', '{"eventType":"x","severity":"loud"}', 'invalid_severity'],
  ['address out of range', '{"eventType":"x","sourceIp":"203.0.113.256"}', 'invalid_source_ip'],
  ['destination no address', '{"eventType":"x","destinationIp":"host"}', 'invalid_destination_ip'],
  ['event time infinite', '{"eventType":"x","eventTimeMs":1e400}', 'invalid_event_time'],
  ['event time no time', '{"eventType":"x","eventTimeMs":"yesterday"}', 'invalid_event_time'],
  ['asset an array', '{"eventType":"x","asset":[1]}', 'invalid_field'],
  ['user too long', `{"eventType":"x","user":"${'u'.repeat(2000)}"}`, 'field_too_long'],
  ['depth bomb', nest(100_000), 'too_deep'],
  ['depth bomb that is cut', `{"eventType":"x","payload":${'['.repeat(100_000)}`, 'too_deep'],
  ['depth 65', nest(64), 'too_deep'],
  ['event of 10 MB', `{"eventType":"x","message":"${'m'.repeat(10_000_000)}"}`, 'event_too_large'],
  ['event of 300 kB', `{"eventType":"x","message":"${'m'.repeat(300_000)}"}`, 'event_too_large'],
  ['depth 64', nest(63), null],
  ['many brackets, not deep', `{"eventType":"x","payload":[${'[],'.repeat(5000)}[]]}`, null],
  ['escaped NUL', '{"eventType":"x","message":"a\\u0000b"}', null],
  ['lone surrogate', '{"eventType":"x","message":"\\ud800"}', null],
  ['number beyond a double', '{"eventType":"x","payload":{"n":1e400}}', null],
  ['huge integer', '{"eventType":"x","payload":{"n":123456789012345678901234567890}}', null],
  ['duplicate keys', '{"eventType":"x","eventType":"y"}', null],
  ['__proto__', '{"eventType":"x","__proto__":{"eventType":"y","polluted":1}}', null],
  ['constructor and prototype', '{"eventType":"x","constructor":{"prototype":{"polluted":1}}}', null],
  ['event of 1970', '{"eventType":"x","eventTimeMs":0}', null],
  ['event of 2009', '{"eventType":"x","timestamp":"2009-01-01T00:00:00Z"}', null],
  ['event of 2100', '{"eventType":"x","timestamp":"2100-01-01T00:00:00Z"}', null],
  ['white space around', ` \t${good} \t`, null],
  ['carriage return', `${good}\r`, null],
  ['event of 250 kB', `{"eventType":"x","message":"${'m'.repeat(250_000)}"}`, null],
];

describe.each(lines)('%s between two good events', (_, line, code) => {
  it(`as NDJSON: ${code ?? 'accepted'}`, async () => {
    const response = await gateway.post(wrap(line));
    const answer = (await response.json()) as Answer;
    expect(response.status).toBe(202);
    expect(answer.errors).toEqual(code === null ? [] : [{ index: 1, code, detail: expect.any(String) as string }]);
    expect([answer.accepted, answer.refused]).toEqual(code === null ? [3, 0] : [2, 1]);
    expect(
      gateway.appender.textsOf(gateway.orgId).filter((text) => text.trim() === good).length,
    ).toBeGreaterThanOrEqual(2);
  });

  it('alone, under every coding, gets the same verdict', async () => {
    for (const [coding, compress] of Object.entries({
      gzip: gzipSync,
      deflate: deflateSync,
      br: brotliCompressSync,
      zstd: zstdCompressSync,
    })) {
      const body = compress(Buffer.from(line));
      const response = await gateway.post(body, { 'content-encoding': coding });
      const answer = (await response.json()) as Answer;
      if (code === null) expect([response.status, answer.accepted]).toEqual([202, 1]);
      // A body that is one repeated letter looks like a bomb; that is said instead.
      else if (response.status === 413) expect(answer.code).toBe('decoded_too_large');
      else expect([response.status, answer.code, answer.errors[0]?.code]).toEqual([400, 'no_event_accepted', code]);
    }
  });
});

it('takes a byte order mark at the start of a body for framing, and nowhere else', async () => {
  const answer = (await (await gateway.post(`\ufeff${good}\n\ufeff${good}`)).json()) as Answer;
  expect([answer.accepted, answer.errors.map((error) => [error.index, error.code])]).toEqual([
    1,
    [[1, 'invalid_json']],
  ]);
});

describe('JSON arrays', () => {
  const type = { 'content-type': 'application/json' };

  it.each([
    [`[${good},{"eventType":"x",},${good}]`, 2, [[1, 'invalid_json']]],
    [`[${good},,${good}]`, 2, [[1, 'invalid_json']]],
    [
      `[${good},7,"x",null]`,
      1,
      [
        [1, 'not_an_object'],
        [2, 'not_an_object'],
        [3, 'not_an_object'],
      ],
    ],
    [`[${good},{"eventType":"x"`, 1, [[1, 'invalid_json']]],
    [`[${good},${good}`, 2, [[2, 'invalid_json']]],
    [`[${good}]trailing`, 1, [[1, 'invalid_json']]],
    [`[${good},${nest(100)}]`, 1, [[1, 'too_deep']]],
    [`\ufeff [\n${good} ,\n${good}\n]\n`, 2, []],
    [`[\n  {\n    "eventType": "x"\n  }\n]`, 1, []],
  ])('%s', async (body, accepted, errors) => {
    const answer = (await (await gateway.post(body, type)).json()) as Answer;
    expect(answer.accepted).toBe(accepted);
    expect(answer.errors.map((error) => [error.index, error.code])).toEqual(errors);
    for (const text of gateway.appender.textsOf(gateway.orgId)) expect(text).not.toContain('\n');
  });

  it('with one event that is not UTF-8 keep the others', async () => {
    const body = Buffer.concat([Buffer.from(`[${good},`), invalidUtf8, Buffer.from(`,${good}]`)]);
    const answer = (await (await gateway.post(body, type)).json()) as Answer;
    expect([answer.accepted, answer.errors.map((error) => error.code)]).toEqual([2, ['invalid_utf8']]);
  });
});

/** [name, body, headers, status, code] */
const bodies: readonly (readonly [string, Buffer | string, Record<string, string>, number, string])[] = [
  ['no byte', '', {}, 400, 'empty_body'],
  ['blank lines only', '\n\r\n  \n', {}, 400, 'empty_batch'],
  ['an empty array', '[]', { 'content-type': 'application/json' }, 400, 'empty_batch'],
  ['white space only', ' \n', { 'content-type': 'application/json' }, 400, 'empty_batch'],
  ['a JSON string', '"x"', { 'content-type': 'application/json' }, 400, 'invalid_json'],
  ['a truncated object', '{"eventType":"x"', { 'content-type': 'application/json' }, 400, 'no_event_accepted'],
  [
    'a 10 MB object',
    `{"eventType":"${'x'.repeat(10_000_000)}"}`,
    { 'content-type': 'application/json' },
    413,
    'event_too_large',
  ],
  ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
  ['XML', '<x/>', { 'content-type': 'application/xml' }, 415, 'unsupported_media_type'],
  ['another charset', good, { 'content-type': 'application/json; charset=utf-16' }, 415, 'unsupported_media_type'],
  ['an unknown coding', good, { 'content-encoding': 'compress' }, 415, 'unsupported_encoding'],
  ['two codings', good, { 'content-encoding': 'gzip, gzip' }, 415, 'unsupported_encoding'],
  ['gzip that is none', good, { 'content-encoding': 'gzip' }, 400, 'invalid_compression'],
  ['gzip cut', gzipSync(good).subarray(0, -4), { 'content-encoding': 'gzip' }, 400, 'invalid_compression'],
  ['zstd cut', zstdCompressSync(good).subarray(0, -4), { 'content-encoding': 'zstd' }, 400, 'invalid_compression'],
  ['gzip of nothing', gzipSync(''), { 'content-encoding': 'gzip' }, 400, 'empty_body'],
  ['a bomb', gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }, 413, 'decoded_too_large'],
  ['a key with a space', good, { 'idempotency-key': 'a b' }, 400, 'invalid_idempotency_key'],
  ['a key too long', good, { 'idempotency-key': 'k'.repeat(256) }, 400, 'invalid_idempotency_key'],
];

it.each(bodies)('a body of %s', async (_, body, headers, status, code) => {
  const response = await gateway.post(body, headers);
  expect([response.status, ((await response.json()) as Answer).code]).toEqual([status, code]);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(gateway.appender.stored).toEqual([]);
});

it('reads every frame of a zstd body and every member of a gzip body', async () => {
  for (const [coding, compress] of Object.entries({ gzip: gzipSync, zstd: zstdCompressSync })) {
    const body = Buffer.concat([compress(`${good}\n`), compress(`${good}\n`), compress(good)]);
    const response = await gateway.post(body, { 'content-encoding': coding });
    expect((await response.json()) as Answer).toMatchObject({ accepted: 3, refused: 0 });
  }
});

describe('text/plain', () => {
  const type = { 'content-type': 'text/plain' };

  it('takes any line, with any line end', async () => {
    const body = Buffer.concat([Buffer.from('\ufeffone\r\n\r\ntwo\n\0three'), Buffer.from([0xff, 0x0a])]);
    const answer = (await (await gateway.post(body, type)).json()) as Answer;
    expect(answer).toMatchObject({ accepted: 3, refused: 0 });
    const events = gateway.appender.textsOf(gateway.orgId).map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(events.map((event) => event.raw ?? event.rawBase64)).toEqual([
      'one',
      'two',
      Buffer.from([0, ...Buffer.from('three'), 0xff]).toString('base64'),
    ]);
  });

  it.each(['?format=unknown', '?timeZone=Mars', '?timeZone=%2B99:00'])('refuses %s', async (query) => {
    const response = await gateway.post('x', type, query);
    expect([response.status, ((await response.json()) as Answer).code]).toEqual([400, 'invalid_parameter']);
  });

  it('reads times without a zone as the sender says', async () => {
    await gateway.post('Nov 21 10:00:00 h p: x', type, '?timeZone=%2B02:00&format=syslog');
    const event = JSON.parse(gateway.appender.textsOf(gateway.orgId)[0] ?? '') as { eventTimeMs: number };
    expect(new Date(event.eventTimeMs).getUTCHours()).toBe(8);
  });
});

describe('requests that are not HTTP', () => {
  it.each([
    ['garbage', ['\x16\x03\x01\x02\x00\r\n\r\n'], 400, 'malformed_request'],
    [
      'a bad chunk size',
      [headOf(['Content-Type: text/plain', 'Transfer-Encoding: chunked']), 'zz\r\nxx\r\n'],
      400,
      'malformed_request',
    ],
    [
      'both length and chunks',
      [headOf(['Content-Type: text/plain', 'Content-Length: 3', 'Transfer-Encoding: chunked']), '0\r\n\r\n'],
      400,
      'malformed_request',
    ],
    ['a negative length', [headOf(['Content-Type: text/plain', 'Content-Length: -1']), 'x'], 400, 'malformed_request'],
    ['headers without end', [`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n`], 431, 'headers_too_large'],
    ['no length at all', [headOf(['Content-Type: text/plain', 'Connection: close'])], 400, 'empty_body'],
  ])('%s', async (_, parts, status, code) => {
    const answer = await rawExchange(gateway.port, parts);
    expect([answer.status, (JSON.parse(answer.body) as Answer).code]).toEqual([status, code]);
  });
});

it('still serves good requests after all of this', async () => {
  expect((await gateway.post(good)).status).toBe(202);
  expect(gateway.gateway.inFlight.bytes).toBe(0);
  expect(gateway.gateway.watch.size).toBe(0);
});
