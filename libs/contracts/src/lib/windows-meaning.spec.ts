import { decodeEvent } from './decode-event.ts';
import { EVENT_TYPES } from './event-types.ts';
import { WINDOWS_EVENTS } from './windows-events.ts';

function evtx(channel: string, id: unknown, data: unknown, system: Record<string, unknown> = {}): object {
  return {
    Event: {
      '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
      System: {
        EventID: id,
        Channel: channel,
        Computer: 'dc1.example.test',
        TimeCreated: { '#attributes': { SystemTime: '2026-01-01T12:00:00.123456Z' } },
        Keywords: '0x8010000000000000',
        ...system,
      },
      EventData: data,
    },
  };
}

function fieldsOf(event: object): object {
  const decoded = decodeEvent(event);
  if (!decoded.ok) throw new Error(decoded.detail);
  return JSON.parse(JSON.stringify(decoded.fields)) as object;
}

const timed = { asset: 'dc1.example.test', eventTimeMs: 1767268800123, outcome: 'failure' };

describe('a Windows event in its XML nesting', () => {
  it('has meaning: a failed sign-in', () => {
    const event = evtx('Security', 4625, { TargetUserName: 'alice', SubjectUserName: '-', IpAddress: '203.0.113.9' });
    expect(fieldsOf(event)).toEqual({
      ...timed,
      eventType: 'failed_login',
      severity: 'medium',
      user: 'alice',
      sourceIp: '203.0.113.9',
    });
  });

  it.each([
    [4624, {}, { eventType: 'successful_login', severity: 'informational' }],
    [4688, { SubjectUserName: 'bob' }, { eventType: 'process_creation', severity: 'informational', user: 'bob' }],
    [4720, { TargetUserName: 'new', SubjectUserName: 'bob' }, { eventType: 'account_change', user: 'new' }],
    [4732, { TargetUserName: 'Administrators', SubjectUserName: 'bob' }, { eventType: 'account_change', user: 'bob' }],
    [4776, { Status: '0xC000006A', TargetUserName: 'a' }, { eventType: 'failed_login', severity: 'medium' }],
    [4776, { Status: '0xc0000064', TargetUserName: 'a' }, { eventType: 'invalid_user', severity: 'low' }],
    [4776, { Status: '0x0', TargetUserName: 'a' }, { eventType: 'authentication_attempt', severity: 'informational' }],
    [4776, {}, { eventType: 'authentication_failure', severity: 'low' }],
    [4771, { Status: '0x18' }, { eventType: 'failed_login' }],
    [5156, { SourceAddress: '10.0.0.1', DestAddress: '10.0.0.2' }, { sourceIp: '10.0.0.1', destinationIp: '10.0.0.2' }],
    [9999, { TargetUserName: 'a' }, { eventType: 'unclassified', severity: 'informational' }],
  ])('event %d with %j is %j', (id, data, expected) => {
    expect(fieldsOf(evtx('Security', id, data))).toMatchObject(expected);
  });

  it.each(['-', 'LOCAL', '', 'fe80::1%12', '999.1.1.1', 7, null, ['10.0.0.1'], { '#text': 1 }])(
    'is never refused for the address %j',
    (address) => {
      const fields = fieldsOf(evtx('Security', 4625, { IpAddress: address, TargetUserName: '-' }));
      expect(fields).toEqual({ ...timed, eventType: 'failed_login', severity: 'medium' });
    },
  );

  it('has one spelling of an IPv4 address', () => {
    expect(fieldsOf(evtx('Security', 4625, { IpAddress: '::ffff:10.0.0.7' }))).toMatchObject({ sourceIp: '10.0.0.7' });
  });

  it.each([
    [{ EventID: { '#attributes': { Qualifiers: 0 }, '#text': 4625 } }],
    [{ EventID: { Value: 4625 } }],
    [{ EventID: '4625' }],
    [{ TimeCreated: { '@SystemTime': '2026-01-01T12:00:00.123Z' } }],
    [{ TimeCreated: { SystemTime: '2026-01-01T12:00:00.123Z' } }],
  ])('may be written as %j', (system) => {
    const data = { Data: [{ '#attributes': { Name: 'TargetUserName' }, '#text': 'alice' }] };
    const expected = { ...timed, eventType: 'failed_login', severity: 'medium', user: 'alice' };
    expect(fieldsOf(evtx('Security', 4625, data, system))).toEqual(expected);
  });

  it('leaves out what is not valid', () => {
    const system = { Computer: 'x'.repeat(2_000), TimeCreated: { '#attributes': { SystemTime: 'soon' } }, Keywords: 7 };
    expect(fieldsOf(evtx('Security', 4625, [], system))).toEqual({ eventType: 'failed_login', severity: 'medium' });
    for (const broken of [{ Event: {} }, { Event: [] }, { Event: 'x' }, { Event: { System: [] } }]) {
      expect(fieldsOf(broken)).toEqual({ eventType: 'unclassified', severity: 'informational' });
    }
  });

  it('gives way to what its sender says, whatever the order', () => {
    const event = evtx('Security', 4625, { TargetUserName: 'alice', IpAddress: '203.0.113.9' });
    const said = { severity: 'low', user: 'bob', source_ip: '198.51.100.1', eventTimeMs: 5 };
    const expected = {
      eventType: 'failed_login',
      severity: 'low',
      user: 'bob',
      sourceIp: '198.51.100.1',
      eventTimeMs: 5,
    };
    expect(fieldsOf({ ...event, ...said })).toMatchObject(expected);
    expect(fieldsOf({ ...said, ...event })).toMatchObject(expected);
  });

  it('is understood under payload', () => {
    const payload = evtx('Security', 4625, { TargetUserName: 'alice' });
    expect(fieldsOf({ payload })).toMatchObject({ ...timed, eventType: 'failed_login', user: 'alice', payload });
  });
});

describe('a Windows event of the Elastic agents', () => {
  it('takes its type from the event id, the rest from ECS', () => {
    const event = {
      '@timestamp': '2026-01-01T12:00:00Z',
      event: { action: 'logon-failed', code: '4625' },
      host: { name: 'ws1' },
      winlog: { channel: 'Security', event_id: '4625', event_data: { TargetUserName: 'alice', IpAddress: '-' } },
    };
    expect(fieldsOf(event)).toMatchObject({
      eventType: 'failed_login',
      severity: 'medium',
      user: 'alice',
      asset: 'ws1',
    });
  });
});

describe('a flat Windows event', () => {
  it('has the same meaning', () => {
    const event = {
      ...{ EventTime: '2026-01-01 12:00:00', Hostname: 'ws1', Channel: 'Security', EventID: 4625, Message: 'text' },
      ...{ SubjectUserName: 'WS1$', TargetUserName: 'alice', IpAddress: '::ffff:203.0.113.4' },
    };
    expect(fieldsOf(event)).toEqual({
      ...{ eventType: 'failed_login', severity: 'medium', user: 'alice', sourceIp: '203.0.113.4', asset: 'ws1' },
      ...{ eventTimeMs: 1767268800000, message: 'text' },
    });
    expect(fieldsOf({ EventID: 4625 })).toEqual({ eventType: 'unclassified', severity: 'informational' });
    expect(fieldsOf({ EventID: {}, Channel: [] })).toEqual({ eventType: 'unclassified', severity: 'informational' });
  });
});

describe('the table of Windows events', () => {
  it('names types of the vocabulary only', () => {
    const meanings = [...WINDOWS_EVENTS.values()].flatMap((byId) => [...byId.values()]);
    const types = meanings.flatMap((m) => [m.eventType, ...Object.values(m.byStatus?.values ?? {})]);
    expect(types.filter((type) => !(type in EVENT_TYPES))).toEqual([]);
  });
});
