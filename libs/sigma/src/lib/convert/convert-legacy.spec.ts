import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPack } from '../pack/build-pack.ts';
import { convertLegacy } from './convert-legacy.ts';

const legacy = (condition: string, more = ''): string => `title: Many logins
id: 11111111-2222-4333-8444-555555555555
author: Jane # who knows
tags: [attack.t1110]
logsource:
  product: windows
detection:
  selection:
    EventID: 4625 # failed
  filter:
    User: svc
  timeframe: 10m
  condition: ${condition}
${more}level: high
`;

const correlationOf = (condition: string): unknown => {
  const conversion = convertLegacy(legacy(condition));
  if ('error' in conversion) throw new Error(conversion.error);
  const pack = buildPack({ packId: 'p', version: '1', title: 'P', files: [{ path: 'a', text: conversion.text }] });
  expect(pack.refused).toEqual([]);
  return pack.rules[1];
};

describe('convertLegacy', () => {
  it('makes a rule and a correlation of a count', () => {
    const conversion = convertLegacy(legacy('selection and not filter | count() by SourceIp > 5'));
    expect(conversion).toMatchObject({ notes: [expect.stringContaining('became event_count by SourceIp')] });
    const { text } = conversion as { text: string };
    expect(text).toContain('EventID: 4625 # failed');
    expect(text).toContain('condition: selection and not filter\n');
    expect(text).not.toContain('timeframe');
    const { rules } = buildPack({ packId: 'p', version: '1', title: 'P', files: [{ path: 'a', text }] });
    expect(rules).toMatchObject([
      { id: '11111111-2222-4333-8444-555555555555', title: 'Many logins - Single Event', isGenerating: false },
      {
        title: 'Many logins',
        kind: 'correlation',
        type: 'event_count',
        rules: ['11111111-2222-4333-8444-555555555555'],
        groupBy: ['SourceIp'],
        timespanMs: 600_000,
        conditions: [{ op: 'gt', value: 5 }],
        author: 'Jane',
        tags: ['attack.t1110'],
        level: 'high',
        isGenerating: true,
      },
    ]);
    expect(rules[1]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it.each([
    ['selection | count(User) by Host > 3', { type: 'value_count', fields: ['User'], groupBy: ['Host'] }],
    ['selection | count() > 3', { type: 'event_count', groupBy: [], fields: [] }],
    ['selection | count() by a, b.c >= 3', { groupBy: ['a', 'b.c'], conditions: [{ op: 'gte', value: 3 }] }],
    ['selection | sum(bytes) by src_ip > 300000', { type: 'value_sum', fields: ['bytes'] }],
    ['selection | avg(bytes) < 1.5', { type: 'value_avg', conditions: [{ op: 'lt', value: 1.5 }] }],
    ['selection | count() == 2', { conditions: [{ op: 'eq', value: 2 }] }],
  ])('%s', (condition, correlation) => {
    expect(correlationOf(condition)).toMatchObject(correlation);
  });

  it('warns of counts that mean a lack of events', () => {
    expect(convertLegacy(legacy('selection | count() by Task < 5'))).toMatchObject({
      notes: [expect.anything(), expect.stringContaining('passes through')],
    });
  });

  it.each([
    ['near', legacy('selection | near filter'), '"near"'],
    ['max', legacy('selection | max(x) by y > 3'), 'no counterpart'],
    ['more behind the count', legacy('selection | count() by x > 3 and filter'), 'no counterpart'],
    ['no aggregation', legacy('selection'), 'no rule of the file'],
    ['no timeframe', legacy('selection | count() > 3').replace('  timeframe: 10m\n', ''), 'give a timespan'],
    ['an action', `action: global\n${legacy('selection | count() > 3')}`, '"action"'],
    ['an unknown identifier', legacy('nothing | count() > 3'), 'unknown_identifier'],
    ['an odd timeframe', legacy('selection | count() > 3').replace('10m', '10 minutes'), 'invalid_timespan'],
    ['no id', legacy('selection | count() > 3').replace(/^id: .*\n/m, ''), 'needs an id'],
    ['no YAML', 'a: [', ''],
    ['nothing', '', 'no rule of the file'],
  ])('leaves %s to people', (_name, text, reason) => {
    expect(convertLegacy(text)).toEqual({ error: expect.stringContaining(reason) });
  });

  it('takes a timespan for rules without one', () => {
    const text = legacy('selection | count() > 3').replace('  timeframe: 10m\n', '');
    expect(convertLegacy(text, { timespan: '1h' })).toMatchObject({ text: expect.stringContaining('timespan: 1h') });
  });
});

const corpus = join(
  process.env.REDOUBT_SHARED ?? join(import.meta.dirname, '../../../../../../shared'),
  'sigma/rules-legacy.jsonl',
);
const itWithCorpus = existsSync(corpus) || process.env.REDOUBT_REQUIRE_CORPUS === '1' ? it : it.skip;

itWithCorpus('translates every count, sum and average of the SigmaHQ rules, and nothing else', () => {
  const rows = readFileSync(corpus, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const outcomes: Record<string, number> = {};
  for (const row of rows) {
    const { yaml } = JSON.parse(row) as { yaml: string };
    if (!/condition:.*\|/.test(yaml)) continue;
    const conversion = convertLegacy(yaml, { timespan: '10m' });
    const outcome = 'error' in conversion ? conversion.error.slice(0, 22) : 'translated';
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  expect(outcomes).toEqual({ translated: 47, '"near" says neither or': 7, 'files with "action" ha': 1 });
});
