import { decodeEvent, UNCLASSIFIED, type DecodeErrorCode } from './decode-event.ts';
import { MAX_EVENT_TYPE, MAX_SHORT_TEXT, MAX_TAGS, type EventFields } from './event.ts';

const at = Date.UTC(2026, 0, 1, 12);
const plain = { eventType: UNCLASSIFIED, severity: 'informational' } as const;

/** Decodes the text of one event as readers do. */
function decodeText(text: string): ReturnType<typeof decodeEvent> {
  return decodeEvent(JSON.parse(text));
}

function fieldsOf(value: unknown): EventFields {
  const decoded = decodeEvent(value);
  if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
  return decoded.fields;
}

const full: EventFields = {
  eventType: 'failed_login',
  severity: 'high',
  sourceIp: '203.0.113.7',
  destinationIp: '2001:db8::1',
  user: 'root',
  asset: 'bastion-1',
  action: 'login',
  outcome: 'failure',
  eventTimeMs: at,
  message: 'Failed password',
  tags: ['ssh', 'lab'],
  payload: { port: 22, nested: [null, 1e20] },
  raw: 'Jan  1 12:00:00 bastion-1 sshd[1]: Failed password',
  rawBase64: '/w==',
  externalId: 'x-1',
};

describe('decodeEvent names', () => {
  it('takes canonical names as they are', () => {
    expect(fieldsOf(full)).toEqual(full);
  });

  it('takes the snake_case names of the requirements', () => {
    const given = {
      event_type: 'failed_login',
      severity: 'critical',
      source_ip: '203.0.113.7',
      destination_ip: '203.0.113.8',
      username: 'root',
      asset_id: 'bastion-1',
      timestamp: '2026-01-01T12:00:00Z',
      event_id: 'x-1',
      msg: 'Failed password',
      payload: { port: 22 },
    };
    expect(fieldsOf(given)).toEqual({
      eventType: 'failed_login',
      severity: 'critical',
      sourceIp: '203.0.113.7',
      destinationIp: '203.0.113.8',
      user: 'root',
      asset: 'bastion-1',
      eventTimeMs: at,
      externalId: 'x-1',
      message: 'Failed password',
      payload: { port: 22 },
    });
  });

  const ecs: EventFields = {
    eventType: 'user_login',
    severity: 'medium',
    sourceIp: '203.0.113.7',
    destinationIp: '203.0.113.8',
    user: 'root',
    asset: 'bastion-1',
    action: 'User-Login',
    outcome: 'failure',
    eventTimeMs: at,
    raw: 'line',
    externalId: 'x-1',
  };

  it('takes ECS names, nested', () => {
    const given = {
      '@timestamp': '2026-01-01T12:00:00.000Z',
      event: { action: 'User-Login', severity: 60, outcome: 'failure', id: 'x-1', original: 'line' },
      source: { ip: ['203.0.113.7', '203.0.113.9'] },
      destination: { ip: '203.0.113.8' },
      user: { name: 'root' },
      host: { name: 'bastion-1' },
    };
    expect(fieldsOf(given)).toEqual(ecs);
  });

  it('takes ECS names, dotted', () => {
    const given = {
      '@timestamp': at,
      'event.action': 'User-Login',
      'event.severity': 60,
      'event.outcome': 'failure',
      'event.id': 'x-1',
      'event.original': 'line',
      'source.ip': ['203.0.113.7', '203.0.113.9'],
      'destination.ip': '203.0.113.8',
      'user.name': 'root',
      'host.hostname': 'bastion-1',
    };
    expect(fieldsOf(given)).toEqual(ecs);
  });

  it('prefers the canonical name to an alias, and that to an ECS path', () => {
    const given = { user: 'canonical', username: 'flat', 'user.name': 'ecs', event: { severity: 99 }, level: 'low' };
    expect(fieldsOf(given)).toMatchObject({ user: 'canonical', severity: 'low' });
    expect(fieldsOf({ user: { name: 'ecs' }, username: 'flat' }).user).toBe('flat');
    expect(fieldsOf({ log: { level: 'warn' }, event: { code: '4625' } })).toEqual({
      eventType: '4625',
      severity: 'medium',
    });
  });

  it('passes an alias over that holds nothing', () => {
    expect(fieldsOf({ user: null, username: 'flat', source: null, host: 'text' })).toEqual({
      ...plain,
      user: 'flat',
      asset: 'text',
    });
  });

  it('leaves unknown fields to the sender’s bytes', () => {
    expect(fieldsOf({ colour: 'red', sourceIpCountry: 'NL' })).toEqual(plain);
  });
});

describe('decodeEvent values', () => {
  it.each([{ a: 1 }, { eventType: null, severity: null, sourceIp: null, eventTimeMs: null, user: null, tags: null }])(
    'gives %j the defaults',
    (given) => {
      expect(fieldsOf(given)).toEqual(plain);
    },
  );

  it.each([
    ['eventType', 'payload'],
    ['event_type', 'payload'],
  ])('takes a null beside %s for absent', (typeName, name) => {
    expect(fieldsOf({ [typeName]: 'x', [name]: null })).toEqual({ eventType: 'x', severity: 'informational' });
  });

  it.each([
    ['failed_login', 'failed_login'],
    ['Process Create', 'process_create'],
    ['--User/Login--', 'user_login'],
    ['a.b_1', 'a.b_1'],
    ['x'.repeat(MAX_EVENT_TYPE), 'x'.repeat(MAX_EVENT_TYPE)],
  ])('spells the event type %j as %j', (given, expected) => {
    expect(fieldsOf({ eventType: given }).eventType).toBe(expected);
  });

  it('takes numbers and booleans for texts', () => {
    expect(fieldsOf({ user: 0, asset: 12.5, outcome: true, message: false })).toEqual({
      ...plain,
      ...{ user: '0', asset: '12.5', outcome: 'true', message: 'false' },
    });
  });

  it('takes a lone tag for a list', () => {
    expect(fieldsOf({ tags: 'ssh' }).tags).toEqual(['ssh']);
    expect(fieldsOf({ tags: [] }).tags).toEqual([]);
  });

  it('takes eventTimeMs at its word and guesses the unit of every other time', () => {
    expect(fieldsOf({ eventTimeMs: 1_700_000_000 }).eventTimeMs).toBe(1_700_000_000);
    expect(fieldsOf({ eventTimeMs: at + 0.4 }).eventTimeMs).toBe(at);
    expect(fieldsOf({ eventTimeMs: '2026-01-01T12:00:00Z' }).eventTimeMs).toBe(at);
    for (const time of [at / 1000, at, at * 1000, '2026-01-01T12:00:00Z', String(at)]) {
      expect(fieldsOf({ timestamp: time }).eventTimeMs).toBe(at);
      expect(fieldsOf({ time }).eventTimeMs).toBe(at);
    }
    expect(fieldsOf({ eventTimeMs: 5, timestamp: at }).eventTimeMs).toBe(5);
  });

  it('takes an empty address for none', () => {
    expect(fieldsOf({ sourceIp: '', destinationIp: '' })).toEqual(plain);
  });

  it('keeps every text that JSON can hold', () => {
    for (const text of ['\u0000', '\ud800', '𝕏', '\u202eevil', '']) {
      expect(fieldsOf({ user: text, message: text })).toMatchObject({ user: text, message: text });
    }
  });

  it('passes a payload on as it is', () => {
    const payload = { deep: [[[[[]]]]], constructor: 'x' };
    expect(fieldsOf({ payload }).payload).toBe(payload);
    expect(fieldsOf({ payload: 0 }).payload).toBe(0);
  });

  it('does not look into a payload, however deep', () => {
    const depth = 5_000;
    const decoded = decodeText(`{"eventType":"x","payload":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    expect(decoded.ok).toBe(true);
  });
});

describe('decodeEvent refuses', () => {
  const long = 'x'.repeat(MAX_SHORT_TEXT + 1);

  it.each<[string, unknown, DecodeErrorCode]>([
    ['null', null, 'not_an_object'],
    ['a number', 1, 'not_an_object'],
    ['a text', 'x', 'not_an_object'],
    ['a list', [{ eventType: 'x' }], 'not_an_object'],
    ['nothing', undefined, 'not_an_object'],
    ['an empty object', {}, 'empty_event'],
    ['an event type of marks', { eventType: '***' }, 'invalid_event_type'],
    ['an empty event type', { eventType: '' }, 'invalid_event_type'],
    ['a long event type', { eventType: 'x'.repeat(MAX_EVENT_TYPE + 1) }, 'invalid_event_type'],
    ['a number as event type', { eventType: 4625 }, 'invalid_event_type'],
    ['an unknown severity', { severity: 'urgent' }, 'invalid_severity'],
    ['a severity above 100', { severity: 101 }, 'invalid_severity'],
    ['an infinite severity', JSON.parse('{"severity":1e400}'), 'invalid_severity'],
    ['a severity named like a method', { severity: 'constructor' }, 'invalid_severity'],
    ['a bad source address', { sourceIp: '1.2.3' }, 'invalid_source_ip'],
    ['a number as source address', { source_ip: 16843009 }, 'invalid_source_ip'],
    ['a bad destination address', { destinationIp: 'fe80::1%eth0' }, 'invalid_destination_ip'],
    ['a bad ECS address', { destination: { ip: 'localhost' } }, 'invalid_destination_ip'],
    ['a time no date can carry', { eventTimeMs: 8.65e15 }, 'invalid_event_time'],
    ['an infinite eventTimeMs', JSON.parse('{"eventTimeMs":1e400}'), 'invalid_event_time'],
    ['a text that is no time', { eventTimeMs: 'yesterday' }, 'invalid_event_time'],
    ['a day that does not exist', { timestamp: '2026-02-30T00:00:00Z' }, 'invalid_event_time'],
    ['an infinite time', JSON.parse('{"timestamp":1e400}'), 'invalid_event_time'],
    ['an object as user', { asset: { name: 'x' } }, 'invalid_field'],
    ['a list as message', { message: ['x'] }, 'invalid_field'],
    ['an infinite number as text', JSON.parse('{"user":1e400}'), 'invalid_field'],
    ['a long user', { user: long }, 'field_too_long'],
    ['a long alias', { hostname: long }, 'field_too_long'],
    ['too many tags', { tags: Array.from({ length: MAX_TAGS + 1 }, () => 'x') }, 'field_too_long'],
    ['a long tag', { tags: [long] }, 'field_too_long'],
    ['a tag that is no text', { tags: ['x', 1] }, 'invalid_field'],
    ['an object as tags', { tags: {} }, 'invalid_field'],
  ])('%s', (_name, value, code) => {
    const decoded = decodeEvent(value);
    expect(decoded).toMatchObject({ ok: false, code });
    if (!decoded.ok) expect(decoded.detail).not.toBe('');
  });

  it('says nothing of the value it refuses, which may be a secret', () => {
    const text = JSON.stringify(decodeEvent({ user: { password: 'hunter2' }, severity: 'hunter2' }));
    expect(text).not.toContain('hunter2');
  });
});

describe('records of other products', () => {
  it('keep their meaning under their own names', () => {
    const okta = {
      actor: { alternateId: 'a@example.test' },
      client: { ipAddress: '203.0.113.5' },
      eventType: 'user.session.start',
      outcome: { result: 'FAILURE', reason: 'x' },
      published: '2026-01-01T00:00:00Z',
      severity: 'WARN',
    };
    expect(fieldsOf(okta)).toEqual({
      ...{ eventType: 'failed_login', severity: 'medium', sourceIp: '203.0.113.5', user: 'a@example.test' },
      ...{ action: 'user.session.start', outcome: 'failure', eventTimeMs: 1767225600000 },
    });
  });

  it.each([
    [{ level: 'Metadata', user: { username: 'u' } }, { user: 'u' }],
    [{ level: 'Information' }, {}],
    [{ sourceIPAddress: 's3.amazonaws.com', eventName: 'x' }, {}],
    [{ time: '00:00:00', devname: 'fw' }, { asset: 'fw' }],
    [{ ts: 'x', UserId: '-', Message: 7, Computer: 'c'.repeat(2_000), outcome: { result: {} } }, {}],
    [{ id: { orig_h: '203.0.113.5' } }, { sourceIp: '203.0.113.5' }],
    [
      { user: 'bob', UserId: 'alice', source: { ip: '203.0.113.1' }, ClientIP: '203.0.113.2' },
      { user: 'bob', sourceIp: '203.0.113.1' },
    ],
  ])('%j refuses nothing', (event, fields) => {
    expect(fieldsOf(event)).toEqual({ eventType: 'unclassified', severity: 'informational', ...fields });
  });
});

describe('decodeEvent and hostile keys', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'takes %s for a plain key',
    (key) => {
      const canonical = decodeText(`{"eventType":"x","${key}":{"severity":"critical","user":"admin","isAdmin":true}}`);
      const aliased = decodeText(`{"event_type":"x","${key}":{"severity":"critical","user":"admin","isAdmin":true}}`);
      for (const decoded of [canonical, aliased]) {
        expect(decoded).toEqual({ ok: true, fields: { eventType: 'x', severity: 'informational' } });
      }
      expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
      expect(({} as Record<string, unknown>).severity).toBeUndefined();
    },
  );

  it('looks for ECS objects among own keys only', () => {
    expect(fieldsOf(JSON.parse('{"event_type":"x","host":{"__proto__":{"name":"evil"}}}')).asset).toBeUndefined();
  });

  it('keeps the last of two equal keys, as PostgreSQL does', () => {
    expect(decodeText('{"user":"first","user":"last"}')).toMatchObject({ ok: true, fields: { user: 'last' } });
  });

  it('does not write to what it is given', () => {
    const given = Object.freeze({
      event_type: 'x',
      source: Object.freeze({ ip: '203.0.113.7' }),
      tags: Object.freeze(['a']),
    });
    expect(fieldsOf(given)).toMatchObject({ sourceIp: '203.0.113.7', tags: ['a'] });
  });
});
