import type { CorrelationMatch, CorrelationRule } from '@redoubt/sigma';
import { matchOfCorrelation } from './matches.ts';

const rule: CorrelationRule = {
  kind: 'correlation',
  id: 'r',
  title: 'A correlation',
  level: 'high',
  references: [],
  tags: [],
  falsePositives: [],
  path: 'rule.yml',
  line: 1,
  type: 'event_count',
  rules: ['a'],
  groupBy: [],
  aliases: {},
  timespanMs: 60_000,
  conditions: [{ op: 'gte', value: 3 }],
  fields: [],
  isGenerating: true,
};

function subjectOf(group: Record<string, string>) {
  const match: CorrelationMatch = {
    ...{ rule, groupKey: 'k', group, timeMs: 2, firstTimeMs: 1, eventIds: ['e'] },
    ...{ count: 3, addedCount: 3, newEventId: 'e', value: 3 },
  };
  return matchOfCorrelation(match, 'high', 3).subject;
}

describe('the subject of a correlation', () => {
  it('is made of its group; fields that are no subject by themselves stand in one text', () => {
    expect(subjectOf({ IpAddress: '192.0.2.1', LogonType: '3', port: '22' })).toEqual({
      sourceIp: '192.0.2.1',
      group: 'LogonType=3,port=22',
    });
    expect(subjectOf({ sourceIp: '192.0.2.1', IpAddress: '192.0.2.2' })).toEqual({
      sourceIp: '192.0.2.1',
      group: 'IpAddress=192.0.2.2',
    });
  });

  it.each(['constructor', '__proto__', 'toString'])('takes a field named %s for any other', (name) => {
    expect(subjectOf(Object.fromEntries([[name, 'x']]))).toEqual({ group: `${name}=x` });
  });
});
