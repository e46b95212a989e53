import { decodeEvent, type EventFields } from '@redoubt/contracts';
import fc from 'fast-check';
import { sourceByKey } from './source-registry.ts';
import { toSigmaEvent } from './to-sigma-event.ts';

const plain: EventFields = { eventType: 'unclassified', severity: 'informational' };

function classify(value: unknown): ReturnType<typeof toSigmaEvent> {
  const decoded = decodeEvent(value);
  return toSigmaEvent(value, decoded.ok ? decoded.fields : plain);
}

const words = fc.constantFrom<unknown>(
  ...['Security', 'Microsoft-Windows-Sysmon/Operational', 4688, '1', 'access_log', 'sshd', 'aws.cloudtrail', 'process'],
  ...[
    'AuditLogs',
    'EXECVE',
    'audit(1.2:3)',
    'type=EXECVE msg=audit(1.2:3): a0="x" a0',
    'http://a/b?c',
    true,
    null,
    1e300,
  ],
  ...['admin.googleapis.com', 'start', 'windows', 'django', '__proto__', '%SYS-5'],
);
const keys = fc.constantFrom(
  ...[
    'Event',
    'System',
    'EventData',
    'UserData',
    'EventID',
    'Channel',
    'Provider',
    'Data',
    '#attributes',
    '#text',
    'Name',
  ],
  ...[
    'payload',
    'format',
    'program',
    'url',
    'method',
    'winlog',
    'event_data',
    'channel',
    'event',
    'dataset',
    'category',
  ],
  ...[
    'type',
    'msg',
    'message',
    'raw',
    'SYSCALL',
    'EXECVE',
    'ARGV',
    'PATH',
    'CWD',
    'PARENT_INFO',
    'logsource',
    'product',
  ],
  ...[
    'protoPayload',
    'serviceName',
    'metadata',
    'parameter',
    'eventSource',
    'eventName',
    'awsRegion',
    'requestParameters',
  ],
  ...[
    'detail',
    'detail-type',
    '_path',
    'logid',
    'auditID',
    'verb',
    'debugContext',
    'eventType',
    'Workload',
    'Operation',
  ],
  ...['process', 'args', 'host', 'os', 'hash', 'name', 'value', 'toString', 'constructor', '__proto__', 'length', 'a0'],
  ...['event.dataset', 'event.category', 'winlog.channel', 'winlog.event_data.Image', 'process.args', 'properties'],
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 5 }, words, tie('object'), fc.array(tie('tree'), { maxLength: 3 })),
  object: fc.array(fc.tuple(keys, tie('tree')), { maxLength: 7 }).map((pairs) => {
    const text = pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join();
    return JSON.parse(`{${text}}`) as unknown;
  }),
}));

describe('toSigmaEvent, for any JSON', () => {
  it('never throws, never writes to the event, and knows all sources beforehand', () => {
    fc.assert(
      fc.property(fc.oneof(tree, fc.jsonValue()), (value) => {
        const before = JSON.stringify(value);
        const event = classify(value);
        expect(JSON.stringify(value)).toBe(before);
        expect(sourceByKey(event.source.key)).toBe(event.source);
        expect(typeof event.fields).toBe('object');
        expect(Object.getPrototypeOf(event.fields)).toBe(Object.prototype);
      }),
      { numRuns: 3_000 },
    );
  });

  const deep = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field${i}`, i]));
  const sysmon = { Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 };

  it.each<[string, unknown]>([
    ['5,000 fields', many],
    ['5,000 data fields', { Event: { System: sysmon, EventData: many } }],
    [
      '5,000 data elements',
      { Event: { System: sysmon, EventData: { Data: Array.from({ length: 5_000 }, () => ({ Name: 'x' })) } } },
    ],
    ['5,000 fields of the Elastic schema', { ...many, event: { category: ['process'], type: ['start'] } }],
    ['deep nesting', { Event: { System: sysmon, EventData: deep(5_000) } }],
    [
      'deep nesting to be written as text',
      { eventSource: 'x', eventName: 'y', awsRegion: 'z', requestParameters: deep(100_000) },
    ],
    [
      'lists of lists',
      {
        protoPayload: {
          serviceName: 'admin.googleapis.com',
          metadata: { event: Array(5_000).fill(Array(100).fill({})) },
        },
      },
    ],
    ['a long audit line', { raw: `type=EXECVE msg=audit(1.2:3): ${'a1="x" '.repeat(20_000)}` }],
    ['a long audit line without pairs', { raw: `type=EXECVE msg=audit(1.2:3): ${'a'.repeat(200_000)}` }],
    ['an audit line of open quotes', { raw: `type=EXECVE msg=audit(1.2:3): ${'a="'.repeat(50_000)}` }],
    ['nested audit messages', { raw: `type=USER_CMD msg=audit(1.2:3): ${"msg='".repeat(20_000)}` }],
    ['a long URL', { payload: { format: 'access_log', url: `http://${'a@'.repeat(50_000)}` }, message: 'x' }],
  ])('takes %s within bounds', (_, value) => {
    const start = performance.now();
    expect(classify(value).source.key).toMatch(/\//);
    expect(performance.now() - start).toBeLessThan(250);
  });

  it('gives `__proto__` no meaning', () => {
    const text =
      '{"Event":{"System":{"Channel":"Security","EventID":1,"__proto__":{"x":1}},"EventData":{"__proto__":{"polluted":1}}}}';
    const event = classify(JSON.parse(text));
    expect((event.fields as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(event.fields)).toBe(Object.prototype);
  });
});
