import { KEY, WEBHOOK_KEY_ID, WEBHOOK_SECRET } from './start-gateway.ts';

/** A request to begin with. */
export interface FuzzRequest {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

const json = { 'content-type': 'application/json' };
const key = { authorization: `Bearer ${KEY}` };
const channel = { 'x-splunk-request-channel': '3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b' };
const line = 'Nov 22 10:00:00 h sshd[1]: Failed password for root from 203.0.113.9 port 22 ssh2';
const request = (path: string, body: unknown, headers: Record<string, string> = json): FuzzRequest => ({
  path,
  headers: { ...key, ...headers },
  body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

const event = { eventType: 'a', severity: 'low', sourceIp: '203.0.113.9', user: 'ü', payload: { n: [1, { b: null }] } };
const cloudEvent = {
  specversion: '1.0',
  id: '1',
  source: '/s',
  type: 'a.b',
  time: '2026-01-01T00:00:00Z',
  data: event,
};
const record = {
  timeUnixNano: '1763800000123456789',
  severityNumber: 9,
  body: {
    kvlistValue: {
      values: [{ key: 'a', value: { arrayValue: { values: [{ intValue: '1' }, { doubleValue: 0.5 }] } } }],
    },
  },
  attributes: [
    { key: 'user.name', value: { stringValue: 'u' } },
    { key: 'b', value: { bytesValue: 'AQID' } },
  ],
  traceId: '5b8efff798038103d269b633813fc60c',
};
const logs = {
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'host.name', value: { stringValue: 'h' } }] },
      scopeLogs: [{ scope: { name: 's' }, logRecords: [record, { body: { stringValue: line } }] }],
    },
  ],
};
/** The same in protobuf: one resource with a record whose body is `hi` and whose severity is 9. */
const logsBytes = Buffer.from(
  '0a2a0a140a120a09686f73742e6e616d6512050a03776562121212101009' + '2a040a0268693206' + '0a016112010a',
  'hex',
);

/** Good requests of every protocol, which inputs are made from. */
export const FUZZ_SEEDS: Readonly<Record<string, readonly FuzzRequest[]>> = {
  hec: [
    request(
      '/services/collector/event',
      `${JSON.stringify({ time: 1763800000.5, host: 'h', source: 's', event })}\n${JSON.stringify({ event: line, fields: { a: ['b'] }, index: 'main' })}`,
    ),
    request('/services/collector', JSON.stringify({ event, sourcetype: 'x' }).repeat(3), { ...json, ...channel }),
    request(
      '/services/collector/event',
      '{ "event" : {\n "event": {"action": "x"} }, "time": "1763800000" }{"event":"{\\"a\\":1}"}',
    ),
    request('/services/collector/raw?host=h&sourcetype=st&time=1', `${line}\r\n{"a":1}\n\nx`, {
      'content-type': 'text/plain',
    }),
    request('/services/collector/ack', { acks: [0, 1] }, { ...json, ...channel }),
  ],
  elastic: [
    request(
      '/_bulk',
      `{"index":{"_index":"a","_id":"1"}}\n${JSON.stringify(event)}\n{"create":{}}\n{"message":"x"}\n`,
      { 'content-type': 'application/x-ndjson' },
    ),
    request(
      '/logs/_bulk?filter_path=errors,items.*.status',
      `{"create":{"_id":7}}\n{"a":1}\n{"delete":{"_id":"1"}}\n{"update":{}}\n{"doc":{}}\n`,
    ),
    request('/_bulk?filter_path=**.status,-x', '{"index":{"pipeline":"p"}}\n{"source":{"ip":"203.0.113.9"}}', {
      'content-type': 'application/vnd.elasticsearch+x-ndjson; compatible-with=9',
    }),
  ],
  otlp: [
    request('/v1/logs', logs),
    request('/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{}, record] }] }] }),
    request('/v1/logs', logsBytes, { 'content-type': 'application/x-protobuf' }),
  ],
  cloudevents: [
    request('/v1/cloudevents', cloudEvent, { 'content-type': 'application/cloudevents+json' }),
    request('/v1/cloudevents', [cloudEvent, { ...cloudEvent, id: '2', data: line }], {
      'content-type': 'application/cloudevents-batch+json',
    }),
    request(
      '/v1/cloudevents',
      { ...cloudEvent, data: undefined, data_base64: 'eyJhIjoxfQ==' },
      { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    ),
    request('/v1/cloudevents', event, {
      ...json,
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/s',
      'ce-type': 'a.b',
      'ce-subject': 'a%20b',
    }),
  ],
  webhook: [
    request('/v1/webhooks/generic', [event, { a: 1 }]),
    request(
      '/v1/webhooks/github',
      { action: 'x', sender: { login: 'u' }, alert: { severity: 'high' } },
      { ...json, 'x-github-event': 'push' },
    ),
    request('/v1/webhooks/falcosidekick', {
      rule: 'r',
      output: 'o',
      priority: 'Warning',
      time: '2026-01-01T00:00:00Z',
      output_fields: { 'user.name': 'u' },
    }),
    request('/v1/webhooks/alertmanager', {
      version: '4',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'a', severity: 'critical' },
          startsAt: '2026-01-01T00:00:00Z',
          fingerprint: 'f',
        },
      ],
    }),
    request(`/v1/webhooks/generic/${WEBHOOK_KEY_ID}`, { a: 1 }, { ...json, authorization: `Bearer ${WEBHOOK_SECRET}` }),
  ],
};

const tokens = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\n',
    '\r\n',
    '\0',
    ' ',
    '}{',
    '""',
    'null',
    'true',
    '0',
    '-1',
    '1e999',
    '{}',
    '[]',
  ],
  ...[
    '"event":',
    '"\\u0065vent":{}',
    '{"index":{}}\n',
    '\ud800',
    '\u2028',
    '€',
    '\ufeff',
    '99999999999999999999',
    '"__proto__":',
  ],
];

/** Makes requests out of good ones, the same for the same numbers. */
export function fuzzRequest(seeds: readonly FuzzRequest[], random: () => number): FuzzRequest {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { path, headers, body } = pick(seeds);
  return {
    path: random() < 0.05 ? mutatedPath(path, random) : path,
    headers: random() < 0.1 ? mutatedHeaders(headers, random) : headers,
    body: mutatedBody(body, random),
  };
}

function mutatedBody(body: Buffer, random: () => number): Buffer {
  let result = body;
  // Most have few changes, so that they come past the first look.
  for (let left = Math.floor(random() ** 2 * 5); left > 0; left -= 1) result = mutatedOnce(result, random);
  return result;
}

function mutatedOnce(body: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * (body.length + 1));
  const end = Math.min(body.length, at + 1 + Math.floor(random() ** 3 * 60));
  const kind = random();
  const token = Buffer.from(tokens[Math.floor(random() * tokens.length)] as string);
  if (kind < 0.3) return Buffer.concat([body.subarray(0, at), token, body.subarray(at)]);
  if (kind < 0.45) return Buffer.concat([body.subarray(0, at), body.subarray(end)]);
  if (kind < 0.6) return Buffer.concat([body.subarray(0, end), body.subarray(at)]);
  if (kind < 0.65) return body.subarray(0, at);
  if (kind < 0.85) return scalarChanged(body, token, random);
  const flipped = Buffer.from(body);
  if (at < flipped.length) flipped[at] = Math.floor(random() * 256);
  return flipped;
}

/** Puts another value where a number or short text stands, which leaves the rest well formed. */
function scalarChanged(body: Buffer, token: Buffer, random: () => number): Buffer {
  const text = body.toString('latin1');
  const scalars = [...text.matchAll(/"[^"\\\n]{0,20}"|\b\d+(?:\.\d+)?\b/g)];
  const found = scalars[Math.floor(random() * scalars.length)];
  if (found === undefined) return body;
  const value =
    random() < 0.5 ? Buffer.from(JSON.stringify(token.toString('utf8'))) : Buffer.from(String(random() * 1e13));
  return Buffer.concat([body.subarray(0, found.index), value, body.subarray(found.index + found[0].length)]);
}

function mutatedPath(path: string, random: () => number): string {
  const names = ['filter_path', 'channel', 'token', 'time', 'host', 'index'];
  const name = names[Math.floor(random() * names.length)] as string;
  const value = encodeURIComponent(String(tokens[Math.floor(random() * tokens.length)]).toWellFormed());
  return `${path}${path.includes('?') ? '&' : '?'}${name}=${value}`;
}

function mutatedHeaders(headers: Record<string, string>, random: () => number): Record<string, string> {
  const names = ['content-type', 'content-encoding', 'authorization', 'ce-id', 'x-splunk-request-channel'];
  const values = [
    '',
    'gzip',
    'application/json',
    'application/x-protobuf',
    'text/plain',
    'Splunk x',
    'a%zz',
    'zstd',
    '*',
  ];
  const name = names[Math.floor(random() * names.length)] as string;
  return { ...headers, [name]: values[Math.floor(random() * values.length)] as string };
}
