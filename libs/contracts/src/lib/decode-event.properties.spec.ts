import fc from 'fast-check';
import { buildEvent, eventFieldsSchema } from './event.ts';
import { decodeEvent } from './decode-event.ts';
import { toEcs } from './views/ecs.ts';
import { parseOrgId } from './ids.ts';

const scalars = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    'high',
    'INFO',
    '7',
    '203.0.113.7',
    '2001:db8::1',
    '2026-01-01T12:00:00Z',
    '1700000000000',
    'x'.repeat(1_025),
  ),
  fc.ipV4(),
  fc.ipV6(),
);
const names = fc.constantFrom(
  ...['eventType', 'severity', 'sourceIp', 'destinationIp', 'user', 'asset', 'action', 'outcome', 'eventTimeMs'],
  ...['message', 'tags', 'payload', 'raw', 'rawBase64', 'externalId', 'event_type', 'level', 'source_ip', 'src_ip'],
  ...['username', 'asset_id', 'timestamp', '@timestamp', 'event_time', 'id', 'msg', 'event.action', 'source.ip'],
  ...['event', 'source', 'destination', 'host', 'log', 'client', 'server', 'user.name', '__proto__', 'constructor'],
  ...[
    'Event',
    'winlog',
    'EventID',
    'Channel',
    'TargetUserName',
    'IpAddress',
    'published',
    'outcome.result',
    'id.orig_h',
  ],
);
const inner = fc.dictionary(
  fc.constantFrom('ip', 'name', 'action', 'severity', 'level', 'id', 'outcome', '__proto__'),
  scalars,
);
const dataFields = fc.dictionary(
  fc.constantFrom('TargetUserName', 'SubjectUserName', 'IpAddress', 'Status', 'User', 'SourceIp', 'Data', '__proto__'),
  fc.oneof(scalars, fc.array(fc.record({ Name: scalars, '#text': scalars }), { maxLength: 3 })),
);
const windowsEvent = fc.record({
  System: fc.record({
    Channel: fc.oneof(fc.constantFrom('Security', 'Microsoft-Windows-Sysmon/Operational'), scalars),
    EventID: fc.oneof(fc.constantFrom<unknown>(4624, 4625, '4625', 4771, 4776, 1, 3, { '#text': 4625 }), scalars),
    Computer: scalars,
    Keywords: fc.oneof(fc.constant('0x8010000000000000'), scalars),
    TimeCreated: fc.oneof(fc.record({ '#attributes': fc.record({ SystemTime: scalars }) }), scalars),
  }),
  EventData: fc.oneof(dataFields, scalars),
});
const winlogEvent = fc.record({ channel: fc.constant('Security'), event_id: scalars, event_data: dataFields });
/** Objects that look like events of every dialect, mixed and broken. */
const values = fc.oneof(scalars, inner, fc.array(scalars, { maxLength: 3 }), fc.jsonValue(), windowsEvent, winlogEvent);
const eventLike = fc
  .array(fc.tuple(names, values), {
    maxLength: 12,
  })
  .map(
    (pairs) =>
      JSON.parse(`{${pairs.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v) ?? 'null'}`).join()}}`) as unknown,
  );

const known = { eventId: 's-1-0-0', orgId: parseOrgId('3f2b8c1e-5a47-4d0e-9c3b-7a6f1e2d4c5b'), receivedAtMs: 0 };

/** What holds for every value that JSON can carry. */
function check(value: unknown): void {
  const decoded = decodeEvent(value);
  if (!decoded.ok) {
    expect(decoded.detail.length).toBeGreaterThan(0);
    return;
  }
  expect(eventFieldsSchema.safeParse(decoded.fields).error?.issues ?? []).toEqual([]);
  const again = decodeEvent(JSON.parse(JSON.stringify(decoded.fields)));
  // JSON has no minus zero, which only a payload can still hold: everything of ours is equal as it stands.
  const { payload: before, ...rest } = decoded.fields;
  const { payload: after, ...restAgain } = again.ok ? again.fields : { payload: undefined };
  expect(restAgain).toEqual(rest);
  expect(JSON.stringify(after)).toBe(JSON.stringify(before));
  expect(() => JSON.stringify(toEcs(buildEvent(decoded.fields, known)))).not.toThrow();
}

describe('decodeEvent, for any JSON', () => {
  it('never throws, and what it accepts fulfils the contract and survives JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), check), { numRuns: 500 });
  });

  it('does so for everything that looks like an event', () => {
    fc.assert(fc.property(eventLike, check), { numRuns: 5_000 });
  });

  it('accepts every event the contract describes, unchanged', () => {
    const text = fc.string({ maxLength: 40 });
    const valid = fc.record(
      {
        eventType: fc.stringMatching(/^[a-z0-9_.]{1,64}$/),
        severity: fc.constantFrom('informational', 'low', 'medium', 'high', 'critical'),
        sourceIp: fc.ipV4(),
        destinationIp: fc.ipV6(),
        ...{ user: text, asset: text, action: text, outcome: text, externalId: text, message: text, raw: text },
        eventTimeMs: fc.integer({ min: -8.64e15, max: 8.64e15 }),
        tags: fc.array(text, { maxLength: 64 }),
        payload: fc.dictionary(text, fc.integer()),
      },
      { requiredKeys: ['eventType', 'severity'], noNullPrototype: true },
    );
    fc.assert(
      fc.property(valid, (event) => {
        expect(eventFieldsSchema.safeParse(event).success).toBe(true);
        expect(decodeEvent(event)).toEqual({ ok: true, fields: event });
      }),
    );
  });
});
