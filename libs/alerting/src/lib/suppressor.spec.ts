import fc from 'fast-check';
import { suppressionSchema, type Alert, type SuppressionMatcher } from '@redoubt/contracts';
import { BookBench, DAY, T0, matchOf, suppressionOf, uuidNumber } from '../testing/book-kit.ts';
import { MAX_PREVIEW, previewSuppression } from './preview-suppression.ts';
import { Suppressor, matcherOf } from './suppressor.ts';

const target = {
  ruleId: 'Rule-1',
  severity: 'high' as const,
  subject: { sourceIp: '10.1.2.3', user: 'Ana', asset: 'web-1' },
  tags: ['attack.t1110'],
};

describe('a matcher', () => {
  it.each<[SuppressionMatcher, boolean]>([
    [{ field: 'ruleId', op: 'equals', value: 'rule-1' }, true],
    [{ field: 'ruleId', op: 'startsWith', value: 'rule' }, true],
    [{ field: 'severity', op: 'in', value: ['low', 'high'] }, true],
    [{ field: 'severity', op: 'equals', value: 'low' }, false],
    [{ field: 'user', op: 'equals', value: 'ana' }, true],
    [{ field: 'user', op: 'in', value: ['ben'] }, false],
    [{ field: 'asset', op: 'startsWith', value: 'WEB-' }, true],
    [{ field: 'tag', op: 'equals', value: 'attack.T1110' }, true],
    [{ field: 'tag', op: 'startsWith', value: 'attack.t2' }, false],
    [{ field: 'sourceIp', op: 'equals', value: '::ffff:10.1.2.3' }, true],
    [{ field: 'sourceIp', op: 'in', value: ['10.1.2.4', '10.1.2.3'] }, true],
    [{ field: 'sourceIp', op: 'startsWith', value: '10.1.' }, true],
    [{ field: 'sourceIp', op: 'cidr', value: '10.0.0.0/8' }, true],
    [{ field: 'sourceIp', op: 'cidr', value: ['192.168.0.0/16', '2001:db8::/32'] }, false],
  ])('%j: %s', (matcher, isHit) => {
    const suppression = suppressionOf({ matchers: [matcher] });
    expect(suppressionSchema.parse(suppression)).toEqual(suppression);
    expect(matcherOf(suppression)(target)).toBe(isHit);
  });

  it('compares IPv6 by value and wants the field', () => {
    const v6 = matcherOf(suppressionOf({ matchers: [{ field: 'sourceIp', op: 'equals', value: '2001:DB8:0::1' }] }));
    expect(v6({ ...target, subject: { sourceIp: '2001:db8::1' } })).toBe(true);
    expect(v6({ ...target, subject: {} })).toBe(false);
    const cidr = matcherOf(suppressionOf({ matchers: [{ field: 'sourceIp', op: 'cidr', value: '2001:db8::/32' }] }));
    expect(cidr({ ...target, subject: { sourceIp: '2001:db8:1::1' } })).toBe(true);
    expect(cidr({ ...target, subject: { sourceIp: 'host' } })).toBe(false);
  });
});

it('a suppression needs all its matchers, and holds from its start until before its end', () => {
  const both = suppressionOf({
    startsAtMs: T0 + 10,
    expiresAtMs: T0 + 20,
    matchers: [
      { field: 'user', op: 'equals', value: 'ana' },
      { field: 'asset', op: 'equals', value: 'web-1' },
    ],
  });
  const suppressor = new Suppressor([both]);
  expect([9, 10, 19, 20].map((at) => suppressor.find(target, T0 + at) !== undefined)).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(suppressor.find({ ...target, subject: { user: 'ana' } }, T0 + 10)).toBeUndefined();
});

it('the index finds what asking every suppression finds', () => {
  const values = {
    ruleId: ['r1', 'R2'],
    sourceIp: ['10.0.0.1', '::ffff:10.0.0.2'],
    user: ['ana', 'Ben'],
    asset: ['web'],
  };
  const matcher = fc.oneof(
    ...Object.entries(values).map(([field, list]) =>
      fc
        .record({ field: fc.constant(field), op: fc.constant('in'), value: fc.subarray(list, { minLength: 1 }) })
        .map((one) => one as SuppressionMatcher),
    ),
    fc.constant<SuppressionMatcher>({ field: 'sourceIp', op: 'cidr', value: '10.0.0.0/31' }),
    fc.constant<SuppressionMatcher>({ field: 'severity', op: 'equals', value: 'high' }),
  );
  const list = fc.array(fc.array(matcher, { minLength: 1, maxLength: 3 }), { maxLength: 12 });
  const any = (texts: string[]) => fc.constantFrom(undefined, ...texts, 'other');
  const targets = fc.record({
    ruleId: fc.constantFrom('r1', 'r2', 'r3'),
    severity: fc.constantFrom('high' as const, 'low' as const),
    subject: fc.record({ sourceIp: any(['10.0.0.1', '10.0.0.2']), user: any(['ana', 'ben']), asset: any(['WEB']) }),
    tags: fc.constant<string[]>([]),
  });
  fc.assert(
    fc.property(list, targets, (matchers, one) => {
      const suppressions = matchers.map((of, index) =>
        suppressionOf({ suppressionId: uuidNumber(index), createdAtMs: T0 - (index % 3), matchers: of }),
      );
      const [oldest] = suppressions
        .filter((suppression) => matcherOf(suppression)(one))
        .sort((a, b) => a.createdAtMs - b.createdAtMs || (a.suppressionId < b.suppressionId ? -1 : 1));
      expect(new Suppressor(suppressions).find(one, T0)).toBe(oldest?.suppressionId);
    }),
  );
});

describe('suppressionSchema', () => {
  it.each([
    [{ matchers: [] }],
    [{ owner: '' }],
    [{ reason: '' }],
    [{ expiresAtMs: T0 }],
    [{ startsAtMs: T0 + 2 * DAY }],
    [{ matchers: [{ field: 'user', op: 'cidr', value: '10.0.0.0/8' }] }],
    [{ matchers: [{ field: 'sourceIp', op: 'cidr', value: '10.0.0.0' }] }],
    [{ matchers: [{ field: 'user', op: 'in', value: 'ana' }] }],
    [{ matchers: [{ field: 'user', op: 'equals', value: ['ana'] }] }],
    [{ matchers: [{ field: 'severity', op: 'equals', value: 'urgent' }] }],
    [{ matchers: [{ field: 'severity', op: 'startsWith', value: 'high' }] }],
    [{ matchers: [{ field: 'user', op: 'equals', value: '' }] }],
  ])('refuses %j', (part) => {
    expect(suppressionSchema.safeParse({ ...suppressionOf(), ...part }).success).toBe(false);
  });
});

it('previewSuppression tells what past alerts it would have hidden, whenever they were', () => {
  const bench = new BookBench({ autoIncidentCreation: false });
  for (let n = 0; n < 150; n++) bench.match(matchOf(n, { subject: { sourceIp: `10.0.0.${n}` }, count: 3 }));
  bench.match(matchOf(0, { subject: { sourceIp: '192.0.2.1' }, rule: { id: 'other' } }));
  const alerts: Alert[] = bench.takeAlerts().map(({ alert }) => alert);
  const preview = previewSuppression(
    alerts,
    suppressionOf({
      suppressionId: uuidNumber(1),
      createdAtMs: 1,
      expiresAtMs: 2,
      matchers: [{ field: 'sourceIp', op: 'cidr', value: '10.0.0.0/8' }],
    }),
  );
  expect(preview).toMatchObject({
    alertCount: 151,
    hiddenCount: 150,
    hiddenEvents: 450,
    bySeverity: { medium: 150, critical: 0 },
    rules: [{ ruleId: 'rule-1', ruleName: 'Failed logins', hiddenCount: 150 }],
  });
  expect(preview.alertIds).toHaveLength(MAX_PREVIEW);
});
